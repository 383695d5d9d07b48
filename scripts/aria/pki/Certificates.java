package aria.pki;

import aria.finding.RefusedException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;

/** Reads the contents of certificates. All functions are pure; a missing value is returned as empty. */
public final class Certificates {

    private static final int LONGEST_NAME = 200;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    static final String MALFORMED = "(malformed name)";
    private static final int KEY_CERT_SIGN = 5; // RFC 5280, 4.2.1.3

    private Certificates() {}

    /**
     * The DNS names and addresses of the subject alternative name; names of other kinds are left out.
     *
     * @throws RefusedException when the extension can't be parsed, or a name in it isn't one
     */
    public static Names names(X509Certificate certificate) {
        List<String> dns = new ArrayList<>();
        List<String> ips = new ArrayList<>();
        try {
            Collection<List<?>> present = certificate.getSubjectAlternativeNames();
            for (List<?> name : present == null ? List.<List<?>>of() : present) {
                if (name.get(0).equals(GeneralName.dNSName)) {
                    dns.add((String) name.get(1));
                } else if (name.get(0).equals(GeneralName.iPAddress)) {
                    ips.add((String) name.get(1));
                }
            }
        } catch (CertificateParsingException
                | RuntimeException malformed) { // the JDK throws the second for a strange address
            throw PkiErrors.refused(
                    "the subject alternative names of '" + commonName(certificate) + "' cannot be read", malformed);
        }
        return new Names(dns, ips);
    }

    /**
     * The alternative names of every kind as openssl shows them, {@code DNS:example.org}; also such as no honest CA
     * certifies, for a certificate that is only looked at.
     *
     * @throws RefusedException when the extension can't be parsed
     */
    public static List<String> shownNames(X509Certificate certificate) {
        return new CertificateView(certificate)
                .alternativeNames().orElse(List.of()).stream()
                        .map(NameSyntax::show)
                        .toList();
    }

    /** Whether the issuer's name stands in the certificate and its key made the signature. */
    public static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
        } catch (GeneralSecurityException notItsSignature) {
            return false;
        }
    }

    /** SHA-256 over the whole certificate, 64 lower-case hex digits: what step calls the fingerprint. */
    public static String fingerprintSha256(X509Certificate certificate) {
        return Infallible.get(
                "a parsed certificate can't be hashed",
                () -> HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
    }

    /** The serial number as {@link #serialHex(BigInteger)}. */
    public static String serialHex(X509Certificate certificate) {
        return serialHex(certificate.getSerialNumber());
    }

    /** A serial number in lower-case hex, two digits for each octet, as openssl and HAProxy compare it. */
    public static String serialHex(BigInteger serial) {
        String digits = serial.toString(16);
        return serial.signum() < 0 || digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    /** The subject's last common name; empty text when it has none, words in brackets when it can't be decoded. */
    public static String commonName(X509Certificate certificate) {
        return commonName(certificate.getSubjectX500Principal().getEncoded());
    }

    /** The issuer's last common name; empty text when it has none. */
    public static String issuerName(X509Certificate certificate) {
        return commonName(certificate.getIssuerX500Principal().getEncoded());
    }

    /** First and last valid instant. */
    public static Validity validity(X509Certificate certificate) {
        return new Validity(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /** What its extended key usage allows in TLS; empty when it has none, or neither of the two. */
    public static Optional<Purpose> purpose(X509Certificate certificate) {
        List<String> usages;
        try {
            usages = certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException malformed) {
            throw PkiErrors.refused(
                    "the extended key usage of '" + commonName(certificate) + "' cannot be read", malformed);
        }
        boolean server = usages != null && usages.contains(SERVER_AUTH);
        boolean client = usages != null && usages.contains(CLIENT_AUTH);
        if (server) {
            return Optional.of(client ? Purpose.SERVER_AND_CLIENT : Purpose.SERVER);
        }
        return client ? Optional.of(Purpose.CLIENT) : Optional.empty();
    }

    /** Whether it may sign certificates: basicConstraints says CA, and keyUsage, where present, keyCertSign. */
    public static boolean isAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
    }

    /** The JWK provisioner in step-ca's extension; empty when there is none, or it is of another type. */
    public static Optional<ProvisionerIdentity> provisioner(X509Certificate certificate) {
        return provisioner(
                certificate, Extensions.STEP_JWK, fields -> new ProvisionerIdentity(utf8(fields, 1), utf8(fields, 2)));
    }

    /** Whether step-ca issued it by ACME. */
    public static boolean isByAcme(X509Certificate certificate) {
        return provisioner(certificate, Extensions.STEP_ACME, fields -> true).isPresent();
    }

    private static <T> Optional<T> provisioner(X509Certificate certificate, int type, Function<ASN1Sequence, T> then) {
        byte[] value = certificate.getExtensionValue(Extensions.STEP_PROVISIONER.getId());
        if (value == null) {
            return Optional.empty();
        }
        try {
            ASN1Sequence fields =
                    ASN1Sequence.getInstance(ASN1OctetString.getInstance(value).getOctets());
            return ASN1Integer.getInstance(fields.getObjectAt(0)).hasValue(type)
                    ? Optional.of(then.apply(fields))
                    : Optional.empty();
        } catch (IllegalArgumentException | ClassCastException | ArrayIndexOutOfBoundsException malformed) {
            throw PkiErrors.refused(
                    "the provisioner extension of '" + commonName(certificate) + "' cannot be read", malformed);
        }
    }

    /** For instance {@code P-256}, {@code RSA-3072}, {@code Ed25519}. */
    public static String keyLabel(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            return "P-" + ec.getParams().getCurve().getField().getFieldSize();
        }
        if (key instanceof RSAPublicKey rsa) {
            return "RSA-" + rsa.getModulus().bitLength();
        }
        return key.getAlgorithm().equals("EdDSA") ? "Ed25519" : key.getAlgorithm();
    }

    /** Whether the two are one key pair: the private key signs, the public one agrees. */
    public static boolean matches(PrivateKey key, PublicKey publicKey) {
        byte[] probe = "aria: one pair?".getBytes(StandardCharsets.US_ASCII);
        SignatureScheme scheme = SignatureScheme.of(publicKey);
        try {
            return scheme.verifies(publicKey, probe, scheme.sign(key, probe));
        } catch (RefusedException ofAnotherKind) {
            return false;
        }
    }

    /** Who signs a certificate may write a book into its name; RFC 5280 allows 64 characters. */
    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    }

    private static String commonName(byte[] encodedName) {
        try {
            RDN[] names = X500Name.getInstance(encodedName).getRDNs(BCStyle.CN);
            return names.length == 0
                    ? ""
                    : shortened(names[names.length - 1].getFirst().getValue().toString());
        } catch (IllegalArgumentException | IllegalStateException malformed) {
            return MALFORMED; // the JDK accepts text that isn't in the encoding it claims
        }
    }

    private static String utf8(ASN1Sequence fields, int index) {
        return new String(ASN1OctetString.getInstance(fields.getObjectAt(index)).getOctets(), StandardCharsets.UTF_8);
    }
}
