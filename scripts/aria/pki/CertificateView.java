package aria.pki;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * A parsed certificate for the rules that check it, because the JDK's parser hides the encoding. Extensions are
 * parsed on demand; a malformed one throws a {@link aria.finding.RefusedException}.
 */
public final class CertificateView {

    /** The position of a certificate in a path. */
    public enum Place {
        ROOT,
        INTERMEDIATE,
        LEAF
    }

    private final X509Certificate certificate;
    private final Certificate structure;

    /** @throws aria.finding.RefusedException when it isn't the structure of RFC 5280, 4.1 */
    public CertificateView(X509Certificate certificate) {
        this.certificate = certificate;
        try {
            this.structure = Certificate.getInstance(certificate.getEncoded());
        } catch (CertificateEncodingException
                | IllegalArgumentException
                | IllegalStateException
                | ClassCastException malformed) {
            throw PkiErrors.refused(
                    "'" + Certificates.commonName(certificate) + "' is malformed: " + malformed.getMessage(),
                    malformed);
        }
    }

    /** Returns the certificate as Java reads it. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Returns its ASN.1 structure. */
    public Certificate structure() {
        return structure;
    }

    TBSCertificate content() {
        return structure.getTBSCertificate();
    }

    /** For a message: the common name in quotes. */
    public String who() {
        String name = Certificates.commonName(certificate);
        return "'" + (name.isEmpty() ? certificate.getSubjectX500Principal().getName() : name) + "'";
    }

    /** Where it stands when it is looked at alone: a CA that names itself as its issuer is taken for a root. */
    Place likelyPlace() {
        return !isAuthority() ? Place.LEAF : selfIssued() ? Place.ROOT : Place.INTERMEDIATE;
    }

    /** Whether issuer and subject are the same name; the signature is not checked. */
    public boolean selfIssued() {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** Whether the subject has no attributes. */
    public boolean emptySubject() {
        return content().getSubject().getRDNs().length == 0;
    }

    /** Returns the subject. */
    public X500Name subject() {
        return content().getSubject();
    }

    /** Returns the extensions' object identifiers in their order. */
    public List<ASN1ObjectIdentifier> extensionOids() {
        return content().getExtensions() == null
                ? List.of()
                : Arrays.asList(content().getExtensions().getExtensionOIDs());
    }

    Optional<Extension> extension(ASN1ObjectIdentifier oid) {
        return Optional.ofNullable(content().getExtensions()).map(all -> all.getExtension(oid));
    }

    /** Whether it has this extension, and marks it critical. */
    public boolean isCritical(ASN1ObjectIdentifier oid) {
        return extension(oid).filter(Extension::isCritical).isPresent();
    }

    /** Whether basicConstraints say so. */
    public boolean isAuthority() {
        return basicConstraints().filter(BasicConstraints::isCA).isPresent();
    }

    Optional<BasicConstraints> basicConstraints() {
        return parsed(Extension.basicConstraints, BasicConstraints::getInstance);
    }

    Optional<KeyUsage> keyUsage() {
        return parsed(Extension.keyUsage, KeyUsage::getInstance);
    }

    /** Whether the bit is asserted, or there is no such extension and everything is allowed. */
    public boolean mayBeUsedTo(int usage) {
        return keyUsage().map(bits -> bits.hasUsages(usage)).orElse(true);
    }

    /** The purposes; an empty list when the extension is there and holds none. */
    public Optional<List<KeyPurposeId>> extendedKeyUsage() {
        return parsed(
                Extension.extendedKeyUsage,
                value -> ASN1Sequence.getInstance(value).size() == 0
                        ? List.of()
                        : List.of(ExtendedKeyUsage.getInstance(value).getUsages()));
    }

    /** Returns the SANs; empty when there is no such extension. */
    public Optional<List<GeneralName>> alternativeNames() {
        return parsed(
                Extension.subjectAlternativeName,
                value -> List.of(GeneralNames.getInstance(value).getNames()));
    }

    /** Returns the AKI; empty when there is none. */
    public Optional<AuthorityKeyIdentifier> authorityKeyIdentifier() {
        return parsed(Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance);
    }

    /** Returns the SKI; empty when there is none. */
    public Optional<byte[]> subjectKeyIdentifier() {
        return parsed(
                Extension.subjectKeyIdentifier,
                value -> SubjectKeyIdentifier.getInstance(value).getKeyIdentifier());
    }

    /**
     * The extension's value; empty when it isn't there.
     *
     * @throws aria.finding.RefusedException when it cannot be parsed
     */
    <T> Optional<T> parsed(ASN1ObjectIdentifier oid, Function<ASN1Encodable, T> parser) {
        try {
            return extension(oid).map(Extension::getParsedValue).map(parser);
        } catch (IllegalArgumentException
                | ClassCastException
                | IllegalStateException
                | ArrayIndexOutOfBoundsException malformed) {
            throw PkiErrors.refused(who() + " has a malformed extension " + ExtensionNames.of(oid), malformed);
        }
    }
}
