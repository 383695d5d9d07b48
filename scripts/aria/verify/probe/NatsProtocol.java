package aria.verify.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;

/**
 * The protocol of NATS: the server sends INFO in plaintext and waits for TLS on the same connection; then come
 * CONNECT and PING, and PONG in return. Nobody is logged in: a server that asks for a password has accepted the
 * client's certificate.
 */
final class NatsProtocol implements Protocol {
    private static final String REQUEST =
            "CONNECT {\"verbose\":false,\"pedantic\":false,\"name\":\"aria-verify\",\"lang\":\"java\","
                    + "\"version\":\"1\",\"protocol\":0}\r\nPING\r\n";
    private static final String AUTHORIZATION = "Authorization Violation";
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_LINES = 10;

    @Override
    public void beforeTls(InputStream in, OutputStream out) throws IOException {
        String info = line(in, in.read());
        if (!info.startsWith("INFO ")) {
            throw new SSLException("the server does not greet as NATS does");
        }
        if (!info.contains("\"tls_required\":true") && !info.contains("\"tls_available\":true")) {
            throw new SSLException("the server offers no TLS");
        }
    }

    @Override
    public ProbeResult ask(InputStream in, OutputStream out, Listener listener) throws IOException {
        out.write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        for (int i = 0; i < MOST_LINES; i++) {
            int first = in.read();
            if (first == HttpsProtocol.TLS_ALERT) {
                return ProbeResult.refused("TLS alert");
            }
            String line = line(in, first);
            if (line.startsWith("PONG")) {
                return ProbeResult.served("PONG");
            }
            if (line.startsWith("-ERR")) {
                return error(line.substring("-ERR".length()).strip());
            }
        }
        return ProbeResult.undecided("no answer to a PING");
    }

    private static ProbeResult error(String message) {
        String text = message.replace("'", "");
        return text.startsWith(AUTHORIZATION) ? ProbeResult.served("asked for a password") : ProbeResult.refused(text);
    }

    private static String line(InputStream in, int first) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = first; next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed without an answer");
            }
            if (line.length() == LONGEST_LINE) {
                throw new SSLException("the server does not greet as NATS does");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
