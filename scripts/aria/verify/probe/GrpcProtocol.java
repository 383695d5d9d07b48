package aria.verify.probe;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * gRPC: makes one call of {@code grpc.health.v1.Health/Check} over HTTP/2 (RFC 9113). The status of the call does not
 * matter: a response with HTTP status 200 comes from the application.
 */
final class GrpcProtocol implements Protocol {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String PATH = "/grpc.health.v1.Health/Check";
    /** RFC 9113, 4.2: what a peer may send before another size was agreed on. */
    private static final int LONGEST_FRAME = 16384;

    private static final int MOST_FRAMES = 20;
    private static final int STREAM = 1;

    /** Frame types, RFC 9113, part 6. */
    private static final int DATA = 0;

    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** An empty message: no compression, length 0. It asks for the health of the server as a whole. */
    private static final byte[] EMPTY_MESSAGE = new byte[5];

    @Override
    public void beforeTls(InputStream in, OutputStream out) {
        // TLS is spoken from the first byte.
    }

    @Override
    public List<String> applicationProtocols() {
        return List.of("h2");
    }

    @Override
    public ProbeResult ask(InputStream in, OutputStream out, Listener listener) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(PREFACE);
        DataOutputStream frames = new DataOutputStream(request);
        frame(frames, SETTINGS, 0, 0, new byte[0]);
        frame(frames, HEADERS, END_HEADERS, STREAM, headers(listener.verifiedName()));
        frame(frames, DATA, END_STREAM, STREAM, EMPTY_MESSAGE);
        out.write(request.toByteArray());
        out.flush();
        return answer(new DataInputStream(in));
    }

    private static ProbeResult answer(DataInputStream in) throws IOException {
        for (int i = 0; i < MOST_FRAMES; i++) {
            int first = in.readUnsignedByte();
            if (i == 0 && first == HttpsProtocol.TLS_ALERT) {
                return ProbeResult.refused("TLS alert");
            }
            int length = first << 16 | in.readUnsignedShort();
            if (length > LONGEST_FRAME) {
                return i == 0 && first == 'H'
                        ? ProbeResult.refused("answered in HTTP/1")
                        : ProbeResult.undecided("the server does not speak HTTP/2");
            }
            int type = in.readUnsignedByte();
            in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = new byte[length];
            in.readFully(payload);
            if (stream == STREAM && type == HEADERS) {
                return judge(payload);
            }
            if (type == GOAWAY || stream == STREAM && type == RST_STREAM) {
                return ProbeResult.undecided("the call was aborted");
            }
        }
        return ProbeResult.undecided("no answer to the call");
    }

    /**
     * The status stands first; its common values are one byte (RFC 7541, appendix A), after updates of the table's
     * size.
     */
    private static ProbeResult judge(byte[] headers) {
        int at = 0;
        while (at < headers.length && (headers[at] & 0xe0) == 0x20) {
            at++;
        }
        int status = at < headers.length ? headers[at] & 0xff : 0;
        return switch (status) {
            case 0x88 -> ProbeResult.served("answered the health check");
            case 0x8c -> ProbeResult.refused("HTTP 400");
            default -> ProbeResult.undecided("an answer that is not gRPC");
        };
    }

    /** The header block (RFC 7541): indexed fields, and literals that are neither indexed nor compressed. */
    private static byte[] headers(String authority) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x83); // :method POST
        block.write(0x87); // :scheme https
        block.write(0x04); // :path
        text(block, PATH);
        block.write(0x01); // :authority
        text(block, authority);
        block.write(new byte[] {0x0f, 0x10}); // content-type
        text(block, "application/grpc");
        block.write(0x00);
        text(block, "te");
        text(block, "trailers");
        return block.toByteArray();
    }

    /** Lengths from 127 on go over into a second byte (RFC 7541, 5.1); no host name has more than 253. */
    private static void text(ByteArrayOutputStream block, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        block.write(Math.min(bytes.length, 127));
        if (bytes.length >= 127) {
            block.write(bytes.length - 127);
        }
        block.write(bytes);
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
    }
}
