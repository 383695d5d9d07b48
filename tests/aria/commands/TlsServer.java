package aria.commands;

import aria.testing.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenSSL's server with the certificate {@code web} of a project, which answers with a page about the connection. */
final class TlsServer implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("^ACCEPT .*:(\\d+)$");

    private final Process process;
    private final int port;

    private TlsServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one on a free port.
     *
     * @param more options of {@code openssl s_server}
     */
    static TlsServer of(Project project, String... more) {
        List<String> words = new ArrayList<>(List.of(
                Needs.program("openssl").toString(),
                "s_server",
                "-www",
                "-accept",
                "localhost:0",
                "-cert",
                "data/certs/web/web.crt",
                "-cert_chain",
                "data/certs/web/web.crt",
                "-key",
                "data/certs/web/web.key"));
        words.addAll(List.of(more));
        try {
            Process process = new ProcessBuilder(words)
                    .directory(project.root.toFile())
                    .redirectErrorStream(true)
                    .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                Matcher port = PORT.matcher(line);
                if (port.find()) {
                    Thread reader = new Thread(() -> said.lines().forEach(unread -> {}));
                    reader.setDaemon(true);
                    reader.start();
                    return new TlsServer(process, Integer.parseInt(port.group(1)));
                }
            }
            throw new AssertionError("openssl s_server ended");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its page. */
    URI page() {
        return URI.create("https://localhost:" + port + "/");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
