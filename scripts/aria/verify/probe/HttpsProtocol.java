package aria.verify.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP/1.1: sends one GET. Status 400 is a refusal: nginx answers it after a successful handshake without a
 * certificate, and Go servers answer it to plaintext. Any other status comes from the application.
 */
final class HttpsProtocol implements Protocol {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\d(?:\\.\\d)? (\\d{3}).*");
    private static final String BAD_REQUEST = "400";
    private static final int LONGEST_LINE = 1024;
    /** First byte of a TLS alert record (RFC 8446, 5.1), which Java's servers send to a client that speaks in clear. */
    static final int TLS_ALERT = 0x15;

    @Override
    public void beforeTls(InputStream in, OutputStream out) {
        // TLS is spoken from the first byte.
    }

    @Override
    public ProbeResult ask(InputStream in, OutputStream out, Listener listener) throws IOException {
        out.write(("GET " + listener.path() + " HTTP/1.1\r\nHost: " + listener.verifiedName() + ":" + listener.port()
                        + "\r\nUser-Agent: aria-verify\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        int first = in.read();
        if (first < 0) {
            throw new EOFException("closed without an answer");
        }
        if (first == TLS_ALERT) {
            return ProbeResult.refused("TLS alert");
        }
        return judge((char) first + restOfLine(in));
    }

    private static ProbeResult judge(String line) {
        Matcher status = STATUS_LINE.matcher(line);
        if (!status.matches()) {
            return ProbeResult.served("an answer that is not HTTP");
        }
        String text = "HTTP " + status.group(1);
        return status.group(1).equals(BAD_REQUEST) ? ProbeResult.refused(text) : ProbeResult.served(text);
    }

    private static String restOfLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next >= 0 && next != '\n' && line.length() < LONGEST_LINE) {
            line.append((char) next);
            next = in.read();
        }
        return line.toString().strip();
    }
}
