package aria.pki;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;

/** The syntax of names in certificates (RFC 5280, 4.2.1.6 and 4.2.1.10), and their form for people. */
public final class NameSyntax {

    private static final int MAX_DNS = 253; // RFC 1035, 2.3.4, without the final dot
    /** The preferred name syntax of RFC 1034, 3.5, with the digits in front that RFC 1123, 2.1 allows. */
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    /** As it, with the underscores that compose service names have. */
    private static final String LOOSE_LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_-])?";

    private static final Pattern LOOSE_HOST = Pattern.compile(LOOSE_LABEL + "(\\." + LOOSE_LABEL + ")*");
    private static final Pattern LOCAL_PART = Pattern.compile("[\\x21-\\x7e&&[^@\\\\\"()<>\\[\\],;:]]{1,64}");

    private NameSyntax() {}

    /** Whether it is a host's name in the preferred syntax; no wildcard, no final dot. */
    static boolean isHost(String text) {
        return isPossible(text) && HOST.matcher(text).matches();
    }

    /**
     * Whether it may stand in a dNSName: a host, or {@code *.} in front of one.
     *
     * @param underscores a label may have them
     */
    public static boolean isDnsName(String text, boolean underscores) {
        String host = text.startsWith("*.") ? text.substring(2) : text;
        return underscores ? isPossible(host) && LOOSE_HOST.matcher(host).matches() : isHost(host);
    }

    /** No longer than a name can be, and no address: the last label of a name is never a number (RFC 1123, 2.1). */
    private static boolean isPossible(String host) {
        return host.length() <= MAX_DNS
                && !host.substring(host.lastIndexOf('.') + 1).chars().allMatch(Character::isDigit);
    }

    /** {@code local@host}, without quotes and comments (RFC 2821, 4.1.2, as RFC 5280 restricts it). */
    static boolean isMailbox(String text) {
        int at = text.indexOf('@');
        return at > 0 && LOCAL_PART.matcher(text.substring(0, at)).matches() && isHost(text.substring(at + 1));
    }

    /**
     * The host of a URI with an authority (RFC 3986, 3.2.2), in lower case; empty when it has none, or it is an
     * address.
     */
    static Optional<String> uriHost(String uri) {
        int start = uri.indexOf("://");
        if (start < 1) {
            return Optional.empty();
        }
        String rest = uri.substring(start + 3).split("[/?#]", 2)[0];
        String hostAndPort = rest.substring(rest.lastIndexOf('@') + 1);
        String host = hostAndPort.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
        return isHost(host) && IpAddresses.bytes(host).isEmpty() ? Optional.of(host) : Optional.empty();
    }

    /** For a person, in the way of openssl: {@code DNS:example.org}. */
    public static String show(GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> "DNS:" + name.getName();
            case GeneralName.iPAddress -> "IP:" + address(name);
            case GeneralName.rfc822Name -> "email:" + name.getName();
            case GeneralName.uniformResourceIdentifier -> "URI:" + name.getName();
            case GeneralName.directoryName -> "DirName:" + directoryName(name);
            case GeneralName.registeredID -> "RID:" + name.getName();
            case GeneralName.otherName -> "othername";
            default -> "name of kind " + name.getTagNo();
        };
    }

    private static String directoryName(GeneralName name) {
        try {
            return name.getName().toString();
        } catch (IllegalArgumentException | IllegalStateException malformed) {
            return Certificates.MALFORMED; // decoded when it is asked for
        }
    }

    /** The text of an address, or of an address and a mask; its bytes in hex where it has another length. */
    private static String address(GeneralName name) {
        byte[] bytes = ASN1OctetString.getInstance(name.getName()).getOctets();
        if (bytes.length == 4 || bytes.length == 16) {
            return IpAddresses.text(bytes);
        }
        if (bytes.length == 8 || bytes.length == 32) {
            int half = bytes.length / 2;
            return IpAddresses.text(Arrays.copyOf(bytes, half)) + "/"
                    + IpAddresses.text(Arrays.copyOfRange(bytes, half, bytes.length));
        }
        return HexFormat.of().formatHex(bytes);
    }
}
