package aria.stack;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells by the name of a setting whether a bare word in it is a host: {@code DB_HOST}, and not {@code KC_DB}. */
final class HostKey {
    private static final Pattern WORDS = Pattern.compile("[_.\\-]+|(?<=[a-z0-9])(?=[A-Z])");
    private static final Set<String> HOST = Set.of(
            "host",
            "hosts",
            "hostname",
            "hostnames",
            "hostaddr",
            "addr",
            "addrs",
            "address",
            "addresses",
            "server",
            "servers",
            "seed",
            "seeds",
            "endpoint",
            "endpoints",
            "broker",
            "brokers",
            "node",
            "nodes",
            "url",
            "urls",
            "uri",
            "uris",
            "dsn",
            "upstream",
            "upstreams",
            "target",
            "targets",
            "peer",
            "peers",
            "master",
            "primary",
            "bootstrap",
            "gateway",
            "remote",
            "ip",
            "proxy",
            "dial",
            "names",
            "replicaof",
            "slaveof");
    private static final List<String> ENDINGS = List.of(
            "host", "hosts", "hostname", "url", "uri", "addr", "address", "server", "servers", "endpoint", "dsn");
    /** What such a name may end with when its value is something else: {@code KC_DB_URL_DATABASE}. */
    private static final Set<String> OTHER = Set.of(
            "database",
            "db",
            "dbname",
            "name",
            "user",
            "username",
            "password",
            "pass",
            "type",
            "vendor",
            "schema",
            "driver",
            "kind",
            "engine",
            "client",
            "dialect",
            "method",
            "mode",
            "version",
            "image",
            "path",
            "file",
            "dir",
            "id",
            "key",
            "token",
            "secret",
            "label",
            "title",
            "realm",
            "scheme",
            "protocol",
            "env",
            "role");

    private HostKey() {}

    /** Returns whether a bare word is a host there. */
    static boolean matches(String name) {
        String[] words = WORDS.split(name);
        if (words.length == 0) {
            return false;
        }
        String last = words[words.length - 1].toLowerCase(Locale.ROOT);
        String before = words.length > 1 ? words[words.length - 2].toLowerCase(Locale.ROOT) : "";
        if (OTHER.contains(last)) {
            return last.equals("name") && (before.equals("host") || before.equals("server"));
        }
        for (String word : words) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (HOST.contains(lower) || ENDINGS.stream().anyMatch(lower::endsWith)) {
                return true;
            }
        }
        return false;
    }
}
