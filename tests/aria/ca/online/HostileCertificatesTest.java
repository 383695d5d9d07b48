package aria.ca.online;

import static aria.ca.online.HostileServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import aria.finding.RefusedException;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Names;
import aria.pki.Pem;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Certificates that no CA signs for a service, in the answer of a CA: soon refused, in one line of a sensible length. */
class HostileCertificatesTest {
    private static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(20), 1, Duration.ofMillis(10), 1 << 20);

    private final KeyPair pair = Keys.generate(KeyType.P256);

    private interface Answer {
        List<X509Certificate> of(HostileServer server) throws Exception;
    }

    @Test
    void many_names_are_not_all_said() {
        assertRefused(
                "has the names",
                server -> List.of(leaf(
                        server,
                        "api",
                        IntStream.range(0, 10_000)
                                .mapToObj(i -> "n" + i + ".example.org")
                                .toArray(String[]::new))));
    }

    @Test
    void a_name_that_writes_to_the_terminal_or_has_no_end_is_not_said_as_it_is() {
        assertRefused("names", server -> List.of(leaf(server, "api", "a\u001b[2Jb\nc.example", "x".repeat(60_000))));
    }

    @Test
    void an_issuer_with_a_name_without_end_is_not_said_as_it_is() throws Exception {
        try (HostileServer other = HostileServer.start((request, out) -> {})) {
            X509Certificate foreign =
                    sign(other, "i".repeat(50_000), "api", pair, new GeneralName(GeneralName.dNSName, "api"));
            assertRefused("not a trusted root", server -> List.of(foreign));
        }
    }

    @Test
    void a_chain_of_thousands_is_refused_at_once() {
        assertRefused("the limit is", server -> Collections.nCopies(1000, leaf(server, "api", "api")));
    }

    @Test
    void one_that_may_sign_others_is_refused() {
        assertRefused(
                "authority",
                server -> List.of(authority(server), server.intermediate().certificate()));
    }

    private void assertRefused(String said, Answer answer) {
        HostileServer[] self = new HostileServer[1];
        try (HostileServer server = HostileServer.start((request, out) -> out.write(chain(answer, self[0])))) {
            self[0] = server;
            Throwable failure = assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> catchThrowable(() -> new StepCaClient(server.url(), server.roots(), LIMITS)
                            .sign(
                                    "api",
                                    Names.of(List.of("api")),
                                    pair,
                                    Optional.empty(),
                                    () -> "token",
                                    Optional.empty())));
            assertThat(failure).isInstanceOf(RefusedException.class).hasMessageContaining(said);
            assertThat(failure.getMessage()).doesNotContain("\n", "\u001b").hasSizeLessThan(2000);
        }
    }

    private static byte[] chain(Answer answer, HostileServer server) {
        try {
            JsonArray chain = new JsonArray();
            chain.add(new String(Pem.certificates(answer.of(server)), StandardCharsets.US_ASCII));
            JsonObject body = new JsonObject();
            body.add("certChain", chain);
            return json("201 Created", body.toString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate leaf(HostileServer server, String subject, String... names) throws Exception {
        GeneralName[] all = new GeneralName[names.length];
        for (int i = 0; i < names.length; i++) {
            all[i] = new GeneralName(GeneralName.dNSName, names[i]);
        }
        return sign(server, null, subject, pair, all);
    }

    private X509Certificate authority(HostileServer server) throws Exception {
        return sign(server, null, "api", pair, true, new GeneralName(GeneralName.dNSName, "api"));
    }

    private static X509Certificate sign(
            HostileServer server, String issuerOrNull, String subject, KeyPair pair, GeneralName... names)
            throws Exception {
        return sign(server, issuerOrNull, subject, pair, false, names);
    }

    private static X509Certificate sign(
            HostileServer server,
            String issuerOrNull,
            String subject,
            KeyPair pair,
            boolean authority,
            GeneralName... names)
            throws Exception {
        Instant now = Instant.now();
        X500Principal issuer = issuerOrNull == null
                ? server.intermediate().certificate().getSubjectX500Principal()
                : new X500Principal("CN=" + issuerOrNull);
        JcaX509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, new Random()),
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                new X500Principal("CN=" + subject),
                pair.getPublic());
        certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        certificate.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        certificate.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(server.intermediate().key())));
    }
}
