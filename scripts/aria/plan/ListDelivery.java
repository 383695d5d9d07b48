package aria.plan;

import aria.ca.OfflineSigner;
import aria.ca.ServerLists;
import aria.ca.init.CaChange;
import aria.ca.init.NewCa;
import aria.ca.rotation.OtherList;
import aria.ca.rotation.RotationPlanner;
import aria.finding.Finding;
import aria.finding.RefusedException;
import aria.pki.CompleteLists;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.store.RotationRecords;
import java.nio.file.Files;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The revocation lists for servers of the stack that read them. A server that is told to read lists and has none does
 * not start, so they are planned together with its settings.
 *
 * @param readers the services of these servers
 */
record ListDelivery(Layout layout, Instant now, Set<String> readers) {
    private static final String REASON = "revocation lists for ";

    /** For the readers of these stacks. */
    static ListDelivery of(Layout layout, Instant now, Collection<StackPlan> stacks) {
        Set<String> readers = new LinkedHashSet<>();
        stacks.forEach(stack -> readers.addAll(stack.listReaders()));
        return new ListDelivery(layout, now, readers);
    }

    /**
     * Returns the files, of the lists on disk. Lists that cannot be given are a finding with the command for them, as
     * certificates are that are missing.
     */
    List<PlannedFile> present(List<Finding> findings) {
        try {
            return readers.isEmpty() || !Files.exists(layout.intermediateCertificate())
                    ? List.of()
                    : planned(copies(ServerLists.of(layout, now)));
        } catch (RefusedException unfit) {
            findings.add(unfit.finding());
            return List.of();
        }
    }

    /**
     * Returns the files, where the CA's key is at hand: the intermediate's list is signed if it is missing, or late.
     *
     * @throws RefusedException when a server with them would refuse everybody
     */
    List<PlannedFile> signedBy(OfflineSigner signer) {
        if (readers.isEmpty()) {
            return List.of();
        }
        List<X509CRL> before = ServerLists.ofIntermediates(layout);
        List<X509CRL> next = current(signer, before);
        List<FileWrite> files = new ArrayList<>();
        if (!next.equals(before)) {
            files.add(list(next));
        }
        files.addAll(copies(ServerLists.of(layout, ServerLists.ofRoots(layout), next, now)));
        return planned(files);
    }

    /** Returns a change of the CA that makes the lists of a new one as well, for those who read that of the one before. */
    CaChange with(CaChange change) {
        Set<String> all = new LinkedHashSet<>(readers);
        boolean fresh = change.state() == CaChange.State.ABSENT_CREATE || change.state() == CaChange.State.REPLACE;
        if (fresh) {
            all.addAll(ServerLists.readers(layout));
        }
        return fresh && !all.isEmpty()
                ? new CaChange(
                        change.state(),
                        Stream.concat(change.reasons().stream(), Stream.of(REASON + String.join(", ", all)))
                                .toList(),
                        change.warnings(),
                        () -> new ListDelivery(layout, now, all)
                                .with(change.build().get()))
                : change;
    }

    private NewCa with(NewCa made) {
        List<X509CRL> roots = made.files().stream()
                .filter(file -> file.path().equals(RotationRecords.rootList(layout)))
                .flatMap(file -> Revocation.readAll(file.content(), layout.display(file.path())).stream())
                .toList();
        List<X509CRL> next = current(made.signer(), List.of());
        List<FileWrite> files = new ArrayList<>(made.files());
        files.add(list(next));
        files.addAll(copies(ServerLists.of(
                layout, made.signer().roots(), roots, List.of(made.signer().issuer()), next, now)));
        return new NewCa(files, made.backups(), made.signer(), made.fingerprint());
    }

    /** The issuing intermediate's list first. */
    private List<X509CRL> current(OfflineSigner signer, List<X509CRL> before) {
        Optional<X509CRL> own = before.stream()
                .filter(list -> Revocation.foreign(list, signer.issuer()).isEmpty())
                .findFirst();
        List<X509Certificate> accepted = Stream.concat(
                        Stream.of(signer.issuer()), RotationPlanner.otherIntermediate(layout).stream())
                .toList();
        if (CompleteLists.problem(before, accepted, now).isEmpty()) {
            return before;
        }
        Validity validity = Validity.startingAt(now, OfflineSigner.LIST_VALIDITY);
        List<X509CRL> next = new ArrayList<>(List.of(signer.revoke(own, Map.of(), validity)));
        before.stream()
                .filter(list ->
                        !list.getIssuerX500Principal().equals(signer.issuer().getSubjectX500Principal()))
                .forEach(next::add);
        return OtherList.signed(layout, next, validity);
    }

    private FileWrite list(List<X509CRL> lists) {
        return FileWrite.openAmongSecrets(layout.revocationList(), CompleteLists.pem(lists));
    }

    private List<FileWrite> copies(ServerLists lists) {
        return readers.stream().map(service -> lists.file(layout, service)).toList();
    }

    private List<PlannedFile> planned(List<FileWrite> files) {
        return files.stream()
                .map(file -> PlannedFile.of(file, REASON + String.join(", ", readers)))
                .filter(PlannedFile::isNeeded)
                .toList();
    }
}
