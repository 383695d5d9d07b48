package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The token by which step-ca renews a certificate that TLS no longer accepts. It is signed with the certificate's own
 * key, and carries the chain in the header {@code x5cInsecure}.
 */
final class RenewalToken {

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    /** The JWS algorithm of a key (RFC 7518, RFC 8037), in the JDK's terms. */
    private record Scheme(JWSAlgorithm algorithm, String jcaName) {}

    private static final Map<String, Scheme> SCHEMES = Map.of(
            "P-256", new Scheme(JWSAlgorithm.ES256, "SHA256withECDSAinP1363Format"),
            "P-384", new Scheme(JWSAlgorithm.ES384, "SHA384withECDSAinP1363Format"),
            "P-521", new Scheme(JWSAlgorithm.ES512, "SHA512withECDSAinP1363Format"),
            "Ed25519", new Scheme(JWSAlgorithm.EdDSA, "Ed25519"));
    private static final Scheme RSA = new Scheme(JWSAlgorithm.RS256, "SHA256withRSA");

    private RenewalToken() {}

    /**
     * Makes one.
     *
     * @param caUrl its host is one of the CA's {@code dnsNames}
     * @return a compact JWS
     * @throws aria.finding.RefusedException when the key can't sign
     */
    static String make(CertifiedKey current, URI caUrl) {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer("step-ca-client/1.0")
                .subject(Certificates.commonName(current.certificate()))
                .audience(caUrl.resolve("/1.0/renew").toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        Scheme scheme = current.key().getAlgorithm().equals("RSA")
                ? RSA
                : SCHEMES.get(Certificates.keyLabel(current.certificate().getPublicKey()));
        if (scheme == null) {
            throw CaErrors.refused(
                    "a certificate with a key of type "
                            + Certificates.keyLabel(current.certificate().getPublicKey())
                            + " cannot be renewed by token",
                    advice("issue a new one"));
        }
        try {
            JWSObject unsigned = new JWSObject(
                    new JWSHeader.Builder(scheme.algorithm())
                            .type(JOSEObjectType.JWT)
                            .customParam("x5cInsecure", encoded(current.chain()))
                            .build(),
                    new Payload(claims.toJSONObject()));
            Signature signature = Signature.getInstance(scheme.jcaName());
            signature.initSign(current.key());
            signature.update(unsigned.getSigningInput());
            String input = new String(unsigned.getSigningInput(), StandardCharsets.US_ASCII);
            String[] parts = input.split("\\.");
            return new JWSObject(new Base64URL(parts[0]), new Base64URL(parts[1]), Base64URL.encode(signature.sign()))
                    .serialize();
        } catch (GeneralSecurityException | ParseException e) {
            throw CaErrors.refused(
                    "the key of '" + Certificates.commonName(current.certificate()) + "' cannot sign a token: "
                            + e.getMessage(),
                    e);
        }
    }

    private static List<String> encoded(List<X509Certificate> chain) throws CertificateEncodingException {
        List<String> encoded = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            encoded.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
        }
        return encoded;
    }
}
