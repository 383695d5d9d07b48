package aria.ca;

import aria.pki.Names;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;

/**
 * A token that allows its holder to request one certificate from step-ca, or to revoke one. An attempt uses the token
 * up, even if it fails. step-ca refuses a token that is older than its own start.
 */
public final class OneTimeToken {

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimeToken() {}

    /**
     * Makes one for {@code /sign}.
     *
     * @param provisioner     the name in ca.json of the provisioner whose key this is
     * @param caUrl           {@code https://host:port}, the host one of the CA's {@code dnsNames}
     * @param rootFingerprint SHA-256 of the root certificate, hex
     * @param subject         the common name
     * @param names           exactly the alternative names of the certificate
     * @return a compact JWS
     */
    public static String make(
            ProvisionerKey key,
            String provisioner,
            URI caUrl,
            String rootFingerprint,
            String subject,
            Names names,
            Instant now) {
        return signed(
                key,
                claims(provisioner, caUrl.resolve("/1.0/sign"), rootFingerprint, subject, now)
                        .claim("sans", names.all())
                        .build());
    }

    /**
     * Makes one for {@code /revoke}.
     *
     * @param serial of the certificate to be revoked; it is the token's subject, which step-ca compares since 0.30
     */
    public static String forRevocation(
            ProvisionerKey key, String provisioner, URI caUrl, String rootFingerprint, BigInteger serial, Instant now) {
        return signed(
                key,
                claims(provisioner, caUrl.resolve("/1.0/revoke"), rootFingerprint, serial.toString(), now)
                        .build());
    }

    private static JWTClaimsSet.Builder claims(
            String provisioner, URI audience, String rootFingerprint, String subject, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(provisioner)
                .audience(audience.toString())
                .subject(subject)
                .claim("sha", rootFingerprint)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .jwtID(randomId());
    }

    private static String signed(ProvisionerKey key, JWTClaimsSet claims) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(key.keyId())
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(key.jwk()));
        } catch (JOSEException e) {
            throw new IllegalStateException("the provisioner's key cannot sign", e);
        }
        return token.serialize();
    }

    private static String randomId() {
        byte[] id = new byte[32];
        RANDOM.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
