package aria.proxy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses that a server tells its callers, as Kafka's advertised listeners, and whether they are those it is called by. */
final class ToldAddresses {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:[\\w+.-]*://)?(?<host>[^/:]*)(?::(?<port>\\d{1,5}))?(?:/.*)?");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{?(\\w+)}?");
    /** Nobody in another container can use these, with a proxy or without one. */
    private static final Pattern LOCAL = Pattern.compile("(?i)localhost|127(?:\\.\\d{1,3}){3}");

    private final Collection<String> names;
    private final List<Set<Integer>> called;
    private final Set<String> settings;

    /**
     * @param names    every name of the server
     * @param called   the ports at which each of its callers calls it
     * @param settings the names of its settings, which are judged by themselves
     */
    ToldAddresses(Collection<String> names, List<Set<Integer>> called, Set<String> settings) {
        this.names = names;
        this.called = called;
        this.settings = settings;
    }

    /** Returns whether callers who follow what they are told come to the server as the files say they do. */
    boolean areTheServers(String told) {
        List<String> addresses = Arrays.stream(told.split(",", -1))
                .map(String::strip)
                .filter(address -> !isLocal(address))
                .toList();
        return addresses.isEmpty()
                || called.stream().allMatch(ports -> addresses.stream().anyMatch(address -> leadsHere(address, ports)));
    }

    private static boolean isLocal(String address) {
        Matcher parts = ADDRESS.matcher(address);
        return parts.matches() && LOCAL.matcher(parts.group("host")).matches();
    }

    private boolean leadsHere(String address, Set<Integer> ports) {
        Matcher reference = REFERENCE.matcher(address);
        if (reference.matches()) {
            return settings.contains(reference.group(1));
        }
        if (PORT.matcher(address).matches()) {
            return ports.contains(Integer.valueOf(address));
        }
        Matcher parts = ADDRESS.matcher(address);
        return parts.matches()
                && names.stream().anyMatch(parts.group("host")::equalsIgnoreCase)
                && (parts.group("port") == null || ports.contains(Integer.valueOf(parts.group("port"))));
    }
}
