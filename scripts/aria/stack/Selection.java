package aria.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The user's choices for the stack, on the command line or in {@code aria.yaml}.
 *
 * @param only    services to look at; empty for all ({@code --only})
 * @param presets preset id by service name, {@code *} for every service ({@code --preset})
 * @param all     services without a preset get the preset {@code mount} ({@code --all})
 * @param names   further names by service, for its certificate ({@code --san})
 * @param always  services to secure even if a caller of theirs is shut out by that ({@code secure: always})
 * @param calls   listeners that a service calls, by its name, each {@code service:port}: confirmed by the user
 *                ({@code calls})
 * @param leftOut services that {@code only} in {@code aria.yaml} leaves out
 * @param plain   services to leave as they are, in plaintext ({@code via: none})
 * @param proxies who gets a proxy
 * @param open    container ports that stay open to everybody, by the service ({@code public})
 * @param callers the only services that may call a server, by its name; {@link #ANY_CALLER} for its neighbours
 * @param crl     {@code servers} when servers are to read revocation lists ({@code crl})
 */
public record Selection(
        Set<String> only,
        Map<String, String> presets,
        boolean all,
        Map<String, List<String>> names,
        Set<String> always,
        Map<String, List<String>> calls,
        Set<String> leftOut,
        Set<String> plain,
        ProxyChoices proxies,
        Map<String, Set<Integer>> open,
        Map<String, List<String>> callers,
        Optional<String> crl) {

    /** Makes a selection of what the command line can say. */
    public Selection(Set<String> only, Map<String, String> presets, boolean all, Map<String, List<String>> names) {
        this(
                only,
                presets,
                all,
                names,
                Set.of(),
                Map.of(),
                Set.of(),
                Set.of(),
                ProxyChoices.AUTOMATIC,
                Map.of(),
                Map.of(),
                Optional.empty());
    }

    /** The value of {@link #crl} by which servers read revocation lists. */
    public static final String SERVERS = "servers";

    /** That everybody on its networks may call a server. */
    public static final List<String> ANY_CALLER = List.of("any");

    /** The preset that services without a fitting one get with {@code --all}: it only mounts. */
    public static final String MOUNT = "mount";

    /** Everything as the files say. */
    public static final Selection EVERYTHING = new Selection(Set.of(), Map.of(), false, Map.of());

    /** Returns the same selection with services that are secured whoever calls them. */
    public Selection securingAlways(Set<String> services) {
        return new Selection(only, presets, all, names, services, calls, leftOut, plain, proxies, open, callers, crl);
    }

    /** Returns the same selection with nothing secured but these services, and those whoever calls them. */
    public Selection securingJust(Set<String> services, Set<String> others) {
        return new Selection(
                Set.of(), presets, all, names, services, calls, others, Set.of(), proxies, open, callers, crl);
    }

    /** Returns the same selection with other decisions about proxies. */
    public Selection proxying(ProxyChoices chosen) {
        return new Selection(only, presets, all, names, always, calls, leftOut, plain, chosen, open, callers, crl);
    }

    /** Returns the same selection with another decision about revocation lists. */
    public Selection withCrl(Optional<String> chosen) {
        return new Selection(only, presets, all, names, always, calls, leftOut, plain, proxies, open, callers, chosen);
    }

    /** Returns whether servers are to read revocation lists. */
    public boolean givesLists() {
        return crl.filter(SERVERS::equals).isPresent();
    }

    /** Returns whether a service is to be secured by the user's own word for it, and not only because its image fits. */
    public boolean chooses(String service) {
        return presets.containsKey(service) || only.contains(service) || always.contains(service);
    }

    /** Returns whether a container port of a service stays open to everybody. */
    public boolean isOpen(String service, int port) {
        return open.getOrDefault(service, Set.of()).contains(port);
    }

    /** Returns whether a call counts; false for one of a service that somebody did not name among the callers. */
    boolean admits(Edge call) {
        List<String> named = callers.getOrDefault(call.server(), List.of());
        return call.outside() || named.isEmpty() || named.equals(ANY_CALLER) || named.contains(call.caller());
    }

    /** False for a service that is left out. */
    public boolean includes(String service) {
        return (only.isEmpty() || only.contains(service)) && !leftOut.contains(service) && !plain.contains(service);
    }
}
