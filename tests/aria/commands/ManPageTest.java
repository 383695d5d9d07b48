package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --man} of every command, judged by mandoc and shown by man. */
class ManPageTest {
    @TempDir
    Path folder;

    /** The words of every command: its alias, then the command's command. */
    private static List<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>();
        for (String alias : Scripts.aliases()) {
            commands.add(List.of(alias));
            new CommandLine(Scripts.command(alias))
                    .getSubcommands()
                    .keySet()
                    .forEach(name -> commands.add(List.of(alias, name)));
        }
        return commands;
    }

    private static CommandSpec spec(List<String> command) {
        CommandLine line = new CommandLine(Scripts.command(command.get(0)));
        return (command.size() == 1 ? line : line.getSubcommands().get(command.get(1))).getCommandSpec();
    }

    /** Nothing else has to be given, not even what the command can't do without. */
    private Path page(Project project, List<String> command) throws IOException {
        Project.Ran ran = project.run(
                command.get(0),
                Stream.concat(command.stream().skip(1), Stream.of("--man")).toArray(String[]::new));
        assertThat(ran.exit()).as(command + ran.err()).isZero();
        return Files.writeString(folder.resolve("aria-" + String.join("-", command) + ".1"), ran.out());
    }

    @Test
    void mandoc_and_groff_find_nothing_to_complain_about_and_man_shows_every_option() throws Exception {
        Path mandoc = Needs.program("mandoc");
        Path man = Needs.program("man");
        Project project = Project.empty(folder.resolve("project"));
        List<String> lint = new ArrayList<>(List.of(mandoc.toString(), "-T", "lint"));
        List<String> show = new ArrayList<>(List.of(man.toString(), "--warnings=w", "-P", "cat", "-l"));
        for (List<String> command : commands()) {
            String page = page(project, command).toString();
            lint.add(page);
            show.add(page);
        }
        assertThat(said(lint)).isEmpty();
        String shown = said(show);
        assertThat(shown)
                .doesNotContain("warning:")
                .contains(
                        "aria-pki-cert-create - Issues one certificate",
                        "jbangw pki-cert@aria create [OPTION...] NAME",
                        "pki-cert create ada --type person",
                        "EXIT STATUS");
        for (List<String> command : commands()) {
            assertThat(shown)
                    .contains(spec(command).options().stream()
                            .filter(option -> !option.hidden())
                            .map(OptionSpec::longestName)
                            .toList());
        }
    }

    private static String said(List<String> words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(Map.of("LC_ALL", "C", "MANWIDTH", "160", "MAN_KEEP_FORMATTING", ""));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
