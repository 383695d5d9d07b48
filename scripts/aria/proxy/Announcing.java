package aria.proxy;

import aria.compose.ComposeProject;
import aria.preset.ImageName;
import aria.preset.Templates;
import aria.stack.StackService;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Servers that callers reach by an address that the server itself tells, and not by its name in the files. */
final class Announcing {
    /** An address range in a setting: whom the server trusts by where they are. */
    private static final Pattern NETWORK =
            Pattern.compile("\\b(?:10|192\\.168|172\\.(?:1[6-9]|2\\d|3[01]))(?:\\.\\d{1,3}){2,3}/\\d{1,2}\\b");

    private record Rule(boolean image, Pattern pattern, String reason) {}

    private final List<Rule> rules;

    Announcing() {
        rules = Templates.read("proxy/announcing")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" +", 3))
                .map(words -> new Rule(words[0].equals("image"), Pattern.compile(words[1]), words[2]))
                .toList();
    }

    /** Returns why the files do not tell by which addresses a service is called; empty for all others. */
    Optional<String> reason(ComposeProject project, StackService service) {
        String image = service.service()
                .image()
                .map(ImageName::parse)
                .map(ImageName::repository)
                .orElse("");
        List<String> settings = project.texts(service.service()).stream()
                .flatMap(text ->
                        text.name().isEmpty() ? text.text().lines() : Stream.of(text.name() + "=" + text.text()))
                .toList();
        return rules.stream()
                .filter(rule -> rule.image()
                        ? rule.pattern().matcher(image).find()
                        : settings.stream()
                                .anyMatch(text -> rule.pattern().matcher(text).find()))
                .map(Rule::reason)
                .findFirst()
                .or(() -> settings.stream()
                                .anyMatch(text -> NETWORK.matcher(text).find())
                        ? Optional.of("its settings name a range of addresses, and callers would come from another one")
                        : Optional.empty());
    }
}
