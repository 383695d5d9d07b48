package aria.cli.pkicert;

import aria.ca.OfflineSigner;
import aria.choices.DurationText;
import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.ProjectChoices;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.KeyType;
import aria.pki.Purpose;
import aria.pki.Validity;
import aria.plan.CertificateNeeds;
import aria.plan.DefaultServices;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command that gives another certificate in the place of a revoked one: same names and purpose, and a new key. */
final class Replacement {
    private Replacement() {}

    /**
     * Returns it for one on the project's list: {@code rotate-certs} for what it looks after, else {@code pki-cert
     * create}, which takes the place of what it once made. Empty where the file's name is not that of the certificate,
     * as for a copy.
     */
    static Optional<Remedy> of(CommonOptions common, IssuedFiles place, X509Certificate old, OfflineSigner signer) {
        return of(common, place, old, Optional.of(signer.defaultValidity()), Remedy.aria("rotate-certs"));
    }

    /** Returns it for one that the running CA does not renew: whether it is revoked is not known here. */
    static Optional<Remedy> notRenewed(CommonOptions common, IssuedFiles place, X509Certificate old) {
        return of(common, place, old, Optional.empty(), Remedy.aria("generate-service-certs", place.name(), "--rekey"));
    }

    /**
     * Returns it.
     *
     * @param usual   the lifetime that the CA gives when nobody asks for another one; empty when that is not known
     * @param rotated for what {@code rotate-certs} looks after
     */
    private static Optional<Remedy> of(
            CommonOptions common, IssuedFiles place, X509Certificate old, Optional<Duration> usual, Remedy rotated) {
        Layout layout = common.layout();
        if (!place.name().equals(Certificates.commonName(old))) {
            return Optional.empty();
        }
        if (place.certificate().equals(layout.personFile(place.name(), "crt"))) {
            return Optional.of(created(List.of(place.name(), "--type", "person"), old, usual));
        }
        boolean standard = place.certificate().equals(layout.serviceCertificate(place.name()));
        return Optional.of(
                standard && isRotated(common, place.name())
                        ? rotated
                        : created(words(common, place, old, standard), old, usual));
    }

    /** What nobody can read is not looked after. */
    private static boolean isRotated(CommonOptions common, String service) {
        Layout layout = common.layout();
        try {
            List<Stack> stacks = new ComposeOptions().stacks(layout);
            ProjectChoices choices = new ProjectChoices(common.choices(), Selection.EVERYTHING, Optional.empty());
            return (stacks.isEmpty()
                            ? choices.needs(DefaultServices.needs())
                            : CertificateNeeds.of(stacks, choices.options(layout)))
                    .stream().anyMatch(need -> need.service().equals(service));
        } catch (RefusedException unreadable) {
            return false;
        }
    }

    private static List<String> words(CommonOptions common, IssuedFiles place, X509Certificate old, boolean standard) {
        List<String> words = new ArrayList<>(List.of(place.name()));
        Purpose purpose = Certificates.purpose(old).orElse(Purpose.SERVER_AND_CLIENT);
        if (purpose != Purpose.SERVER_AND_CLIENT) {
            words.addAll(List.of("--type", purpose == Purpose.SERVER ? "server" : "client"));
        }
        Certificates.names(old).all().stream()
                .filter(name -> purpose == Purpose.CLIENT || !name.equals(place.name()))
                .forEach(name -> words.addAll(List.of("--san", name)));
        KeyType key = KeyType.likeThatOf(old.getPublicKey());
        if (!Files.exists(place.key())) {
            words.addAll(List.of("--csr", "FILE"));
        } else if (key != KeyType.P256) {
            words.addAll(List.of("--key-type", key.label()));
        }
        if (!standard) {
            Path folder = place.certificate().getParent();
            words.addAll(List.of("--out", common.layout().display(folder)));
        }
        return words;
    }

    private static Remedy created(List<String> words, X509Certificate old, Optional<Duration> usual) {
        List<String> all = new ArrayList<>(List.of("create"));
        all.addAll(words);
        Duration lifetime = Certificates.validity(old).length().minus(Validity.BACKDATE);
        usual.filter(other -> lifetime.minus(other).abs().toMinutes() > 0)
                .ifPresent(other -> all.addAll(List.of("--validity", DurationText.print(lifetime))));
        all.add("--force");
        return Remedy.aria("pki-cert", all.toArray(String[]::new));
    }
}
