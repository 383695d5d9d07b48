package aria.proxy;

import java.util.Set;

/**
 * Servers that may get a proxy, by their names.
 *
 * @param chosen    those that a person wants to have one, and those that have one
 * @param automatic those that their presets cannot secure; in doubt they are left as they are
 * @param natives   those that their presets secure; one moves only if a server behind a proxy calls it
 */
public record Candidates(Set<String> chosen, Set<String> automatic, Set<String> natives) {
    /** Keeps unmodifiable copies. */
    public Candidates {
        chosen = Set.copyOf(chosen);
        automatic = Set.copyOf(automatic);
        natives = Set.copyOf(natives);
    }

    /** Returns just these servers, by choice. */
    public static Candidates chosen(Set<String> servers) {
        return new Candidates(servers, Set.of(), Set.of());
    }

    /** Returns whether there are none. */
    public boolean isEmpty() {
        return chosen.isEmpty() && automatic.isEmpty();
    }
}
