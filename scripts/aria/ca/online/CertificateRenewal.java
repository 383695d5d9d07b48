package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.OfflineSigner;
import aria.ca.config.CaErrors;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.LeafRequest;
import aria.pki.Purpose;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.pki.path.ChainCheck;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Renews a certificate: same names, new serial number and validity, for the old key or a new one. */
public final class CertificateRenewal {
    private CertificateRenewal() {}

    /**
     * By the running CA: over mutual TLS, or by token when it has expired and its key is kept.
     *
     * @param current what is renewed, with its key
     * @param next    the new key; empty to keep the old one
     * @param anew    what gives another one when the CA won't
     * @return the leaf, then its intermediates
     * @throws RejectedException when the CA won't: it was revoked, or its provisioner allows no renewal
     */
    public static List<X509Certificate> online(
            StepCaClient ca, CertifiedKey current, Optional<KeyPair> next, Supplier<List<Remedy>> anew, Instant now) {
        boolean expired =
                now.isAfter(Certificates.validity(current.certificate()).notAfter());
        if (expired && next.isPresent()) {
            throw CaErrors.refused(
                    "'" + Certificates.commonName(current.certificate())
                            + "' has expired, and step-ca does not rekey expired certificates",
                    advice("issue a new one with generate-service-certs"),
                    advice("renew it with --offline"));
        }
        try {
            return expired
                    ? ca.renewByToken(current)
                    : next.map(pair -> ca.rekey(current, pair)).orElseGet(() -> ca.renew(current));
        } catch (RejectedException refused) {
            throw new RejectedException(
                    refused.status(),
                    refused.finding().message() + (expired ? "; it has expired, and" : "; it may be revoked, or")
                            + " its provisioner may not allow renewals",
                    refused,
                    anew.get().toArray(Remedy[]::new));
        }
    }

    /**
     * With the CA's files.
     *
     * @param old      what is renewed
     * @param key      its key or a new one
     * @param lifetime from now on; empty for that of the old one
     * @param list     the revocation list on disk; empty when there is none
     * @param earlier  another intermediate whose certificates the CA issues anew; empty when there is none
     * @param anew     what gives another one when this one cannot be renewed
     * @throws aria.finding.RefusedException when another CA issued it, or it was revoked
     */
    public static List<X509Certificate> offline(
            OfflineSigner signer,
            X509Certificate old,
            KeyPair key,
            Optional<Duration> lifetime,
            Optional<X509CRL> list,
            Optional<X509Certificate> earlier,
            Supplier<List<Remedy>> anew,
            Instant now) {
        String name = "'" + Certificates.commonName(old) + "'";
        Purpose purpose = Certificates.purpose(old)
                .orElseThrow(() -> CaErrors.refused(
                        name + " has no extended key usage for TLS servers or clients, so it cannot be renewed"));
        X509Certificate issuer =
                earlier.filter(other -> Certificates.isIssuedBy(old, other)).orElse(signer.issuer());
        List<String> problems = ChainCheck.problems(
                List.of(old, issuer), signer.roots(), old.getNotAfter().toInstant(), purpose);
        if (!problems.isEmpty()) {
            throw CaErrors.refused(
                    name + " was not issued by this CA: " + problems.get(0),
                    anew.get().toArray(Remedy[]::new));
        }
        list.flatMap(ours -> Revocation.revoked(old, ours)).ifPresent(when -> {
            throw CaErrors.refused(
                    name + " was revoked on " + when + " and cannot be renewed",
                    anew.get().toArray(Remedy[]::new));
        });
        Duration wanted =
                lifetime.orElseGet(() -> Certificates.validity(old).length().minus(Validity.BACKDATE));
        return signer.renewing()
                .sign(new LeafRequest(
                        Certificates.commonName(old),
                        Certificates.names(old),
                        key.getPublic(),
                        purpose,
                        signer.validityFor(wanted, now),
                        signer.provisioner()));
    }
}
