package aria.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host names in an address that a service is configured with: a URL, {@code host:port}, or a list of either. */
public final class Hosts {
    /** RFC 3986, 3.2: what stands between {@code //} and the end of the authority; JDBC and NATS put several, with commas. */
    private static final Pattern AUTHORITY = Pattern.compile("//([^/?#]+)");

    private static final Pattern HOST = Pattern.compile("(?:[^@,]*@)?([A-Za-z0-9_][A-Za-z0-9._-]*)(?::\\d+)?");

    private static final Pattern HOST_VARIABLE =
            Pattern.compile("HOST|ADDR|SERVER|SEEDS|ENDPOINT|BROKER|NODES", Pattern.CASE_INSENSITIVE);

    private Hosts() {}

    /** The hosts in an address. */
    public static List<String> in(String value) {
        List<String> hosts = new ArrayList<>();
        Matcher url = AUTHORITY.matcher(value);
        boolean found = false;
        while (url.find()) {
            found = true;
            addHosts(url.group(1), hosts);
        }
        if (!found) {
            addHosts(value, hosts);
        }
        return hosts;
    }

    /**
     * The hosts in a variable's value, a lone word only when the variable's name says that it is one: {@code KC_DB: postgres}
     * names a kind of database, {@code DB_HOST: postgres} a host.
     */
    static List<String> in(String variable, String value) {
        boolean address = value.contains("//")
                || value.matches(".*:\\d+.*")
                || HOST_VARIABLE.matcher(variable).find();
        return address ? in(value) : List.of();
    }

    private static void addHosts(String authority, List<String> hosts) {
        for (String part : authority.split(",")) {
            Matcher host = HOST.matcher(part.strip());
            if (host.matches()) {
                hosts.add(host.group(1));
            }
        }
    }
}
