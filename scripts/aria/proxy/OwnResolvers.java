package aria.proxy;

import aria.compose.SettingText;
import aria.compose.SettingText.Source;
import aria.finding.Place;
import aria.stack.Edge;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Callers that ask a name server while they run, past their own table of hosts: nginx with {@code resolver} for names in
 * variables, HAProxy with {@code resolvers}. They may find the server's proxy instead of their own.
 */
final class OwnResolvers {
    private static final Pattern ASKS = Pattern.compile("(?m)^\\s*(?:resolver\\s+\\S|resolvers\\s+\\w+\\s*$)");

    /** A name in a variable of nginx's, which it looks up for each request, or one that either program looks up again. */
    private static final Pattern WHILE_IT_RUNS =
            Pattern.compile("^set\\s+\\$|_pass\\s.*\\$|^server(?:-template)?\\s.*\\s(?:resolve\\b|resolvers\\s)"
                    + "|^(?!server|listen|resolver|\\w+_pass)\\S+\\s+\"?(?:https?://)?[\\w.-]+(?::\\d+)?\"?;");

    /** What nginx's image replaces in templates before nginx reads them. */
    private static final Pattern TEMPLATE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)}");

    private static final Pattern BETWEEN_STATEMENTS = Pattern.compile("(?<=[;{}])");

    private final Stack stack;
    /** Each caller's files, if one of them names a name server. */
    private final Map<String, List<SettingText>> files = new HashMap<>();

    OwnResolvers(Stack stack) {
        this.stack = stack;
    }

    /**
     * Returns where a caller has a name of a server that it looks up so; empty when it does not.
     *
     * @param names   of the server
     * @param written what is written of the caller's calls to it
     */
    Optional<Place> of(StackService caller, List<String> names, List<Edge> written) {
        List<SettingText> asking = files.computeIfAbsent(caller.name(), name -> asking(caller));
        if (asking.isEmpty()) {
            return Optional.empty();
        }
        Set<String> variables =
                written.stream().map(edge -> edge.evidence().name()).collect(Collectors.toSet());
        Pattern named = Pattern.compile("(?<![\\w.-])(?:"
                + names.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")(?![\\w-])");
        return asking.stream()
                .flatMap(file -> places(file, named, variable -> variables.contains(variable) ? names.get(0) : "other"))
                .findFirst();
    }

    private List<SettingText> asking(StackService caller) {
        List<SettingText> texts = stack.project().texts(caller.service()).stream()
                .filter(text -> text.source() == Source.MOUNTED_FILE || text.source() == Source.COMMAND)
                .toList();
        return texts.stream().anyMatch(text -> ASKS.matcher(text.text()).find()) ? texts : List.of();
    }

    /** @param value of a variable of the environment, as far as it matters */
    private static Stream<Place> places(SettingText file, Pattern named, UnaryOperator<String> value) {
        List<String> lines = file.text().lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> BETWEEN_STATEMENTS
                        .splitAsStream(TEMPLATE.matcher(lines.get(i))
                                .replaceAll(found -> Matcher.quoteReplacement(value.apply(found.group(1)))))
                        .map(String::strip)
                        .anyMatch(statement -> named.matcher(statement).find()
                                && WHILE_IT_RUNS.matcher(statement).find()))
                .mapToObj(file::at);
    }
}
