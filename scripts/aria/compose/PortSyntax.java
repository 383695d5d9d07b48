package aria.compose;

import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The short and the long form of a published port (Compose Specification, "ports"). */
final class PortSyntax {
    private static final int RANGE_LIMIT = 65536;

    private PortSyntax() {}

    /** A short form split into parts: {@code [HOST:][PUBLISHED:]TARGET[/PROTOCOL]}, as they are in the text. */
    private record Parts(String host, String published, String target, String protocol) {

        static Parts of(String text) {
            int slash = text.lastIndexOf('/');
            String protocol = slash < 0 || text.indexOf('}', slash) >= 0 ? "" : text.substring(slash + 1);
            String rest = protocol.isEmpty() ? text : text.substring(0, slash);
            int last = colonBefore(rest, rest.length());
            String target = rest.substring(last + 1);
            int middle = last < 0 ? -1 : colonBefore(rest, last);
            String published = last < 0 ? "" : rest.substring(middle + 1, last);
            return new Parts(middle < 0 ? "" : rest.substring(0, middle), published, target, protocol);
        }

        /** The last colon before {@code end} that is not inside a variable's braces or an address's brackets. */
        private static int colonBefore(String text, int end) {
            int depth = 0;
            for (int i = end - 1; i >= 0; i--) {
                char c = text.charAt(i);
                depth += c == '}' || c == ']' ? 1 : c == '{' || c == '[' ? -1 : 0;
                if (c == ':' && depth == 0) {
                    return i;
                }
            }
            return -1;
        }
    }

    /**
     * The ports of one list item; none when a variable without value keeps it from being known.
     *
     * @throws RefusedException {@code wrong-type} when it is no port
     */
    static List<Port> read(YamlReader reader, YamlValue item) {
        if (item instanceof YamlMap map) {
            YamlValue target = YamlReader.present(map, "target")
                    .orElseThrow(() -> reader.wrong(item, "a port", "a mapping with a target"));
            return expand(
                    reader,
                    item,
                    target,
                    new Parts(
                            reader.text(map, "host_ip").orElse(""),
                            reader.text(map, "published").orElse(""),
                            reader.text(target, "target"),
                            reader.text(map, "protocol").orElse("")));
        }
        return expand(reader, item, item, Parts.of(reader.text(item, "a port")));
    }

    /** The item with another container port, all else as written. */
    static YamlValue withTarget(YamlValue item, int target) {
        if (item instanceof YamlMap map) {
            return with(map, "target", YamlValue.number(target));
        }
        String text = ((YamlScalar) item).text();
        Parts parts = Parts.of(text);
        int tail = parts.protocol().isEmpty() ? 0 : parts.protocol().length() + 1;
        int front = text.length() - tail - parts.target().length();
        return YamlValue.scalar(text.substring(0, front) + target + text.substring(text.length() - tail));
    }

    private static YamlValue with(YamlMap map, String key, YamlValue value) {
        var entries = new LinkedHashMap<>(map.entries());
        entries.put(key, value);
        return YamlValue.map(entries);
    }

    /** The item published at another address of the host, all else as written. */
    static YamlValue withHost(YamlValue item, String host) {
        if (item instanceof YamlMap map) {
            return with(map, "host_ip", YamlValue.scalar(host));
        }
        String text = ((YamlScalar) item).text();
        Parts parts = Parts.of(text);
        String container = parts.target() + (parts.protocol().isEmpty() ? "" : "/" + parts.protocol());
        return YamlValue.scalar(
                (host.contains(":") ? "[" + host + "]" : host) + ":" + parts.published() + ":" + container);
    }

    private static List<Port> expand(YamlReader reader, YamlValue item, YamlValue place, Parts parts) {
        int[] targets = range(parts.target());
        if (targets.length == 0) {
            if (((YamlScalar) place).text().contains("$")) {
                return List.of();
            }
            throw reader.wrong(place, "'" + parts.target() + "'", "a port number from 1 to 65535");
        }
        String host = parts.host().startsWith("[") && parts.host().endsWith("]")
                ? parts.host().substring(1, parts.host().length() - 1)
                : parts.host();
        String protocol = parts.protocol().isEmpty() ? "tcp" : parts.protocol().toLowerCase(Locale.ROOT);
        int[] published = range(parts.published());
        boolean pairwise = targets.length > 1 && published.length == targets.length;
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            String front = pairwise ? Integer.toString(published[i]) : parts.published();
            ports.add(new Port(host, front, targets[i], protocol, item));
        }
        return ports;
    }

    /** The numbers of {@code 80} or {@code 80-82}; none when it is neither. */
    private static int[] range(String text) {
        String[] ends = text.strip().split("-", -1);
        if (ends.length > 2 || !ends[0].matches("[0-9]{1,5}") || !ends[ends.length - 1].matches("[0-9]{1,5}")) {
            return new int[0];
        }
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        return first < 1 || last >= RANGE_LIMIT || last < first
                ? new int[0]
                : IntStream.rangeClosed(first, last).toArray();
    }
}
