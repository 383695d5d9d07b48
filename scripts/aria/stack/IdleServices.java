package aria.stack;

import aria.compose.Service;
import aria.edit.yaml.YamlList;
import aria.preset.ImageName;
import aria.preset.Templates;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells which services listen at no port, by what they run. Whoever only waits for one of them does not call it. */
final class IdleServices {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash");
    private static final Set<String> STARTERS = Set.of("tini", "dumb-init", "--", "exec");
    private static final Pattern PARTS = Pattern.compile("[;&|\\n(){}]+");
    private static final Pattern BEFORE = Pattern.compile("^(?:(?:do|then|else|exec|while|until|if|!)\\s+)+");
    private static final Pattern PORT = Pattern.compile(":\\d{2,5}\\b|\\bport\\b|\\blisten");

    private final List<Pattern> images;
    private final List<Pattern> programs;

    IdleServices() {
        images = patterns("image");
        programs = patterns("program");
    }

    private static List<Pattern> patterns(String kind) {
        return Templates.read("idle-programs")
                .lines()
                .filter(line -> line.startsWith(kind + " "))
                .map(line -> Pattern.compile(line.substring(kind.length()).strip()))
                .toList();
    }

    /** Returns whether nothing can listen in a service's containers. */
    boolean isIdle(Service service) {
        if (!service.ports().isEmpty() || isExposing(service) || speaksOfPorts(service)) {
            return false;
        }
        List<String> words = Stream.concat(service.entrypoint().stream(), service.command().stream())
                .dropWhile(word -> STARTERS.contains(name(word)))
                .toList();
        if (words.isEmpty()) {
            return service.raw().get("build").isEmpty()
                    && service.image()
                            .map(image -> ImageName.parse(image).repository())
                            .filter(image -> matches(images, image))
                            .isPresent();
        }
        return SHELLS.contains(name(words.get(0)))
                ? words.size() > 2 && words.get(1).matches("-\\w*c") && isIdleScript(words.get(2))
                : matches(programs, String.join(" ", words));
    }

    private static boolean isExposing(Service service) {
        return service.raw()
                .get("expose")
                .filter(YamlList.class::isInstance)
                .filter(list -> !((YamlList) list).items().isEmpty())
                .isPresent();
    }

    private static boolean speaksOfPorts(Service service) {
        return PORT.matcher(String.join(" ", service.healthcheck())).find();
    }

    private boolean isIdleScript(String script) {
        return PARTS.splitAsStream(script)
                .map(String::strip)
                .map(part -> BEFORE.matcher(part).replaceFirst(""))
                .filter(part -> !part.isEmpty())
                .allMatch(part -> matches(programs, part));
    }

    private static boolean matches(List<Pattern> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }

    private static String name(String word) {
        return word.substring(word.lastIndexOf('/') + 1);
    }
}
