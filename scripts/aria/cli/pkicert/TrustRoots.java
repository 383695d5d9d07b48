package aria.cli.pkicert;

import static aria.finding.Remedy.advice;

import aria.ca.CaInfo;
import aria.ca.OwnRoots;
import aria.cli.CommonOptions;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.pki.Pem;
import aria.store.Layout;
import aria.trust.TrustedRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The roots that a run of {@code pki-cert trust} is about: those in the named files, else the project's, which are two
 * while one CA follows another.
 *
 * @param files        that were named
 * @param fingerprints that were typed, in lower-case hex
 */
record TrustRoots(CommonOptions common, List<Path> files, List<String> fingerprints) {

    /** Returns them as they are. */
    List<TrustedRoot> all() {
        return read().keySet().stream().map(TrustedRoot::new).toList();
    }

    /**
     * Returns them when a person may be asked to trust them.
     *
     * @param anyName whether roots without name constraints are wanted
     * @throws RefusedException when one is not a root, not valid, not limited, or of an unknown maker
     */
    List<TrustedRoot> checked(boolean anyName, Instant now) {
        Map<X509Certificate, String> read = read();
        read.forEach((certificate, file) -> {
            TrustedRoot root = new TrustedRoot(certificate);
            root.requireRoot(file, now);
            if (!fingerprints.contains(root.fingerprint()) && !OwnRoots.has(root.fingerprint())) {
                throw unknownMaker(root, file);
            }
            if (!anyName) {
                root.requireLimits(file);
            }
        });
        return all();
    }

    private Map<X509Certificate, String> read() {
        Map<X509Certificate, String> roots = new LinkedHashMap<>();
        if (!files.isEmpty()) {
            files.forEach(file -> Pem.findCertificates(NamedFiles.read(common, file), file.toString())
                    .forEach(root -> roots.putIfAbsent(root, file.toString())));
            return roots;
        }
        Layout layout = common.layout();
        CaInfo.of(layout).roots().forEach(root -> roots.put(root, layout.display(layout.rootCertificate())));
        Path bundle = layout.trustBundle();
        if (Files.exists(bundle)) {
            String name = layout.display(bundle);
            Pem.readCertificates(NamedFiles.read(common, bundle), name).forEach(root -> roots.putIfAbsent(root, name));
        }
        return roots;
    }

    private static RefusedException unknownMaker(TrustedRoot root, String file) {
        return new RefusedException(Finding.error(
                        FindingId.TRUST_REFUSED,
                        "'" + root.name() + "' was not made by you on this machine, so anybody may hold its key",
                        Remedy.inOrder(
                                advice("compare its SHA-256 with whoever runs the CA"),
                                Remedy.setting("--fingerprint", root.fingerprint())))
                .at(Place.of(file)));
    }
}
