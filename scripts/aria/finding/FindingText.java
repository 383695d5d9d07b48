package aria.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The only place where a finding becomes text, for terminal, JSON and report. Commands and pages are written so that
 * they work from the reader's folder.
 *
 * @param launcher path of {@code jbangw} as the reader types it; empty when a plain JBang runs the commands by their
 *                 alias
 * @param checkout folder that pages are relative to; empty when the reader stands there
 * @param folder   the project's root, to which files in commands are relative; empty when the reader stands there
 */
public record FindingText(Optional<String> launcher, Optional<String> checkout, Optional<String> folder) {
    /** For a reader in the checkout's root. */
    public static final FindingText IN_CHECKOUT =
            new FindingText(Optional.of(Remedy.LAUNCHER), Optional.empty(), Optional.empty());

    /** What a shell takes as one word without quotes. */
    private static final Pattern PLAIN = Pattern.compile("[\\w./+@%:,=-]+");

    /** Returns the finding in one line: place, service, message, then what to do. */
    public String line(Finding finding) {
        return located(finding) + sentence(finding.remedies());
    }

    /** Returns what is the matter and where: {@code compose.yaml:7:3: web: there is no CA}. */
    public static String located(Finding finding) {
        return finding.place().map(where -> where + ": ").orElse("") + about(finding);
    }

    /** Returns what is the matter, for readers who see the place elsewhere: {@code web: there is no CA}. */
    public static String about(Finding finding) {
        return finding.service().map(name -> name + ": ").orElse("") + finding.message();
    }

    /**
     * Returns what to do as a sentence to append to another: {@code ". Run ./jbangw init-ca@aria"}; the empty text
     * for nothing.
     */
    public String sentence(List<Remedy> remedies) {
        return todo(remedies).map(text -> ". " + text).orElse("");
    }

    /** Returns what to do as a sentence that stands alone: {@code Run ./jbangw init-ca@aria}; empty for nothing. */
    public Optional<String> todo(List<Remedy> remedies) {
        return hint(remedies).map(text -> text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1));
    }

    /**
     * Returns what to do, pages at the end: {@code run ./jbangw init-ca@aria, or move it; see docs/MTLS_SETUP.md};
     * empty for nothing.
     */
    public Optional<String> hint(List<Remedy> remedies) {
        Map<Boolean, List<String>> pages = remedies.stream()
                .collect(Collectors.partitioningBy(
                        Remedy.Page.class::isInstance, Collectors.mapping(this::text, Collectors.toList())));
        return Stream.of(String.join(", or ", pages.get(false)), String.join("; ", pages.get(true)))
                .filter(text -> !text.isEmpty())
                .reduce((deeds, more) -> deeds + "; " + more);
    }

    /** Returns one remedy as an imperative sentence, in lower case and without a full stop. */
    public String text(Remedy remedy) {
        if (remedy instanceof Remedy.Setting setting) {
            return setting.name().startsWith("-")
                    ? "use " + setting.name() + (setting.value().isEmpty() ? "" : " " + quoted(setting.value()))
                    : "set " + setting.name() + " to " + setting.value();
        }
        if (remedy instanceof Remedy.Page page) {
            return "see " + page(page.path());
        }
        if (remedy instanceof Remedy.Advice advice) {
            return advice.text();
        }
        boolean commandsOnly = steps(remedy).allMatch(Remedy.Command.class::isInstance);
        return commandsOnly
                ? "run " + command(remedy).orElseThrow()
                : steps(remedy).map(this::text).collect(Collectors.joining(", then "));
    }

    /** Returns a line to paste into a POSIX shell: one command, or several in order; empty when the remedy has none. */
    public Optional<String> command(Remedy remedy) {
        return steps(remedy)
                .filter(Remedy.Command.class::isInstance)
                .map(step -> inFolder((Remedy.Command) step))
                .reduce((first, then) -> first + " && " + then);
    }

    private String inFolder(Remedy.Command command) {
        String line = line(words(command));
        boolean ours = command.words().get(0).equals(Remedy.LAUNCHER);
        return ours
                ? line
                : folder.map(path -> "(cd " + quoted(path) + " && " + line + ")")
                        .orElse(line);
    }

    /** Returns the same for a reader who comes to the project's root by this path; empty when they stand there. */
    public FindingText from(Optional<String> path) {
        return new FindingText(launcher, checkout, path);
    }

    /**
     * Returns a remedy as plain maps, lists and texts, for JSON: {@code {"command": ["chmod", "600", "a.key"]}}, or
     * one of {@code setting} with {@code value}, {@code page}, {@code advice}, and {@code steps} with such maps.
     */
    public Map<String, Object> fields(Remedy remedy) {
        if (remedy instanceof Remedy.Command command) {
            return Map.of("command", words(command));
        }
        if (remedy instanceof Remedy.Steps all) {
            return Map.of("steps", all.steps().stream().map(this::fields).toList());
        }
        if (remedy instanceof Remedy.Page page) {
            return Map.of("page", page(page.path()));
        }
        return remedy instanceof Remedy.Setting setting
                ? new TreeMap<>(Map.of("setting", setting.name(), "value", setting.value()))
                : Map.of("advice", ((Remedy.Advice) remedy).text());
    }

    /** Returns what {@link #command} leaves out of a remedy; empty when that is nothing. */
    public Optional<Remedy> withoutCommands(Remedy remedy) {
        List<Remedy> others =
                steps(remedy).filter(step -> !(step instanceof Remedy.Command)).toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(new Remedy.Steps(others));
    }

    private static Stream<Remedy> steps(Remedy remedy) {
        return remedy instanceof Remedy.Steps all ? all.steps().stream() : Stream.of(remedy);
    }

    /** Returns the words of a command, unquoted; the launcher and the project's root as the reader types them. */
    public List<String> words(Remedy.Command command) {
        List<String> words = new ArrayList<>(command.words());
        if (words.get(0).equals(Remedy.LAUNCHER)) {
            folder.ifPresent(path -> words.addAll(List.of("-C", path)));
            launcher.ifPresentOrElse(path -> words.set(0, path), () -> {
                words.remove(0);
                words.set(0, words.get(0).replace("@aria", ""));
            });
        }
        return words;
    }

    /** Returns a page of the documentation as it is found from where the reader stands. */
    public String page(String path) {
        return checkout.map(folder -> folder + "/" + path).orElse(path);
    }

    /** Returns a command as a line for a POSIX shell. */
    public static String line(List<String> words) {
        return words.stream().map(FindingText::quoted).collect(Collectors.joining(" "));
    }

    /** Returns a word as a POSIX shell takes it (POSIX.1-2017, 2.2.2). */
    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
