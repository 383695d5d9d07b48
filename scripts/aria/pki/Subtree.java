package aria.pki;

import java.util.Locale;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Decides whether a name is within the base of a name constraint (RFC 5280, 4.2.1.10). Both have the same type. A
 * type without rules there (such as otherName) matches no permitted base and every excluded one.
 */
final class Subtree {

    private Subtree() {}

    /** Whether the whole name lies within: for permitted subtrees. */
    static boolean holds(GeneralName base, GeneralName name) {
        return switch (base.getTagNo()) {
            case GeneralName.dNSName -> isBelow(text(name), text(base));
            case GeneralName.iPAddress -> isWithin(octets(name), octets(base));
            case GeneralName.rfc822Name -> NameSyntax.isMailbox(text(name)) && holdsMailbox(text(base), text(name));
            case GeneralName.uniformResourceIdentifier ->
                NameSyntax.uriHost(text(name))
                        .map(host -> holdsHost(text(base), host))
                        .orElse(false);
            case GeneralName.directoryName ->
                isPrefix(X500Name.getInstance(base.getName()), X500Name.getInstance(name.getName()));
            default -> false;
        };
    }

    /** Whether some part of the name lies within: for excluded subtrees. What can't be understood does. */
    static boolean mayMeet(GeneralName base, GeneralName name) {
        return switch (base.getTagNo()) {
            // *.example.org may stand for a.example.org, which may be what is excluded
            case GeneralName.dNSName ->
                holds(base, name)
                        || text(name).startsWith("*.")
                                && isBelow(text(base), text(name).substring(2));
            case GeneralName.iPAddress, GeneralName.directoryName -> holds(base, name);
            case GeneralName.rfc822Name -> !NameSyntax.isMailbox(text(name)) || holds(base, name);
            case GeneralName.uniformResourceIdentifier ->
                NameSyntax.uriHost(text(name)).isEmpty() || holds(base, name);
            default -> true;
        };
    }

    /** Whether the base has the form that its kind asks for. */
    static boolean isWellFormed(GeneralName base) {
        return switch (base.getTagNo()) {
            case GeneralName.dNSName ->
                text(base).isEmpty() || !text(base).startsWith("*") && NameSyntax.isDnsName(text(base), true);
            case GeneralName.iPAddress -> isAddressAndMask(octets(base));
            case GeneralName.rfc822Name -> isMailBase(text(base));
            case GeneralName.uniformResourceIdentifier ->
                NameSyntax.isHost(text(base).replaceFirst("^\\.", ""));
            default -> true;
        };
    }

    /** A mailbox, a host, or a domain with a dot in front; in a mailbox every character stands for itself. */
    private static boolean isMailBase(String base) {
        return base.indexOf('@') >= 0 ? NameSyntax.isMailbox(base) : NameSyntax.isHost(base.replaceFirst("^\\.", ""));
    }

    private static boolean isBelow(String name, String domain) {
        String dotless = domain.replaceFirst("^\\.", "");
        return dotless.isEmpty()
                || name.equalsIgnoreCase(dotless)
                || lower(name).endsWith("." + lower(dotless));
    }

    private static boolean holdsMailbox(String base, String mailbox) {
        int at = mailbox.indexOf('@');
        int baseAt = base.indexOf('@');
        String host = mailbox.substring(at + 1);
        return baseAt >= 0
                ? base.substring(0, baseAt).equals(mailbox.substring(0, at))
                        && base.substring(baseAt + 1).equalsIgnoreCase(host)
                : holdsHost(base, host);
    }

    /** Of mail and URIs: a base with a dot in front spans the hosts below it, one without is a single host. */
    private static boolean holdsHost(String base, String host) {
        return base.startsWith(".") ? lower(host).endsWith(lower(base)) : host.equalsIgnoreCase(base);
    }

    private static boolean isWithin(byte[] address, byte[] range) {
        if (range.length != 2 * address.length) {
            return false;
        }
        for (int i = 0; i < address.length; i++) {
            byte mask = range[address.length + i];
            if ((address[i] & mask) != (range[i] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** 4 or 16 bytes, and a mask of ones followed by zeros (RFC 4632, 3.1). */
    private static boolean isAddressAndMask(byte[] range) {
        if (range.length != 8 && range.length != 32) {
            return false;
        }
        boolean zeroSeen = false;
        for (int bit = range.length * 4; bit < range.length * 8; bit++) {
            boolean one = (range[bit / 8] >> (7 - bit % 8) & 1) == 1;
            if (one && zeroSeen) {
                return false;
            }
            zeroSeen = zeroSeen || !one;
        }
        return true;
    }

    private static boolean isPrefix(X500Name base, X500Name name) {
        RDN[] wanted = base.getRDNs();
        RDN[] present = name.getRDNs();
        if (wanted.length > present.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!IETFUtils.rDNAreEqual(wanted[i], present[i])) {
                return false;
            }
        }
        return true;
    }

    private static String text(GeneralName name) {
        return name.getName().toString();
    }

    private static byte[] octets(GeneralName name) {
        return ASN1OctetString.getInstance(name.getName()).getOctets();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
