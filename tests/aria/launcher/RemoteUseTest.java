package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands without a checkout: JBang gets the catalog, and all that the scripts are made of, file by file from a web server. */
class RemoteUseTest {
    private final Set<String> missing = new ConcurrentSkipListSet<>();

    @Test
    void from_an_empty_folder_a_ca_is_made_and_a_stack_secured(@TempDir Path folder) throws Exception {
        Needs.program("mvn");
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.writeString(project.resolve("compose.yaml"), "services:\n  db:\n    image: postgres:18\n");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        try {
            Launcher jbang = new Launcher(folder);
            String catalog = "@http://127.0.0.1:" + server.getAddress().getPort() + "/jbang-catalog.json";

            Launcher.Result made = jbang.runIn(project, "", "init-ca" + catalog, "--no-input");
            assertThat(made.exitCode()).as(made.err()).isZero();
            assertThat(project.resolve("config/step-ca/ca.json")).exists();

            Launcher.Result secured = jbang.runIn(project, "", "bootstrap" + catalog, "--no-input", "--yes");
            assertThat(secured.exitCode()).as(secured.err()).isZero();
            assertThat(secured.out()).contains("1 file edited: compose.yaml");
            assertThat(project.resolve("data/mtls/db/pg_hba.conf")).exists();
            assertThat(missing)
                    .as("asked for by JBang and not there")
                    .allMatch(path -> path.endsWith("/jbang-catalog.json"));
        } finally {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Path file = Checkout.root().resolve(path.substring(1)).normalize();
        try (exchange) {
            if (!file.startsWith(Checkout.root()) || !Files.isRegularFile(file)) {
                missing.add(path);
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] bytes = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
