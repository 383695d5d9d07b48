package aria.verify.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * AMQP 0-9-1 (specification, 4.2.2): sends the protocol's header. A server answers with {@code connection.start}, or
 * with the header of its own version. Both come from a server that has accepted the client. Nobody is logged in.
 */
final class AmqpProtocol implements Protocol {
    private static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD_FRAME = 1;
    /** What follows the type: channel 0, four bytes of length, class 10 (connection), method 10 (start). */
    private static final int REST_OF_START = 10;

    private static final int CONNECTION_CLASS = 10;

    @Override
    public void beforeTls(InputStream in, OutputStream out) {
        // TLS is spoken from the first byte.
    }

    @Override
    public ProbeResult ask(InputStream in, OutputStream out, Listener listener) throws IOException {
        out.write(HEADER);
        out.flush();
        int first = in.read();
        return switch (first) {
            case -1 -> throw new EOFException("closed without an answer");
            case HttpsProtocol.TLS_ALERT -> ProbeResult.refused("TLS alert");
            case METHOD_FRAME -> method(in.readNBytes(REST_OF_START));
            case 'A' -> header(in.readNBytes(HEADER.length - 1));
            default -> ProbeResult.undecided("an answer that is not AMQP");
        };
    }

    private static ProbeResult method(byte[] frame) throws IOException {
        if (frame.length < REST_OF_START) {
            throw new EOFException("closed within its answer");
        }
        boolean start = frame[7] == CONNECTION_CLASS && frame[9] == CONNECTION_CLASS;
        return start
                ? ProbeResult.served("connection.start")
                : ProbeResult.undecided("an answer that is not connection.start");
    }

    private static ProbeResult header(byte[] rest) {
        return new String(rest, StandardCharsets.US_ASCII).startsWith("MQP")
                ? ProbeResult.served("speaks another version of AMQP")
                : ProbeResult.undecided("an answer that is not AMQP");
    }
}
