package aria.pki;

import static aria.finding.Remedy.advice;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The subject alternative names of a certificate: checked, in the given order, without duplicates. DNS names are in
 * lower case (RFC 4343: case never matters), addresses in the form of RFC 5952.
 *
 * @param dns DNS names; an underscore is allowed, for compose service names have them; {@code *.} may stand in front
 * @param ips IPv4 and IPv6 addresses
 */
public record Names(List<String> dns, List<String> ips) {

    private static final int MAX_DNS = 253; // RFC 1035, 2.3.4, without the final dot
    private static final Pattern DNS =
            Pattern.compile("(\\*\\.)?[a-z0-9_][a-z0-9_-]{0,62}(\\.[a-z0-9_][a-z0-9_-]{0,62})*");

    /**
     * @throws aria.finding.RefusedException naming the entry that is neither a DNS name nor an IP address of the
     *                                       right list
     */
    public Names {
        LinkedHashSet<String> checkedDns = new LinkedHashSet<>();
        for (String name : dns) {
            checkedDns.add(checkedDns(name));
        }
        LinkedHashSet<String> checkedIps = new LinkedHashSet<>();
        for (String address : ips) {
            checkedIps.add(IpAddresses.canonical(address)
                    .orElseThrow(() -> PkiErrors.refused("'" + address + "' is not an IP address")));
        }
        dns = List.copyOf(checkedDns);
        ips = List.copyOf(checkedIps);
    }

    /** No names at all. */
    public static Names none() {
        return new Names(List.of(), List.of());
    }

    /**
     * Sorts the given texts into DNS names and IP literals.
     *
     * @throws aria.finding.RefusedException naming a text that is neither
     */
    public static Names of(Collection<String> texts) {
        List<String> dns = new ArrayList<>();
        List<String> ips = new ArrayList<>();
        for (String text : texts) {
            (IpAddresses.canonical(text).isPresent() ? ips : dns).add(text);
        }
        return new Names(dns, ips);
    }

    /** Whether a certificate can hold this text as a DNS name or an address. */
    public static boolean isName(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return IpAddresses.canonical(text).isPresent() || isDns(lower);
    }

    /** Whether there is no name of either kind. */
    public boolean isEmpty() {
        return dns.isEmpty() && ips.isEmpty();
    }

    /** These, then those of {@code more} that are new. */
    public Names plus(Names more) {
        List<String> allDns = new ArrayList<>(dns);
        allDns.addAll(more.dns);
        List<String> allIps = new ArrayList<>(ips);
        allIps.addAll(more.ips);
        return new Names(allDns, allIps);
    }

    /** Those that are not in {@code other}. */
    public Names minus(Names other) {
        return new Names(
                dns.stream().filter(name -> !other.dns.contains(name)).toList(),
                ips.stream().filter(ip -> !other.ips.contains(ip)).toList());
    }

    /** Whether both hold the same names, in whatever order. */
    public boolean sameAs(Names other) {
        return minus(other).isEmpty() && other.minus(this).isEmpty();
    }

    /** DNS names, then addresses. */
    public List<String> all() {
        List<String> all = new ArrayList<>(dns);
        all.addAll(ips);
        return List.copyOf(all);
    }

    private static String checkedDns(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!isDns(lower)) {
            throw PkiErrors.refused(
                    "'" + name + "' is neither a DNS name nor an IP address",
                    advice("use letters, digits, '-', '_' and '.', at most 63 between dots"));
        }
        return lower;
    }

    private static boolean isDns(String lower) {
        return lower.length() <= MAX_DNS && DNS.matcher(lower).matches() && !looksLikeAnAddress(lower);
    }

    /** 1.2.3.999 matches the pattern of a DNS name, but no resolver would ever ask for it. */
    private static boolean looksLikeAnAddress(String name) {
        return name.indexOf('.') >= 0
                && name.substring(name.lastIndexOf('.') + 1).chars().allMatch(Character::isDigit);
    }
}
