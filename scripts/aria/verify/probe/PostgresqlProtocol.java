package aria.verify.probe;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * PostgreSQL's protocol 3.0 (documentation, part "Message Formats"): a request for TLS in plaintext, then a startup
 * message. A handshake proves nothing here, because the server applies the rule that requires a certificate
 * ({@code pg_hba.conf}) afterwards. A request for a password means that the client was accepted; an error of class 28
 * is a refusal. Nobody is logged in.
 */
final class PostgresqlProtocol implements Protocol {
    private static final int SSL_REQUEST = 80877103;
    private static final int PROTOCOL_3_0 = 196608;
    private static final int LONGEST_MESSAGE = 8192;
    /** SQLSTATE class "Invalid Authorization Specification". */
    private static final String AUTHORIZATION = "28";
    /** The method {@code cert} has accepted the certificate by then and only finds no database user for its name. */
    private static final String NAME_NOT_MAPPED = "certificate authentication failed";

    @Override
    public void beforeTls(InputStream in, OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(8);
        data.writeInt(SSL_REQUEST);
        data.flush();
        int answer = in.read();
        if (answer < 0) {
            throw new EOFException("closed without an answer");
        }
        if (answer != 'S') {
            throw new SSLException(
                    answer == 'N' ? "the server offers no TLS" : "the server does not answer the request for TLS");
        }
    }

    @Override
    public ProbeResult ask(InputStream in, OutputStream out, Listener listener) throws IOException {
        sendStartup(out);
        DataInputStream data = new DataInputStream(in);
        int type = data.readUnsignedByte();
        return switch (type) {
            case 'R' -> ProbeResult.served("asked for a password");
            case 'E' -> error(data);
            case HttpsProtocol.TLS_ALERT -> ProbeResult.refused("TLS alert");
            default -> ProbeResult.undecided("a message of the unknown type " + type);
        };
    }

    private static void sendStartup(OutputStream out) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String text :
                new String[] {"user", "aria-verify", "database", "postgres", "application_name", "aria-verify"}) {
            body.write(text.getBytes(StandardCharsets.US_ASCII));
            body.write(0);
        }
        body.write(0);
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(8 + body.size());
        data.writeInt(PROTOCOL_3_0);
        data.write(body.toByteArray());
        data.flush();
    }

    private static ProbeResult error(DataInputStream data) throws IOException {
        int length = Math.min(data.readInt() - 4, LONGEST_MESSAGE);
        Map<Character, String> fields =
                fields(new String(data.readNBytes(Math.max(length, 0)), StandardCharsets.UTF_8));
        String code = fields.getOrDefault('C', "");
        String message = fields.getOrDefault('M', "an error without a message");
        if (!code.startsWith(AUTHORIZATION)) {
            return ProbeResult.undecided(message);
        }
        return message.startsWith(NAME_NOT_MAPPED) ? ProbeResult.served(message) : ProbeResult.refused(message);
    }

    private static Map<Character, String> fields(String body) {
        Map<Character, String> fields = new HashMap<>();
        for (String field : body.split("\0")) {
            if (!field.isEmpty()) {
                fields.put(field.charAt(0), field.substring(1));
            }
        }
        return fields;
    }
}
