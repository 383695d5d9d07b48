package aria.proxy;

import aria.compose.ComposeProject;
import aria.compose.SettingText;
import aria.stack.StackService;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Ports of a server of the user's own: by its variables, else by the Dockerfile that it is built from. */
final class BuiltPorts {
    private static final Pattern VARIABLE = Pattern.compile("(?:(?:APP|HTTP|SERVER|LISTEN)_)?PORT");
    private static final Pattern DOCKERFILE =
            Pattern.compile("(?:.*/)?(?:[^/]*\\.)?(?:Docker|Container)file(?:\\.[^/]*)?");
    /** A container has the ports of its last stage alone. */
    private static final Pattern STAGE = Pattern.compile("(?im)^\\s*FROM\\s");

    private static final Pattern EXPOSE = Pattern.compile("(?im)^\\s*EXPOSE\\s+([^#\\n]+)");
    private static final Pattern PORT = Pattern.compile("(?<![\\w-])(\\d{1,5})(?:/tcp)?(?![\\w/-])");

    private BuiltPorts() {}

    /** Returns them; empty when nothing tells. */
    static Set<Integer> of(ComposeProject project, StackService server) {
        Set<Integer> ports = new TreeSet<>();
        server.service().environment().forEach((name, value) -> {
            if (VARIABLE.matcher(name).matches() && value.matches("\\d{2,5}")) {
                ports.add(Integer.valueOf(value));
            }
        });
        if (ports.isEmpty()) {
            project.texts(server.service()).stream()
                    .filter(text -> text.source() == SettingText.Source.BUILD
                            && DOCKERFILE.matcher(text.place().file()).matches())
                    .forEach(text -> exposed(text.text(), ports));
        }
        return ports;
    }

    private static void exposed(String dockerfile, Set<Integer> ports) {
        int last = STAGE.matcher(dockerfile)
                .results()
                .mapToInt(MatchResult::start)
                .max()
                .orElse(0);
        EXPOSE.matcher(dockerfile.substring(last))
                .results()
                .flatMap(line -> PORT.matcher(line.group(1)).results())
                .forEach(port -> ports.add(Integer.valueOf(port.group(1))));
    }
}
