package aria.pki;

import static aria.finding.Remedy.advice;

import java.math.BigInteger;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;

/** Signs leaf certificates with one CA key. Safe for use by several threads. */
public final class LeafIssuer {

    private final X509Certificate certificate;
    private final CertificateWriter.Issuer issuer;
    private final Extension authorityKeyIdentifier;
    private final NameLimits limits;
    private final CertificateTemplate form;

    /**
     * Makes leaves in our form.
     *
     * @throws aria.finding.RefusedException as {@link #LeafIssuer(CertifiedKey, CertificateTemplate)}
     */
    public LeafIssuer(CertifiedKey issuer) {
        this(issuer, CertificateTemplate.STANDARD);
    }

    /**
     * @throws aria.finding.RefusedException when the certificate may not sign others, or its key isn't the given one
     */
    public LeafIssuer(CertifiedKey issuer, CertificateTemplate form) {
        this.certificate = issuer.certificate();
        if (!Certificates.isAuthority(certificate)) {
            throw PkiErrors.refused(
                    "'" + Certificates.commonName(certificate) + "' is not a CA certificate and cannot sign others");
        }
        if (!Certificates.matches(issuer.key(), certificate.getPublicKey())) {
            throw PkiErrors.refused(
                    "the key does not belong to the CA certificate '" + Certificates.commonName(certificate) + "'",
                    advice("restore the pair that was made together"));
        }
        this.issuer = CertificateWriter.Issuer.of(issuer);
        this.authorityKeyIdentifier = Extensions.authorityKeyIdentifier(Extensions.keyIdentifier(certificate));
        this.limits = NameLimits.of(certificate);
        this.form = form;
    }

    private LeafIssuer(LeafIssuer like, CertificateTemplate form) {
        this.certificate = like.certificate;
        this.issuer = like.issuer;
        this.authorityKeyIdentifier = like.authorityKeyIdentifier;
        this.limits = like.limits;
        this.form = form;
    }

    /** The same issuer, making leaves in another form. */
    public LeafIssuer with(CertificateTemplate form) {
        return new LeafIssuer(this, form);
    }

    /** The issuing certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Which of the names the issuer's name constraints forbid; empty when it may sign for all of them. */
    public List<String> forbidden(Names names) {
        return limits.forbidden(names);
    }

    /**
     * Signs. The validity is clamped to the issuer's own.
     *
     * @throws aria.finding.RefusedException when the issuer isn't valid in the wanted time, or its name constraints
     *                                       forbid a name
     */
    public X509Certificate issue(LeafRequest request) {
        return issue(request, CertificateWriter.serial());
    }

    /**
     * Signs with a serial number that is given: for certificates that stay in the process. As {@link
     * #issue(LeafRequest)}.
     */
    public X509Certificate issue(LeafRequest request, BigInteger serial) {
        List<String> forbidden = limits.forbidden(request.names());
        if (!forbidden.isEmpty()) {
            throw PkiErrors.refused(
                    "'" + Certificates.commonName(certificate) + "' may not sign for " + String.join(", ", forbidden)
                            + ", because it was made with --permit-domain",
                    advice("leave the name out"),
                    advice("make a CA that permits it"));
        }
        String problem = form.problem(request.purpose());
        if (!problem.isEmpty()) {
            throw PkiErrors.refused(
                    "the CA's certificate template does not fit '" + request.commonName() + "': " + problem);
        }
        return CertificateWriter.write(
                issuer,
                serial,
                form.subject(request.commonName()),
                request.publicKey(),
                request.validity().within(Certificates.validity(certificate)),
                extensions(request));
    }

    /**
     * Signs a revocation list that goes on from another.
     *
     * @param before   the last one; empty for the first
     * @param more     serial numbers to be added, with their reasons; those that are on it already keep their date
     * @param validity from now to the time when the next one has to be there
     * @throws aria.finding.RefusedException when {@code before} isn't this issuer's, or its key may not sign lists
     */
    public X509CRL revoke(Optional<X509CRL> before, Map<BigInteger, CRLReason> more, Validity validity) {
        before.flatMap(list -> Revocation.foreign(list, certificate)).ifPresent(problem -> {
            throw PkiErrors.refused(problem);
        });
        return RevocationWriter.write(issuer, authorityKeyIdentifier, before, more, validity);
    }

    private List<Extension> extensions(LeafRequest request) {
        List<Extension> extensions = new ArrayList<>(form.extensions(request.publicKey(), request.purpose()));
        extensions.add(Extensions.subjectKeyIdentifier(Extensions.keyIdentifier(request.publicKey())));
        extensions.add(authorityKeyIdentifier);
        if (!request.names().isEmpty()) {
            extensions.add(Extensions.alternativeNames(request.names()));
        }
        request.provisioner().ifPresent(identity -> extensions.add(Extensions.provisioner(identity)));
        return extensions;
    }
}
