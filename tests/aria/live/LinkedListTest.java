package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.store.Layout;
import aria.store.RotationRecords;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A symbolic link in the place of a list of revoked certificates: what reads it says so, and the right client stays in. */
@Tag("full")
class LinkedListTest {
    private static final String FILE = """
            services:
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: dev-only}
                ports: ["127.0.0.1:${DB_PORT}:5432"]
                healthcheck: {test: [CMD, pg_isready, -U, postgres], interval: 1s, retries: 60}
              cache:
                image: redis:8
              app:
                image: redis:8
                init: true
                command: [sh, -c, "while :; do redis-cli -h cache -r 1000000 -i 1 ping; sleep 1; done"]
                environment: {CACHE: "redis://cache:6379"}
            """;

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void it_is_named_and_nobody_is_shut_out(@TempDir Path folder) throws IOException {
        Needs.compose();
        List.of("busybox:1.37", "postgres:18", "redis:8", "haproxy:3.0.11").forEach(Needs::image);
        try (RealStack stack = RealStack.of(folder, FILE, "DB_PORT")) {
            stack.project.file("aria.yaml", "version: 1\nservices:\n  cache: {via: proxy}\n");
            Project.Ran ran = stack.project.run("bootstrap", "--yes", "--up", "--crl", "servers");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            assertThat(stack.project
                            .run("pki-cert", "create", "guest", "--type", "client")
                            .exit())
                    .isZero();
            Layout layout = Layout.of(stack.project.root);
            for (Path list : List.of(
                    layout.revocationList(),
                    RotationRecords.rootList(layout),
                    layout.generatedFolder("cache").resolve("proxy/revoked.lst"))) {
                Path elsewhere = folder.resolve("elsewhere");
                Files.move(list, elsewhere);
                Files.createSymbolicLink(list, elsewhere);
                byte[] before = Files.readAllBytes(elsewhere);
                for (String[] words : new String[][] {{"revoke", "guest"}, {"crl", "--renew"}}) {
                    Project.Ran refused = stack.project.run("pki-cert", words);
                    assertThat(refused.exit())
                            .as(list + ": " + refused.out() + refused.err())
                            .isEqualTo(3);
                    assertThat(refused.err()).contains(list.getFileName() + ": a symbolic link");
                }
                assertThat(elsewhere).hasBinaryContent(before);
                assertThat(list).isSymbolicLink();
                rightClientIsIn(stack);
                Files.delete(list);
                Files.move(elsewhere, list);
            }
            assertThat(stack.verify(0, "--only", "handshake.valid"))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(result -> result.status().equals("pass"));
            // What lies beside a key is written anew, and a link in its place with it; where that leads nothing
            // changes.
            Path delivered = layout.serviceLists("db");
            Path elsewhere = Files.move(delivered, folder.resolve("elsewhere"));
            Files.createSymbolicLink(delivered, elsewhere);
            byte[] before = Files.readAllBytes(elsewhere);
            assertThat(stack.project.run("pki-cert", "crl", "--renew").exit()).isZero();
            assertThat(delivered).isRegularFile();
            assertThat(Files.isSymbolicLink(delivered)).isFalse();
            assertThat(elsewhere).hasBinaryContent(before);
            assertThat(stack.verify(0, "--only", "handshake.valid"))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(result -> result.status().equals("pass"));
        }
    }

    private static void rightClientIsIn(RealStack stack) {
        assertThat(stack.exec("app", "redis-cli", "-h", "cache", "ping")).isEqualTo("PONG");
    }
}
