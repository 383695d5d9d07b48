package aria.verify.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * The conversation of a probe with one kind of server. Only the answer to a request counts, because with TLS 1.3 a
 * refused client finishes its handshake before the server's alert arrives (RFC 8446, 4.4.2.4 and 6).
 */
public interface Protocol {
    /**
     * What precedes TLS on the connection; nothing for most.
     *
     * @throws IOException when the server does not go on to TLS
     */
    void beforeTls(InputStream in, OutputStream out) throws IOException;

    /** What the client offers in the handshake (ALPN, RFC 7301), the best first; empty to offer nothing. */
    default List<String> applicationProtocols() {
        return List.of();
    }

    /**
     * Sends one harmless request and reads its answer, inside TLS.
     *
     * @return {@code SERVED}, {@code REFUSED} or {@code UNDECIDED}
     * @throws IOException an end of the stream or a reset, which the caller takes for a refusal; or a time-out
     */
    ProbeResult ask(InputStream in, OutputStream out, Listener listener) throws IOException;

    /** As {@link #ask}, without TLS: the plaintext probe. Differs where something precedes TLS. */
    default ProbeResult askInClear(InputStream in, OutputStream out, Listener listener) throws IOException {
        return ask(in, out, listener);
    }
}
