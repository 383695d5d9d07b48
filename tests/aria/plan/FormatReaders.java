package aria.plan;

import aria.edit.yaml.PlainYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Small readers of the formats that presets generate, written after the sources of the servers and not after ours: each
 * returns the statements of a file in order, as words.
 */
final class FormatReaders {
    /** By the folder of the templates. */
    static final Map<String, Function<String, List<List<String>>>> BY_FOLDER = Map.of(
            "caddy", FormatReaders::caddyfile,
            "nginx", FormatReaders::nginx,
            "postgres", FormatReaders::hba,
            "prometheus", FormatReaders::yaml,
            "rabbitmq", FormatReaders::cuttlefish,
            "temporal", FormatReaders::yaml);

    private FormatReaders() {}

    /** As {@code ngx_conf_read_token} of ngx_conf_file.c. */
    static List<List<String>> nginx(String text) {
        List<List<String>> statements = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '#') {
                at = end(text, at, "\n");
            } else if (c == '}') {
                statements.add(List.of("}"));
            } else if (c == ';' || c == '{') {
                words.add(String.valueOf(c));
                statements.add(List.copyOf(words));
                words.clear();
            } else if (c == '"' || c == '\'') {
                int close = at + 1;
                while (text.charAt(close) != c) {
                    close += text.charAt(close) == '\\' ? 2 : 1;
                }
                words.add(text.substring(at, close + 1));
                at = close;
            } else if (!Character.isWhitespace(c)) {
                int end = at;
                while (" \t\r\n;{".indexOf(text.charAt(end)) < 0 || text.startsWith("${", end - 1)) {
                    end += text.charAt(end) == '\\' ? 2 : 1;
                }
                words.add(text.substring(at, end));
                at = end - 1;
            }
        }
        statements.add(List.copyOf(words));
        return statements;
    }

    /** As the lexer of caddyconfig/caddyfile, after its {@code {$ENV}} is replaced. */
    static List<List<String>> caddyfile(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                lines.add(List.copyOf(words));
                words.clear();
            } else if (c == '#') {
                at = end(text, at, "\n") - 1;
            } else if (c == '"' || c == '`') {
                int close = at + 1;
                while (text.charAt(close) != c) {
                    close += c == '"' && text.charAt(close) == '\\' ? 2 : 1;
                }
                words.add(text.substring(at, close + 1));
                at = close;
            } else if (text.startsWith("<<", at) || text.startsWith("{$", at)) {
                words.add("more than a word");
            } else if (!Character.isWhitespace(c)) {
                int end = at;
                while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                    end++;
                }
                words.add(text.substring(at, end));
                at = end - 1;
            }
        }
        lines.add(List.copyOf(words));
        return lines;
    }

    /** As {@code next_token} of hba.c. */
    static List<List<String>> hba(String text) {
        List<List<String>> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            List<String> words = new ArrayList<>();
            StringBuilder word = new StringBuilder();
            boolean quoted = false;
            for (char c : (line + "\n").toCharArray()) {
                if (!quoted && c == '#') {
                    break;
                }
                quoted ^= c == '"';
                if (!quoted && (Character.isWhitespace(c) || c == ',')) {
                    words.add(word.toString());
                    word.setLength(0);
                } else {
                    word.append(c);
                }
            }
            words.add(word.toString());
            words.removeIf(String::isEmpty);
            lines.add(List.copyOf(words));
        }
        return lines;
    }

    /** As conf_parse.peg of Cuttlefish: a {@code #} ends a value wherever it stands. */
    static List<List<String>> cuttlefish(String text) {
        List<List<String>> lines = new ArrayList<>();
        for (String line : text.split("\\R", -1)) {
            String setting = line.substring(0, end(line, 0, "#")).strip();
            int equals = setting.indexOf('=');
            lines.add(
                    equals < 0
                            ? List.of(setting)
                            : List.of(
                                    setting.substring(0, equals).strip(),
                                    setting.substring(equals + 1).strip()));
        }
        return lines;
    }

    /** By SnakeYAML: the path of each scalar, and the scalar. */
    static List<List<String>> yaml(String text) {
        List<List<String>> scalars = new ArrayList<>();
        scalars("", PlainYaml.load("generated", text), scalars);
        return scalars;
    }

    private static void scalars(String path, Object value, List<List<String>> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> scalars(path + "/" + key, entry, into));
        } else if (value instanceof List<?> list) {
            list.forEach(entry -> scalars(path + "/-", entry, into));
        } else {
            into.add(List.of(path, String.valueOf(value)));
        }
    }

    private static int end(String text, int from, String mark) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() : found;
    }
}
