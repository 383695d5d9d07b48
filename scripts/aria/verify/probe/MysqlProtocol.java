package aria.verify.probe;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;

/**
 * The protocol of MariaDB and MySQL (MariaDB's documentation, "Clientserver Protocol"). The server greets in
 * plaintext; the client asks for TLS, then for a login with an account that does not exist. Nobody is logged in. The
 * server checks whether an account requires a certificate ({@code REQUIRE X509}) only after the password, so a
 * request for a password means that the client was accepted.
 */
final class MysqlProtocol implements Protocol {
    private static final int PROTOCOL_41 = 0x0200;
    private static final int TLS = 0x0800;
    private static final int SECURE_CONNECTION = 0x8000;
    private static final int PLUGIN_AUTH = 0x80000;
    private static final int WANTED = PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH;
    private static final int LONGEST_PACKET = 1 << 16;
    private static final int UTF8 = 45;
    private static final int RESERVED = 23;

    private static final int GREETING = 10;
    private static final int OK = 0x00;
    private static final int OTHER_PLUGIN = 0xfe;
    private static final int ERROR = 0xff;
    /** Error numbers of the server. */
    private static final int ACCESS_DENIED = 1045;

    private static final int TLS_REQUIRED = 3159;

    @Override
    public void beforeTls(InputStream in, OutputStream out) throws IOException {
        byte[] greeting = greeting(in);
        if (greeting[0] != GREETING) {
            throw new SSLException("the server does not greet as MariaDB does");
        }
        if ((capabilities(greeting) & TLS) == 0) {
            throw new SSLException("the server offers no TLS");
        }
        send(out, 1, start(WANTED | TLS));
    }

    @Override
    public ProbeResult ask(InputStream in, OutputStream out, Listener listener) throws IOException {
        return login(in, out, WANTED | TLS, 2);
    }

    @Override
    public ProbeResult askInClear(InputStream in, OutputStream out, Listener listener) throws IOException {
        byte[] greeting = greeting(in);
        return greeting[0] == GREETING
                ? login(in, out, WANTED, 1)
                : ProbeResult.undecided("a greeting that is not MariaDB's");
    }

    private static ProbeResult login(InputStream in, OutputStream out, int capabilities, int number)
            throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(start(capabilities));
        body.write("aria-verify\0".getBytes(StandardCharsets.US_ASCII));
        body.write(0);
        body.write("mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
        send(out, number, body.toByteArray());
        byte[] answer = packet(in);
        return switch (answer[0] & 0xff) {
            case OK -> ProbeResult.served("logged in");
            case OTHER_PLUGIN -> ProbeResult.served("asked for a password");
            case ERROR -> error(answer);
            default -> ProbeResult.undecided("an answer of the unknown kind " + (answer[0] & 0xff));
        };
    }

    private static ProbeResult error(byte[] packet) {
        int number = packet.length < 3 ? 0 : packet[1] & 0xff | (packet[2] & 0xff) << 8;
        return switch (number) {
            case ACCESS_DENIED -> ProbeResult.served("asked for a password");
            case TLS_REQUIRED -> ProbeResult.refused("error " + number);
            default -> ProbeResult.undecided("error " + number);
        };
    }

    private static byte[] greeting(InputStream in) throws IOException {
        byte[] greeting = packet(in);
        if ((greeting[0] & 0xff) == ERROR) {
            throw new SSLException("the server greets with an error");
        }
        return greeting;
    }

    /** The lower half: behind the version up to its NUL, the thread's number, eight bytes of salt and a NUL. */
    private static int capabilities(byte[] greeting) {
        int at = 1;
        while (at < greeting.length && greeting[at] != 0) {
            at++;
        }
        at += 1 + 4 + 8 + 1;
        return at + 1 < greeting.length ? greeting[at] & 0xff | (greeting[at + 1] & 0xff) << 8 : 0;
    }

    /** What a request for TLS and a login begin with. */
    private static byte[] start(int capabilities) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        littleEndian(body, capabilities, 4);
        littleEndian(body, LONGEST_PACKET, 4);
        body.write(UTF8);
        body.writeBytes(new byte[RESERVED]);
        return body.toByteArray();
    }

    private static void send(OutputStream out, int number, byte[] body) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        littleEndian(packet, body.length, 3);
        packet.write(number);
        packet.writeBytes(body);
        out.write(packet.toByteArray());
        out.flush();
    }

    /** The body of the next packet, never empty. */
    private static byte[] packet(InputStream in) throws IOException {
        byte[] header = in.readNBytes(4);
        int length = header.length < 4 ? 0 : header[0] & 0xff | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16;
        if (length > LONGEST_PACKET) {
            throw new SSLException("the server does not greet as MariaDB does");
        }
        byte[] body = in.readNBytes(length);
        if (body.length == 0) {
            throw new EOFException("closed without an answer");
        }
        return body;
    }

    private static void littleEndian(ByteArrayOutputStream out, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(value >>> 8 * i);
        }
    }
}
