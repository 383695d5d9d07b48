package aria.stack;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the user decided about proxies.
 *
 * @param automatic whether a server gets one where neither its preset nor its callers' can secure it ({@code proxies})
 * @param servers   those that are to move behind one ({@code via: proxy})
 * @param natives   servers that never do ({@code via: native})
 * @param published servers whose published ports may stay in plaintext on this machine ({@code published: loopback})
 * @param stages    whether the proxies of these servers also accept plaintext
 */
public record ProxyChoices(
        boolean automatic, Set<String> servers, Set<String> natives, Set<String> published, Map<String, Stage> stages) {
    /** Whoever needs a proxy gets one. */
    public static final ProxyChoices AUTOMATIC = new ProxyChoices(true, Set.of(), Set.of(), Set.of(), Map.of());

    /** The option by which published ports stay in plaintext on this machine. */
    public static final String PUBLISHED = "--published";

    /** The value of the option and the choice by which published ports stay in plaintext on this machine. */
    public static final String LOOPBACK = "loopback";

    /** Returns these, with more servers whose published ports may stay in plaintext on this machine. */
    public ProxyChoices publishing(Set<String> more) {
        Set<String> all = new LinkedHashSet<>(published);
        all.addAll(more);
        return new ProxyChoices(automatic, servers, natives, all, stages);
    }

    /** Returns that just these servers move, some of them with their published ports in plaintext. */
    public static ProxyChoices just(Set<String> servers, Set<String> published) {
        return new ProxyChoices(false, servers, Set.of(), published, Map.of());
    }

    /** Returns the same with these stages instead of those of the same servers. */
    public ProxyChoices staging(Map<String, Stage> more) {
        Map<String, Stage> all = new HashMap<>(stages);
        all.putAll(more);
        return new ProxyChoices(automatic, servers, natives, published, all);
    }
}
