package aria.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.CertifiedKey;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.preset.Templates;
import aria.stack.Stage;
import aria.testing.Needs;
import aria.verify.TestCa;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real HAProxy takes the configurations of stacks drawn at random, in one container without a network. */
class HaproxyAcceptsTest {
    private static final int STACKS = 8;
    private static final String CHECK =
            "for c in /conf/*.cfg; do haproxy -c -f $c || exit 1; done; echo all $(ls /conf/*.cfg | wc -l)";

    @Test
    void every_configuration_is_valid(@TempDir Path folder) throws IOException, InterruptedException {
        Needs.docker();
        Needs.image("haproxy:3.0.11");
        Path conf = Files.createDirectory(folder.resolve("conf"));
        Path certs = certificates(folder);
        int count = 0;
        for (int seed = 0; seed < STACKS; seed++) {
            Topology topology = new RandomStack(
                            folder, seed, Optional.of(seed % 2 == 0 ? Stage.OPEN : Stage.openUntil(Instant.EPOCH)))
                    .topology();
            for (Sidecar proxy : topology.sidecars()) {
                Files.writeString(
                        conf.resolve(count++ + ".cfg"),
                        HaproxyConfig.of(proxy, List.of("prometheus"), "# drawn", Templates.read("proxy/haproxy.cfg")));
            }
        }
        Files.writeString(conf.resolve(HaproxyConfig.REVOKED), "# none\n");
        assertThat(count).isGreaterThan(STACKS);
        Process process = new ProcessBuilder(
                        "docker",
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "--read-only",
                        "-e",
                        Subnet.VARIABLE + "=10.112",
                        "-v",
                        conf + ":/conf:ro",
                        "-v",
                        conf.resolve(HaproxyConfig.REVOKED) + ":" + HaproxyConfig.FOLDER + "/" + HaproxyConfig.REVOKED
                                + ":ro",
                        "-v",
                        certs + ":/etc/certs:ro",
                        "haproxy:3.0.11",
                        "sh",
                        "-c",
                        CHECK)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).endsWith("all " + count + "\n").doesNotContain("WARNING");
    }

    private static Path certificates(Path folder) throws IOException {
        TestCa ca = new TestCa();
        CertifiedKey identity = ca.identity("db");
        Path certs = Files.createDirectory(folder.resolve("certs"));
        Files.write(certs.resolve("tls.crt"), Pem.certificates(identity.chain()));
        Files.write(certs.resolve("ca.crt"), Pem.certificates(ca.roots()));
        Files.write(certs.resolve("tls.key"), Keys.pkcs8Pem(identity.key()));
        return certs;
    }
}
