package aria.operate.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemd and cron are told, as their own programs and a shell read it. */
class SchedulerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"PT5M, MINUTE", "PT6H, QUARTER", "PT24H, HOUR", "P90D, DAY", "P365D, DAY"})
    void the_shortest_lifetime_sets_the_rhythm(Duration lifetime, Rhythm expected) {
        assertThat(Rhythm.of(lifetime)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"MINUTE", "QUARTER", "HOUR", "DAY"})
    void systemd_accepts_the_units_of_every_rhythm(Rhythm rhythm) throws Exception {
        Path units = Files.createDirectory(folder.resolve("units"));
        SystemdTimer timer = new SystemdTimer(units, true);
        for (String unit : timer.shown(run(rhythm)).split("(?m)^(?=/)")) {
            String[] lines = unit.split("\n", 2);
            Files.writeString(Path.of(lines[0]), lines[1].stripIndent());
        }
        assertThat(output(
                        "systemd-analyze", "verify", units + "/aria-rotate-x.service", units + "/aria-rotate-x.timer"))
                .isEmpty();
        assertThat(output("systemd-analyze", "calendar", rhythm.calendar())).contains("Next elapse");
    }

    @Test
    void a_word_of_a_command_reaches_the_program_as_it_is() throws Exception {
        List<String> words = run(Rhythm.DAY).command();
        String cron = new CronTable("m")
                .shown(run(Rhythm.DAY))
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        Matcher line = Pattern.compile("\\s*\\d+ \\d+ \\* \\* \\* (.*)").matcher(cron);
        assertThat(line.matches()).isTrue();
        // cron(8) ends the command at a percent sign without a backslash.
        assertThat(line.group(1)).doesNotContainPattern("(?<!\\\\)%");
        assertThat(output("sh", "-c", line.group(1).replace("\\%", "%")))
                .isEqualTo(folder.resolve("a b\\") + "\n" + String.join("\n", words.subList(1, words.size())) + "\n");
    }

    @Test
    void the_lines_of_others_stay_byte_for_byte() throws IOException {
        CronTable cron = new CronTable("m");
        UnattendedRun run = run(Rhythm.DAY);
        for (String table : List.of("", "# caf\u00e9\r* * * * * echo x\r\n\n5 4 * * * y\n", "5 4 * * * no end")) {
            String with = cron.with(table, run);
            assertThat(with).startsWith(table).isNotEqualTo(table);
            assertThat(cron.with(with, run)).isEqualTo(with);
            assertThat(CronTable.without(with, run.name()))
                    .isEqualTo(table.isEmpty() || table.endsWith("\n") ? table : table + "\n");
        }
    }

    private UnattendedRun run(Rhythm rhythm) throws IOException {
        Path here = folder.resolve("a b\\");
        Files.createDirectories(here);
        Path program = here.resolve("program $x 100% \"ü\"");
        if (Files.notExists(program)) {
            Files.writeString(program, "#!/bin/sh\npwd\nprintf '%s\\n' \"$@\"\n", StandardCharsets.UTF_8);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new UnattendedRun(
                "aria-rotate-x",
                "Renew the certificates of " + here,
                here,
                List.of(program.toString(), "rotate-certs@aria", "50%", "$HOME", "it's", "a\\b", "--yes"),
                rhythm,
                Optional.of("ada"));
    }

    private static String output(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
