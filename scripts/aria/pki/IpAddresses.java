package aria.pki;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses IP address literals. Never asks a resolver. */
public final class IpAddresses {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    /**
     * A colon somewhere and a hexadecimal digit or a colon in front: such a text the JDK parses or rejects, but never
     * looks up.
     */
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");

    private IpAddresses() {}

    /**
     * The 4 or 16 bytes of a literal; empty when it isn't one. An IPv4-mapped IPv6 literal gives 4 bytes, as the JDK
     * has it.
     */
    public static Optional<byte[]> bytes(String literal) {
        boolean mayBe = !literal.isEmpty() && (Character.isDigit(literal.charAt(0)) || literal.indexOf(':') >= 0);
        if (!mayBe
                || !IPV4.matcher(literal).matches()
                        && !IPV6_CHARACTERS.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            // what passed the patterns is only ever parsed, not looked up
            return Optional.of(InetAddress.getByName(literal).getAddress());
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    /** The literal in one form per address (RFC 5952 for IPv6), so that equal addresses are equal texts. */
    static Optional<String> canonical(String literal) {
        return bytes(literal).map(IpAddresses::text);
    }

    /**
     * The text of 4 or 16 bytes.
     *
     * @throws aria.finding.RefusedException on another length
     */
    static String text(byte[] address) {
        if (address.length == 4) {
            return (address[0] & 255) + "." + (address[1] & 255) + "." + (address[2] & 255) + "." + (address[3] & 255);
        }
        if (address.length != 16) {
            throw PkiErrors.refused("an IP address has 4 or 16 bytes, not " + address.length);
        }
        return ipv6(address);
    }

    private static String ipv6(byte[] address) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (address[2 * i] & 255) << 8 | address[2 * i + 1] & 255;
        }
        int bestStart = -1;
        int bestLength = 1; // RFC 5952, 4.2.2: a single zero group is not shortened
        for (int start = 0; start < 8; start++) {
            int end = start;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - start > bestLength) {
                bestStart = start;
                bestLength = end - start;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
