package aria.verify.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * TLS with nothing known of what is spoken inside: whoever is refused is cut off at once, and whoever is admitted may
 * stay. Inside TLS the client says nothing, because what it said might be an attack on the server.
 */
final class TlsProtocol implements Protocol {
    /** As much as a TLS server needs to see that it is none (RFC 8446, 5.1). */
    private static final byte[] NOT_TLS = "\r\n\r\n\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void beforeTls(InputStream in, OutputStream out) {
        // TLS is spoken from the first byte.
    }

    @Override
    public ProbeResult ask(InputStream in, OutputStream out, Listener listener) throws IOException {
        try {
            int first = in.read();
            return switch (first) {
                case -1 -> throw new EOFException("closed without an answer");
                case HttpsProtocol.TLS_ALERT -> ProbeResult.refused("TLS alert");
                default -> ProbeResult.served("the server speaks first");
            };
        } catch (SocketTimeoutException quiet) {
            return ProbeResult.served("the connection stays open");
        }
    }

    @Override
    public ProbeResult askInClear(InputStream in, OutputStream out, Listener listener) throws IOException {
        out.write(NOT_TLS);
        out.flush();
        return ask(in, out, listener);
    }
}
