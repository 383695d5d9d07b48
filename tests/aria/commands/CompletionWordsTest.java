package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code scripts/completion/words} says what the commands take, as picocli has it. The system property {@code aria.golden=write} writes it anew.
 * A line is {@code COMMAND|WORD|VALUES|ABOUT}: behind which command (empty: the first word) which word can be typed, and what
 * behind that (empty: nothing, {@code -}: something, else one of these). Of lint it has the name only: its libraries are not the tests'.
 */
class CompletionWordsTest {
    private static final String HEAD = "# COMMAND|WORD|VALUES|ABOUT, made from the commands by CompletionWordsTest\n";

    private final List<String> lines = new ArrayList<>();

    @Test
    void every_command_of_the_catalog_with_every_option_and_every_value_that_has_a_name() throws IOException {
        Path file = Checkout.root().resolve("scripts/completion/words");
        Map<String, String> aliases = aliases();
        aliases.forEach((alias, about) -> lines.add(String.join("|", "", alias + "@aria", "", about)));
        aliases.keySet().stream()
                .filter(alias -> !alias.equals("lint"))
                .forEach(alias -> command(alias, Scripts.line(alias).getCommandSpec()));
        String words = HEAD + String.join("\n", lines) + "\n";
        if ("write".equals(System.getProperty("aria.golden"))) {
            Files.writeString(file, words);
        }
        assertThat(words).isEqualTo(Files.readString(file));
    }

    private static Map<String, String> aliases() throws IOException {
        return JsonParser.parseString(Files.readString(Checkout.root().resolve("jbang-catalog.json")))
                .getAsJsonObject()
                .getAsJsonObject("aliases")
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        alias -> alias.getValue()
                                .getAsJsonObject()
                                .get("description")
                                .getAsString(),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    private void command(String path, CommandSpec spec) {
        spec.subcommands()
                .forEach((name, line) -> lines.add(String.join(
                        "|",
                        path,
                        name,
                        "",
                        about(line.getCommandSpec().usageMessage().description()))));
        spec.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> Stream.of(option.names()).forEach(name -> option(path, name, option)));
        spec.subcommands().forEach((name, line) -> command(path + " " + name, line.getCommandSpec()));
    }

    private void option(String path, String name, OptionSpec option) {
        String values = String.join(" ", values(option));
        lines.add(String.join(
                "|",
                path,
                name,
                option.arity().max() == 0 ? "" : values.isEmpty() ? "-" : values,
                about(option.description())));
    }

    /** A label such as {@code keep|discard|DIR} names them, and what only stands for others in capital letters; else its type does. */
    private static List<String> values(ArgSpec argument) {
        List<String> values = new ArrayList<>();
        if (argument.paramLabel().contains("|")) {
            values.addAll(List.of(argument.paramLabel().split("\\|")));
            values.removeIf(word -> word.equals(word.toUpperCase(Locale.ROOT)));
        } else if (argument.completionCandidates() != null) {
            argument.completionCandidates()
                    .forEach(name -> values.add(argument.type().isEnum() ? name.toLowerCase(Locale.ROOT) : name));
        }
        return values;
    }

    /** The first sentence, as help shows it without colours. */
    private static String about(String... description) {
        return Ansi.OFF
                .string(String.format(String.join(" ", description)))
                .lines()
                .collect(Collectors.joining(" "))
                .replaceFirst("(?<=[^.])\\. .*|\\.$", "");
    }
}
