package aria.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aria.ca.IntermediateKey;
import aria.ca.OfflineSigner;
import aria.ca.config.CaFolder;
import aria.commands.Project;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.store.Layout;
import aria.store.RotationRecords;
import aria.testing.Needs;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that read revocation lists, real ones: who is revoked is refused, and nobody else. */
class RevokedClientTest {
    private static final String POSTGRES = """
            services:
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: dev-only}
                ports: ["127.0.0.1:${DB_PORT}:5432"]
                healthcheck: {test: [CMD, pg_isready, -U, postgres], interval: 1s, retries: 60}
            """;

    private static final String OTHERS = """
            services:
              web:
                image: nginx:1.26
                volumes: ["./site.conf:/etc/nginx/conf.d/default.conf:ro"]
                ports: ["127.0.0.1:${WEB_PORT}:80"]
              broker:
                image: eclipse-mosquitto:2.0
                volumes: ["./mosquitto.conf:/mosquitto/config/mosquitto.conf"]
                ports: ["127.0.0.1:${BROKER_PORT}:1883"]
              db:
                image: mariadb:11.8
                environment: {MARIADB_ROOT_PASSWORD: root-password}
                volumes: ["db:/var/lib/mysql"]
            volumes:
              db:
            """;
    private static final String MOSQUITTO = "listener 1883\nallow_anonymous true\nlog_dest stdout\n";

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void nginx_and_mosquitto_refuse_the_revoked_client_after_one_command_and_mariadb_once_it_may_be_restarted(
            @TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "nginx:1.26", "eclipse-mosquitto:2.0", "mariadb:11.8")
                .forEach(Needs::image);
        try (RealStack stack = RealStack.of(folder, OTHERS, "WEB_PORT", "BROKER_PORT")) {
            stack.project.file(
                    "site.conf", "server {\n    listen 80;\n    location / {\n        return 200 hello;\n    }\n}\n");
            stack.project.file("mosquitto.conf", MOSQUITTO);
            Project.Ran ran = stack.project.run("bootstrap", "--yes", "--up", "--crl", "servers");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            assertThat(stack.project.text("mosquitto.conf")).contains("crlfile /etc/certs/crl.pem");
            assertThat(stack.project.text("docker-compose.yml")).contains("--ssl-crl=/etc/certs/crl.pem");
            assertThat(stack.project.text("data/mtls/web/nginx.conf")).contains("ssl_crl /etc/certs/crl.pem;");
            assertThat(stack.project.run("bootstrap", "--check").exit())
                    .as("a second run finds nothing")
                    .isZero();
            assertThat(stack.project
                            .run("pki-cert", "create", "guest", "--type", "client")
                            .exit())
                    .isZero();
            Project.Ran revoked = stack.project.run("pki-cert", "revoke", "guest");
            assertThat(revoked.exit()).as(revoked.out() + revoked.err()).isEqualTo(6);
            assertThat(revoked.err())
                    .contains("The revocation lists are delivered to web, broker", "docker compose restart db");
            assertThat(stack.verify(1, "--only", "handshake.revoked"))
                    .filteredOn(result -> result.status().equals("pass"))
                    .extracting(RealStack.Checked::service)
                    .containsExactlyInAnyOrder("broker", "web");
            Project.Ran restarted = stack.project.run("rotate-certs", "--restart");
            assertThat(restarted.exit()).as(restarted.out() + restarted.err()).isZero();
            assertThat(stack.verify(0, "--only", "handshake.revoked"))
                    .extracting(RealStack.Checked::service, RealStack.Checked::status)
                    .containsExactlyInAnyOrder(tuple("broker", "pass"), tuple("web", "pass"), tuple("db", "pass"));
            assertThat(stack.verify(0, "--only", "handshake.valid"))
                    .allMatch(result -> result.status().equals("pass"));
            assertThat(stack.project.run("bootstrap", "--undo", "--yes").exit()).isZero();
            assertThat(stack.project.text("docker-compose.yml")).isEqualTo(OTHERS);
            assertThat(stack.project.text("mosquitto.conf")).isEqualTo(MOSQUITTO);
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void postgresql_refuses_the_revoked_client_after_one_command_and_serves_the_right_one(@TempDir Path folder)
            throws IOException {
        Needs.compose();
        List.of("busybox:1.37", "postgres:18").forEach(Needs::image);
        try (RealStack stack = RealStack.of(folder, POSTGRES, "DB_PORT")) {
            Project.Ran ran = stack.project.run("bootstrap", "--yes", "--up", "--crl", "servers");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            assertThat(ran.out() + ran.err()).contains("nothing is known to run rotate-certs here");
            assertThat(stack.project.text("aria.yaml")).contains("crl: servers");
            assertThat(stack.project.text("docker-compose.yml")).contains("--ssl_crl_file=/etc/certs/crl.pem");
            assertThat(stack.project.run("bootstrap", "--check").exit())
                    .as("a second run finds nothing")
                    .isZero();
            assertThat(stack.verify(0, "--only", "handshake.revoked"))
                    .extracting(RealStack.Checked::status)
                    .containsExactly("skip");
            assertThat(stack.project
                            .run("pki-cert", "create", "guest", "--type", "client")
                            .exit())
                    .isZero();
            Project.Ran revoked = stack.project.run("pki-cert", "revoke", "guest");
            assertThat(revoked.exit()).as(revoked.out() + revoked.err()).isZero();
            assertThat(revoked.err())
                    .contains("The revocation lists are delivered to db")
                    .contains("docker compose restart db ends them");
            assertThat(stack.verify(0, "--only", "handshake"))
                    .allMatch(result -> result.status().equals("pass"));
            assertThat(stack.verify(0, "--only", "handshake.revoked"))
                    .extracting(RealStack.Checked::service)
                    .containsExactly("db");
            assertThat(stack.project.run("rotate-certs").exit()).isZero();
            keepsTheRightClientIn(stack);
            assertThat(stack.project.run("bootstrap", "--undo", "--yes").exit()).isZero();
            assertThat(stack.project.text("docker-compose.yml")).isEqualTo(POSTGRES);
        }
    }

    /** Each of these lists shuts everybody out where it is delivered, so none is. */
    private static void keepsTheRightClientIn(RealStack stack) throws IOException {
        Layout layout = Layout.of(stack.project.root);
        Path ofRoot = RotationRecords.rootList(layout);
        byte[] delivered = Files.readAllBytes(layout.serviceLists("db"));
        byte[] root = Files.readAllBytes(ofRoot);
        byte[] own = Files.readAllBytes(layout.revocationList());
        Files.delete(ofRoot);
        refused(stack, "the revocation list of 'ARIA Root CA' is missing", "--renew");
        Files.write(ofRoot, root);
        Files.write(layout.revocationList(), expired(layout));
        refused(stack, "expired at", "--root");
        Files.write(layout.revocationList(), ofOnePoint(layout));
        refused(stack, "is that of one distribution point", "--root");
        Files.write(layout.revocationList(), own);
        refused(stack, "refuse every client once it expires", "--renew", "--validity", "1h");
        assertThat(Files.readAllBytes(layout.serviceLists("db"))).isEqualTo(delivered);
        assertThat(stack.verify(0, "--only", "handshake"))
                .allMatch(result -> result.status().equals("pass"));
    }

    private static byte[] expired(Layout layout) {
        Instant now = Instant.now();
        return Revocation.pem(OfflineSigner.open(layout)
                .revoke(Optional.empty(), Map.of(), new Validity(now.minusSeconds(50), now.minusSeconds(5))));
    }

    /** As step-ca signs it. */
    private static byte[] ofOnePoint(Layout layout) {
        try {
            X509Certificate issuer = OfflineSigner.open(layout).issuer();
            JcaX509v2CRLBuilder list = new JcaX509v2CRLBuilder(issuer, Date.from(Instant.now()));
            list.setNextUpdate(Date.from(Instant.now().plusSeconds(3600)));
            list.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.TEN));
            list.addExtension(
                    Extension.issuingDistributionPoint,
                    true,
                    new IssuingDistributionPoint(
                            new DistributionPointName(new GeneralNames(
                                    new GeneralName(GeneralName.uniformResourceIdentifier, "http://ca/1.0/crl"))),
                            false,
                            false));
            byte[] der = list.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(IntermediateKey.open(new CaFolder(layout))))
                    .getEncoded();
            return Revocation.pem(Revocation.read(der, "the list"));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refused(RealStack stack, String why, String... options) {
        String[] words = Stream.concat(Stream.of("crl"), Stream.of(options)).toArray(String[]::new);
        Project.Ran ran = stack.project.run("pki-cert", words);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(3);
        assertThat(ran.err()).contains(why);
    }
}
