package aria.docker;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The TCP sockets of a container, as {@code /proc/net/tcp} and {@code /proc/net/tcp6} show them on a little-endian
 * machine. A closed connection stays in it for a minute on the side that closed it.
 *
 * @param sockets in the order of the table
 */
public record SocketTable(List<Socket> sockets) {
    private static final int IPV4_DIGITS = 8;
    private static final int WORD_BYTES = 4;
    /** How an IPv4 address begins as an IPv6 address (RFC 4291, 2.5.5.2). */
    private static final String MAPPED = "00000000000000000000ffff";

    /** Keeps an unmodifiable copy. */
    public SocketTable {
        sockets = List.copyOf(sockets);
    }

    /** The state of a socket, as far as it matters here. */
    public enum State {
        ESTABLISHED,
        TIME_WAIT,
        LISTEN,
        OTHER;

        /** As the kernel numbers them ({@code include/net/tcp_states.h}). */
        private static State of(String hex) {
            return switch (hex) {
                case "01" -> ESTABLISHED;
                case "06" -> TIME_WAIT;
                case "0A" -> LISTEN;
                default -> OTHER;
            };
        }
    }

    /**
     * A socket.
     *
     * @param address  of this end: {@code 172.18.0.3}, or an IPv6 address in eight groups
     * @param peer     address of the other end
     * @param peerPort 0 for a socket that listens
     */
    public record Socket(String address, int port, String peer, int peerPort, State state) {
        /** Whether it never leaves its network namespace. */
        public boolean isLoopback() {
            return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1");
        }
    }

    /** Reads one table, or several one after the other. Lines that are not of that form are left out. */
    public static SocketTable parse(String text) {
        List<Socket> sockets = new ArrayList<>();
        text.lines().forEach(line -> {
            String[] words = line.strip().split("\\s+");
            if (words.length > 3 && words[0].matches("\\d+:") && isEnd(words[1]) && isEnd(words[2])) {
                sockets.add(new Socket(
                        address(words[1]), port(words[1]), address(words[2]), port(words[2]), State.of(words[3])));
            }
        });
        return new SocketTable(sockets);
    }

    /** Returns the ports on which others are answered; those on loopback alone are left out. */
    public Set<Integer> listening() {
        return sockets.stream()
                .filter(socket -> socket.state() == State.LISTEN && !socket.isLoopback())
                .map(Socket::port)
                .collect(Collectors.toSet());
    }

    /** Returns the connections that are open, or were within the last minute. */
    public List<Socket> connections() {
        return sockets.stream()
                .filter(socket -> socket.state() == State.ESTABLISHED || socket.state() == State.TIME_WAIT)
                .toList();
    }

    private static boolean isEnd(String text) {
        return text.matches("(\\p{XDigit}{8}|\\p{XDigit}{32}):\\p{XDigit}{4}");
    }

    private static int port(String end) {
        return Integer.parseInt(end.substring(end.indexOf(':') + 1), 16);
    }

    /** Each word of four bytes stands in the order of the machine, which is backwards. */
    private static String address(String end) {
        byte[] bytes = HexFormat.of().parseHex(end.substring(0, end.indexOf(':')));
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = bytes[i / WORD_BYTES * WORD_BYTES + WORD_BYTES - 1 - i % WORD_BYTES];
        }
        String hex = HexFormat.of().formatHex(address);
        if (hex.length() == IPV4_DIGITS || hex.startsWith(MAPPED)) {
            int from = address.length - WORD_BYTES;
            return (address[from] & 255) + "." + (address[from + 1] & 255) + "." + (address[from + 2] & 255) + "."
                    + (address[from + 3] & 255);
        }
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < hex.length(); i += 4) {
            groups.add(Integer.toHexString(Integer.parseInt(hex.substring(i, i + 4), 16)));
        }
        return String.join(":", groups);
    }
}
