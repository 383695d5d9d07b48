package aria.pki;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A root and an intermediate, made once for a test. */
public record TestCa(CertifiedKey root, CertifiedKey intermediate, Instant now) {

    public static final Names NAMES = Names.of(
            List.of("keycloak", "keycloak.identity.svc.cluster.local", "my_db", "localhost", "127.0.0.1", "::1"));

    public static TestCa of(KeyType type, String... permittedDomains) {
        return of(type, Instant.now(), permittedDomains);
    }

    static TestCa of(KeyType type, Instant now, String... permittedDomains) {
        List<String> permitted = List.of(permittedDomains);
        CertifiedKey root =
                Authorities.root("Test Root CA", type, Validity.startingAt(now, Duration.ofDays(3650)), permitted);
        return new TestCa(
                root,
                Authorities.intermediate(
                        "Test Intermediate CA", type, Validity.startingAt(now, Duration.ofDays(1825)), root, permitted),
                now);
    }

    public List<X509Certificate> roots() {
        return root.chain();
    }

    public CertifiedKey leaf(String commonName, Names names, Purpose purpose) {
        return leaf(commonName, names, purpose, KeyType.P256, Validity.startingAt(now, Duration.ofDays(365)));
    }

    CertifiedKey leaf(String commonName, Names names, Purpose purpose, KeyType type, Validity validity) {
        KeyPair keys = Keys.generate(type);
        return new CertifiedKey(
                keys.getPrivate(),
                List.of(
                        new LeafIssuer(intermediate)
                                .issue(new LeafRequest(
                                        commonName,
                                        names,
                                        keys.getPublic(),
                                        purpose,
                                        validity,
                                        Optional.of(new ProvisionerIdentity("admin", "key-id")))),
                        intermediate.certificate()));
    }
}
