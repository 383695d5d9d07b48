package aria.preset;

import aria.finding.Remedy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A situation that is refused. Exactly one of the first seven conditions describes it.
 *
 * @param commandHas     a text in the command
 * @param commandWord    regular expression that a whole word of the command fits, or a word and the next one
 * @param environmentHas a variable that is set
 * @param mountAt        a path in the container at which something is mounted
 * @param fileHas        something that stands in a file which the service mounts
 * @param imageTags      globs of image tags; empty when unused
 * @param olderThan      the version that the server has to have, or a newer one; numbers with dots
 * @param values         the values of the variable that are refused; empty for all
 * @param except         the values of the variable that are all right
 * @param ownTls         whether it shows that the owner set up TLS, so that a person may choose to have it replaced
 * @param reason         why it is refused
 * @param remedies       what a person can do beside that, the best first; values of settings may have variables
 */
public record Refusal(
        Optional<String> commandHas,
        Optional<String> commandWord,
        Optional<String> environmentHas,
        Optional<String> mountAt,
        Optional<FileText> fileHas,
        List<String> imageTags,
        Optional<String> olderThan,
        List<String> values,
        List<String> except,
        boolean ownTls,
        String reason,
        List<Remedy> remedies) {

    /** True for words of a command of which one is refused, or a flag with the word behind it. */
    public boolean meets(List<String> command) {
        return Stream.concat(
                        command.stream(),
                        IntStream.range(1, command.size()).mapToObj(i -> command.get(i - 1) + " " + command.get(i)))
                .anyMatch(word -> commandHas
                        .filter(word::contains)
                        .or(() -> commandWord.filter(word::matches))
                        .isPresent());
    }

    /**
     * True for an environment in which the variable has a value that is refused.
     *
     * @param variables of the values that are all right
     */
    public boolean meets(Map<String, String> environment, TemplateVariables variables) {
        return environmentHas
                .map(environment::get)
                .filter(value -> (values.isEmpty() || values.contains(value))
                        && except.stream().map(variables::fill).noneMatch(value::equals))
                .isPresent();
    }

    /** True for an image tag that is refused. */
    public boolean meetsTag(String tag) {
        return imageTags.stream().anyMatch(glob -> Preset.globFits(glob, tag));
    }

    /** True for a version that is refused, whatever the others are. */
    public boolean meetsVersion(String version) {
        return olderThan
                .filter(needed -> ImageVersion.isBefore(version, needed))
                .isPresent();
    }

    /**
     * A text in mounted files.
     *
     * @param pathFlags command flags that name the file
     * @param pathWords globs of words of the command that are such a file's name
     * @param path      where they are in the container when neither is given; the last part may be a glob
     * @param pattern   regular expression, tried on the whole text of each; {@code ^} and {@code $} are those of a line
     */
    public record FileText(List<String> pathFlags, List<String> pathWords, String path, String pattern) {
        /** True for a text in which it stands. */
        public boolean isIn(String text) {
            return Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).find();
        }
    }
}
