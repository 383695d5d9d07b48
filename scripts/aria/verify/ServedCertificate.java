package aria.verify;

import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.stack.CertificateReload;
import aria.stack.Stack;
import aria.verify.probe.Listener;
import aria.verify.probe.ProbeResult;
import aria.verify.probe.Target;
import aria.verify.probe.Via;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the certificate that a running server presents with the one that was issued last. Nobody else notices a
 * renewal that never reaches its server until the old certificate expires.
 *
 * @param listener where it is shown
 * @param via      how it was seen
 * @param shown    by the server
 * @param issued   on disk
 */
public record ServedCertificate(Listener listener, Via via, X509Certificate shown, X509Certificate issued) {
    /** How long a renewed certificate may be on its way: servers that look by themselves do so within two minutes. */
    static final Duration GRACE = Duration.ofMinutes(5);

    /** Those of the targets that let the right client in and have to show a certain certificate. */
    static List<ServedCertificate> by(List<Target> targets, List<ProbeResult> right) {
        List<ServedCertificate> served = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            ProbeResult seen = right.get(i);
            if (target.issued().isPresent()
                    && seen.kind() == ProbeResult.ClientFate.SERVED
                    && seen.shown().isPresent()) {
                served.add(new ServedCertificate(
                        target.listener(),
                        target.address().via(),
                        seen.shown().get(),
                        target.issued().get()));
            }
        }
        return served;
    }

    /** Judged at the subject's time. */
    public Observation finding(Subject subject) {
        return finding(
                subject.now(), subject.show(subject.layout().serviceCertificate(listener.service())), remedy(subject));
    }

    /** How the server takes up what was issued last. */
    public Remedy remedy(Subject subject) {
        if (listener.behind().isPresent()) {
            return CertificateReload.ofProxy(listener.service()).remedy();
        }
        return subject.compose().stacks().stream()
                .flatMap(planned -> reload(planned.stack()).stream())
                .findFirst()
                .map(CertificateReload::remedy)
                .orElse(Remedy.advice("restart it"));
    }

    private Optional<CertificateReload> reload(Stack stack) {
        return stack.service(listener.service())
                .map(service -> CertificateReload.ofListeners(stack.project(), service));
    }

    /**
     * Judged.
     *
     * @param file   where the certificate lies, for people
     * @param remedy how the server takes it up
     */
    public Observation finding(Instant now, String file, Remedy remedy) {
        return verdict(now, file, remedy).about(listener, via);
    }

    private Observation verdict(Instant now, String file, Remedy remedy) {
        if (shown.equals(issued)) {
            return Observation.pass("the one in " + file);
        }
        String other = "it still presents the certificate " + Certificates.serialHex(shown) + ", not " + file;
        return now.isBefore(issued.getNotBefore().toInstant().plus(GRACE))
                ? Observation.warn(other + ", which was issued just now", remedy)
                : Observation.fail(
                        other + ", which has been valid since "
                                + Certificates.validity(issued).notBefore(),
                        remedy);
    }
}
