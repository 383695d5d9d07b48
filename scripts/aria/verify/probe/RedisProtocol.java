package aria.verify.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The protocol of Redis and Valkey (RESP): sends one PING. Nobody is logged in: a server that asks for a password has
 * accepted the client's certificate.
 */
final class RedisProtocol implements Protocol {
    private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_LINE = 1024;

    @Override
    public void beforeTls(InputStream in, OutputStream out) {
        // TLS is spoken from the first byte.
    }

    @Override
    public ProbeResult ask(InputStream in, OutputStream out, Listener listener) throws IOException {
        out.write(PING);
        out.flush();
        int first = in.read();
        return switch (first) {
            case -1 -> throw new EOFException("closed without an answer");
            case HttpsProtocol.TLS_ALERT -> ProbeResult.refused("TLS alert");
            case '+' -> ProbeResult.served(line(in));
            case '-' -> error(line(in));
            default -> ProbeResult.undecided("an answer that is not RESP");
        };
    }

    private static ProbeResult error(String message) {
        return message.startsWith("NOAUTH")
                ? ProbeResult.served("asked for a password")
                : ProbeResult.undecided(message);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\r' && line.length() < LONGEST_LINE; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
