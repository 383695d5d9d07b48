package aria.ca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** A name server to which every name is 127.0.0.1, except those that begin with {@code gone}: step-ca asks it when it looks for ACME's answers. */
public final class LoopbackDns implements AutoCloseable {
    private static final int A = 1;
    private static final int HEADER = 12;

    private final DatagramSocket socket;

    private LoopbackDns(DatagramSocket socket) {
        this.socket = socket;
    }

    public static LoopbackDns start() {
        try {
            LoopbackDns dns = new LoopbackDns(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(dns::serve, "dns");
            thread.setDaemon(true);
            thread.start();
            return dns;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            }
        }
    }

    private static byte[] answer(ByteBuffer query) {
        int end = HEADER;
        while (query.get(end) != 0) {
            end += query.get(end) + 1;
        }
        int type = query.getShort(end + 1);
        boolean gone = query.get(HEADER) >= 4
                && query.get(HEADER + 1) == 'g'
                && query.get(HEADER + 2) == 'o'
                && query.get(HEADER + 3) == 'n';
        boolean known = type == A && !gone;
        ByteBuffer answer = ByteBuffer.allocate(end + 5 + (known ? 16 : 0));
        answer.putShort(query.getShort(0))
                .putShort((short) (gone ? 0x8583 : 0x8580))
                .putShort((short) 1)
                .putShort((short) (known ? 1 : 0))
                .putInt(0);
        for (int i = HEADER; i < end + 5; i++) {
            answer.put(query.get(i));
        }
        if (known) {
            answer.putShort((short) 0xc00c)
                    .putShort((short) A)
                    .putShort((short) 1)
                    .putInt(1)
                    .putShort((short) 4)
                    .put(new byte[] {127, 0, 0, 1});
        }
        return answer.array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
