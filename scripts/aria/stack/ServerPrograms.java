package aria.stack;

import aria.compose.Service;
import aria.preset.Preset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells whether a container of a server's image runs the server, or another program of that image: {@code pg_dump} in a loop. */
final class ServerPrograms {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash");
    private static final Pattern SIMPLE_COMMANDS =
            Pattern.compile("[;&|\\n(){}]+|\\b(?:do|then|else|if|while|until|exec)\\b");
    /** What only starts the program behind it; those of the second kind have a word of their own before that. */
    private static final Set<String> STARTERS = Set.of("tini", "dumb-init", "env", "sudo", "nohup", "--", "-g", "-s");

    private static final Set<String> STARTERS_WITH_A_WORD = Set.of("gosu", "su-exec", "timeout");
    private static final Pattern ENTRYPOINT = Pattern.compile(".*entrypoint.*\\.sh");

    private final List<List<String>> programs;

    /** @param programs the words that begin the server's command, several for a program with subcommands; {@code *} globs */
    ServerPrograms(List<String> programs) {
        this.programs =
                programs.stream().map(program -> List.of(program.split(" "))).toList();
    }

    /** Returns whether the service runs the server. One without a command of its own runs what the image does. */
    boolean runs(Service service) {
        List<String> words = new ArrayList<>(service.entrypoint());
        words.addAll(service.command());
        boolean images = service.entrypoint().isEmpty();
        return programs.isEmpty() || words.isEmpty() || images && words.get(0).startsWith("-") || isServer(words);
    }

    private boolean isServer(List<String> command) {
        List<String> words = command;
        while (!words.isEmpty()) {
            String word = name(words.get(0));
            if (ENTRYPOINT.matcher(word).matches()) {
                words = words.subList(1, words.size());
                if (words.isEmpty() || words.get(0).startsWith("-")) {
                    return true;
                }
            } else if (STARTERS.contains(word) || word.contains("=")) {
                words = words.subList(1, words.size());
            } else if (STARTERS_WITH_A_WORD.contains(word)) {
                words = words.subList(Math.min(2, words.size()), words.size());
            } else {
                return SHELLS.contains(word) ? script(words) : begins(words);
            }
        }
        return false;
    }

    /** A shell's {@code -c} may start the server anywhere in its text. */
    private boolean script(List<String> words) {
        int option = 1;
        while (option < words.size() && !words.get(option).matches("-\\w*c\\w*")) {
            option++;
        }
        return option + 1 < words.size()
                && SIMPLE_COMMANDS
                        .splitAsStream(words.get(option + 1))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .anyMatch(text -> isServer(Arrays.asList(text.split("\\s+"))));
    }

    private boolean begins(List<String> words) {
        return programs.stream()
                .anyMatch(program -> program.size() <= words.size()
                        && Preset.globFits(program.get(0), name(words.get(0)))
                        && program.subList(1, program.size()).equals(words.subList(1, program.size())));
    }

    private static String name(String word) {
        return word.substring(word.lastIndexOf('/') + 1);
    }
}
