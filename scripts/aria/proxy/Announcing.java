package aria.proxy;

import aria.compose.ComposeProject;
import aria.compose.SettingText;
import aria.preset.ImageName;
import aria.preset.Templates;
import aria.stack.StackService;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Servers that callers reach by an address that the server itself tells, and not by its name in the files. */
final class Announcing {
    /** An address range in a setting: whom the server trusts by where they are. */
    private static final Pattern NETWORK =
            Pattern.compile("\\b(?:10|192\\.168|172\\.(?:1[6-9]|2\\d|3[01]))(?:\\.\\d{1,3}){2,3}/\\d{1,2}\\b");

    private enum Kind {
        IMAGE,
        SETTING,
        ADDRESS
    }

    private record Rule(Kind kind, Pattern pattern, String reason) {}

    private final List<Rule> rules;

    Announcing() {
        rules = Templates.read("proxy/announcing")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" +", 3))
                .map(words ->
                        new Rule(Kind.valueOf(words[0].toUpperCase(Locale.ROOT)), Pattern.compile(words[1]), words[2]))
                .toList();
    }

    /**
     * Returns why the files do not tell by which addresses a service is called; empty for all others.
     *
     * @param called the ports at which each of its callers calls it
     */
    Optional<String> reason(ComposeProject project, StackService service, List<Set<Integer>> called) {
        String image = image(service);
        List<SettingText> texts = project.texts(service.service());
        List<String> lines = texts.stream()
                .flatMap(text -> text.name().isEmpty() ? text.text().lines() : Stream.of(whole(text)))
                .toList();
        ToldAddresses told = new ToldAddresses(
                service.names(), called, texts.stream().map(SettingText::name).collect(Collectors.toSet()));
        return rules.stream()
                .filter(rule -> switch (rule.kind()) {
                    case IMAGE -> rule.pattern().matcher(image).find();
                    case SETTING ->
                        lines.stream()
                                .anyMatch(text -> rule.pattern().matcher(text).find());
                    case ADDRESS -> !told(rule, texts).allMatch(told::areTheServers);
                })
                .map(Rule::reason)
                .findFirst()
                .or(() -> lines.stream().anyMatch(text -> NETWORK.matcher(text).find())
                        ? Optional.of("its settings name a range of addresses, and callers would come from another one")
                        : Optional.empty());
    }

    /** Returns whether a service tells its callers addresses, be it its own ones. */
    boolean tells(ComposeProject project, StackService service) {
        List<SettingText> texts = project.texts(service.service());
        return rules.stream()
                .filter(rule -> rule.kind() == Kind.ADDRESS)
                .anyMatch(rule -> told(rule, texts).findAny().isPresent());
    }

    private static Stream<String> told(Rule rule, List<SettingText> texts) {
        return texts.stream()
                .flatMap(text -> rule.pattern().matcher(whole(text)).results())
                .map(found -> found.group(1));
    }

    private static String whole(SettingText text) {
        return text.name().isEmpty() ? text.text() : text.name() + "=" + text.text();
    }

    static String image(StackService service) {
        return service.service()
                .image()
                .map(ImageName::parse)
                .map(ImageName::repository)
                .orElse("");
    }
}
