package aria.proxy;

import aria.compose.ComposeProject;
import aria.compose.Service;
import aria.compose.SettingText;
import aria.compose.SettingText.Source;
import aria.preset.ImageName;
import aria.stack.CommandWords;
import aria.stack.StackService;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Ports of a server by its own settings, and by its image as long as no setting can have moved them. */
final class ImagePorts {
    private static final Pattern MOVES = Pattern.compile("(?i)port|listen|bind|addr|:\\d|^-p");
    private static final Pattern SETTINGS_FILE =
            Pattern.compile("(?i)conf|\\.(?:cnf|ya?ml|toml|ini|json|properties)\\b");
    private static final String PORT = "PORT";
    /** What the name of the variable with a host ends with, where that of the port ends with {@link #PORT}. */
    private static final List<String> HOSTS = List.of("HOST", "HOSTNAME", "SERVER", "ADDR", "ADDRESS");

    /** Longer files are data, not settings. */
    private static final int LONGEST = 100_000;

    private final PortRules rules;

    ImagePorts(PortRules rules) {
        this.rules = rules;
    }

    /** Returns the ports at which a server's own settings tell it to listen. */
    Set<Integer> set(ComposeProject project, StackService server) {
        Service service = server.service();
        Stream<String> variables = service.environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue());
        Stream<String> command = Stream.of(String.join(" ", CommandWords.all(service)));
        Stream<String> files = mounted(project, server).flatMap(String::lines);
        Set<Integer> ports = new TreeSet<>();
        Stream.of(variables, command, files)
                .flatMap(texts -> texts)
                .forEach(text -> rules.of("listen").forEach(rule -> {
                    Matcher found = rule.pattern().matcher(text);
                    while (found.find()) {
                        ports.add(Integer.parseInt(found.group(1)));
                    }
                }));
        return ports;
    }

    /** Returns the ports of a server's image; empty for an unknown one, and where something else may decide. */
    Set<Integer> ofImage(ComposeProject project, StackService server) {
        Service service = server.service();
        if (service.image().isEmpty()) {
            return Set.of();
        }
        ImageName image = ImageName.parse(service.image().get());
        Set<Integer> tagged = rules.first("tagged", image.repository() + ":" + image.tag());
        Set<Integer> ports = tagged.isEmpty() ? rules.first("image", image.repository()) : tagged;
        boolean imageDecides = service.environment().keySet().stream()
                        .noneMatch(name -> name.contains("PORT") && !isOfAnother(project, service, name))
                && (CommandWords.all(service).isEmpty() || runsServer(project, server));
        return imageDecides ? ports : Set.of();
    }

    /** Whether a variable is the port of a server that this one calls: the variable beside it names another service. */
    private static boolean isOfAnother(ComposeProject project, Service server, String variable) {
        String prefix = variable.endsWith(PORT) ? variable.substring(0, variable.length() - PORT.length()) : "";
        return !prefix.isEmpty()
                && HOSTS.stream()
                        .map(host -> server.environment().get(prefix + host))
                        .anyMatch(host -> project.services().values().stream()
                                .filter(other -> !other.name().equals(server.name()))
                                .anyMatch(other -> other.name().equals(host)
                                        || other.containerName()
                                                .filter(name -> name.equals(host))
                                                .isPresent()));
    }

    private boolean runsServer(ComposeProject project, StackService server) {
        Service service = server.service();
        boolean own = service.entrypoint().isEmpty();
        List<String> command = own ? service.command() : CommandWords.all(service);
        return rules.matching(own ? "program" : "binary", command.get(0))
                        .findAny()
                        .isPresent()
                && command.stream().noneMatch(word -> MOVES.matcher(word).find())
                && (command.stream()
                                .noneMatch(word -> SETTINGS_FILE.matcher(word).find())
                        || mounted(project, server).findAny().isPresent());
    }

    private static Stream<String> mounted(ComposeProject project, StackService server) {
        return project.texts(server.service()).stream()
                .filter(text -> text.source() == Source.MOUNTED_FILE)
                .map(SettingText::text)
                .filter(text -> text.length() < LONGEST);
    }
}
