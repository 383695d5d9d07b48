package aria.verify.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * MQTT 3.1.1 (OASIS standard, 3.1 and 3.2): sends CONNECT without a name and a password, and reads CONNACK. A server
 * that asks for a password has accepted the client's certificate.
 */
final class MqttProtocol implements Protocol {
    /**
     * A clean session, thirty seconds of silence allowed, and the empty client identifier that the server may
     * replace.
     */
    private static final byte[] CONNECT = {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 30, 0, 0};

    private static final int CONNACK = 0x20;
    private static final int REST_OF_CONNACK = 3;
    /** Return codes of CONNACK, 3.2.2.3. */
    private static final int ACCEPTED = 0;

    private static final int BAD_PASSWORD = 4;
    private static final int NOT_AUTHORIZED = 5;

    @Override
    public void beforeTls(InputStream in, OutputStream out) {
        // TLS is spoken from the first byte.
    }

    @Override
    public ProbeResult ask(InputStream in, OutputStream out, Listener listener) throws IOException {
        out.write(CONNECT);
        out.flush();
        int first = in.read();
        return switch (first) {
            case -1 -> throw new EOFException("closed without an answer");
            case HttpsProtocol.TLS_ALERT -> ProbeResult.refused("TLS alert");
            case CONNACK -> acknowledged(in.readNBytes(REST_OF_CONNACK));
            default -> ProbeResult.undecided("an answer that is not MQTT");
        };
    }

    private static ProbeResult acknowledged(byte[] rest) throws IOException {
        if (rest.length < REST_OF_CONNACK) {
            throw new EOFException("closed within its answer");
        }
        return switch (rest[2]) {
            case ACCEPTED -> ProbeResult.served("CONNACK");
            case BAD_PASSWORD, NOT_AUTHORIZED -> ProbeResult.served("asked for a password");
            default -> ProbeResult.undecided("CONNACK with the code " + rest[2]);
        };
    }
}
