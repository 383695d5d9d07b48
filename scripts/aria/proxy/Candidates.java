package aria.proxy;

import java.util.Map;
import java.util.Set;

/**
 * Servers that may get a proxy, by their names.
 *
 * @param chosen    those that a person wants to have one, and those that have one
 * @param automatic those that their presets cannot secure; in doubt they are left as they are
 * @param natives   those that their presets secure; one moves only if a server behind a proxy calls it, and cannot do so
 *                  by that proxy alone
 * @param direct    the callers of each of these that can call it by a proxy of their own alone
 * @param needed    those of them that cannot call it otherwise
 */
public record Candidates(
        Set<String> chosen,
        Set<String> automatic,
        Set<String> natives,
        Map<String, Set<String>> direct,
        Map<String, Set<String>> needed) {
    /** Keeps unmodifiable copies. */
    public Candidates {
        direct = Map.copyOf(direct);
        needed = Map.copyOf(needed);
        chosen = Set.copyOf(chosen);
        automatic = Set.copyOf(automatic);
        natives = Set.copyOf(natives);
    }

    /** Returns just these servers, by choice. */
    public static Candidates chosen(Set<String> servers) {
        return new Candidates(servers, Set.of(), Set.of(), Map.of(), Map.of());
    }

    /** Returns whether there are none. */
    public boolean isEmpty() {
        return chosen.isEmpty() && automatic.isEmpty() && needed.isEmpty();
    }

    /** Returns whether a caller can call a server that stays where it is, by a proxy of its own alone. */
    boolean reaches(String caller, String server) {
        return direct.getOrDefault(server, Set.of()).contains(caller);
    }

    /** Returns whether a caller cannot call such a server otherwise. */
    boolean needs(String caller, String server) {
        return needed.getOrDefault(server, Set.of()).contains(caller);
    }
}
