package aria.choices;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The type of a value in {@code aria.yaml}. The pattern means the same in JSON Schema (ECMA-262) and in Java.
 *
 * @param what    for messages and for the page: {@code a duration such as 90d}
 * @param pattern the whole text has to match it
 * @param words   the only texts there are; empty when there are more
 */
public record ValueType(String what, String pattern, List<String> words) {
    private static final String NAME = "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}";
    private static final String PORT_NUMBER =
            "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

    static final ValueType TEXT = of("a text on one line", "[^\\r\\n]*[^\\s][^\\r\\n]*");
    static final ValueType DURATION = of("a duration such as 90d", "[0-9]{1,9}[smhdy]");
    static final ValueType PATH = of("a path within the project", "[^\\u0000-\\u001f]+");
    static final ValueType HOME = of("the path of a folder", "[^\\u0000-\\u001f]+");
    static final ValueType SERVICE = of("the name of a service", NAME);
    static final ValueType PRESET = of("the name of a preset", "[a-z0-9][a-z0-9-]{0,63}");
    static final ValueType IMAGE = of("the reference of an image", "[A-Za-z0-9][A-Za-z0-9._:/@-]{0,254}");
    static final ValueType HOST = of("a DNS name or an address", "[A-Za-z0-9*_:][A-Za-z0-9._:-]{0,252}");
    static final ValueType LISTENER = of("service:port with a valid port", NAME + ":" + PORT_NUMBER);
    static final ValueType TARGET = of("service or service:port with a valid port", NAME + "(:" + PORT_NUMBER + ")?");
    static final ValueType PORT = of("a valid port", PORT_NUMBER);
    static final ValueType OWNER = of("uid or uid:gid", "[0-9]{1,9}(:[0-9]{1,9})?");
    static final ValueType URL = of("an address https://host:port", "https://[A-Za-z0-9.\\[\\]:_-]+(/[^\\s]*)?");
    static final ValueType SYSLOG = of(
            "tls://host:port, or tcp://localhost:port",
            "tls://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:" + PORT_NUMBER
                    + ")?|tcp://(localhost|127\\.0\\.0\\.1|\\[::1\\]):" + PORT_NUMBER);
    static final ValueType FINGERPRINT = of("64 hexadecimal digits", "[0-9a-fA-F]{64}");
    static final ValueType STAGE = of(
            "open, enforce, or open until a time such as 2026-11-29T15:30:00Z",
            "open|enforce|open until [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    static final ValueType NETWORKS = of("auto or a prefix such as 10.214.0.0/16", "auto|[0-9a-fA-F.:]+/[0-9]{1,3}");

    /** Keeps an unmodifiable copy. */
    public ValueType {
        words = List.copyOf(words);
    }

    /** Returns the type of these texts. */
    static ValueType words(String... words) {
        return new ValueType(
                List.of(words).stream().collect(Collectors.joining(", ")),
                List.of(words).stream().map(Pattern::quote).collect(Collectors.joining("|")),
                List.of(words));
    }

    /** Whether a text is such a value. */
    boolean accepts(String text) {
        return text.matches(pattern);
    }

    private static ValueType of(String what, String pattern) {
        return new ValueType(what, pattern, List.of());
    }
}
