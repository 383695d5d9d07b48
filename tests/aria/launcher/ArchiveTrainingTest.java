package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes from which a command starts that is used again: never needed, and never seen in an answer. */
@Tag("full")
class ArchiveTrainingTest {
    @TempDir
    Path folder;

    /** What a run printed and ended with. */
    private record Run(int exit, String out, String err) {}

    private Run initCa(String rehearsal, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("sh", Checkout.root().resolve("jbangw").toString(), "init-ca"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JBANG_DIR", folder.resolve("jbang").toString());
        builder.environment().put("JBANGW_REHEARSAL", rehearsal);
        int exit = builder.start().waitFor();
        return new Run(exit, Files.readString(out), Files.readString(err));
    }

    private Path archive() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("jbang/wrapper"))) {
            return files.filter(file -> file.endsWith("classes.jsa"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void a_command_answers_the_same_with_the_archive_without_it_and_with_a_broken_one() throws Exception {
        Needs.program("mvn");
        Run first = initCa("never", "--help");
        Path old = Files.createDirectories(folder.resolve("jbang/wrapper/rehearsed.1-2.3-4"));
        assertThat(old.toFile()
                        .setLastModified(
                                Instant.now().minus(Duration.ofDays(32)).toEpochMilli()))
                .isTrue();
        Path recent = Files.createDirectories(folder.resolve("jbang/wrapper/rehearsed.5-6.7-8"));
        Run second = initCa("now", "--help");
        assertThat(old).as("of a checkout that nobody has used for a month").doesNotExist();
        assertThat(recent).exists();
        Files.delete(recent);
        assertThat(archive()).isNotEmptyFile();
        assertThat(folder.resolve("jbang/wrapper").toFile().list()).noneMatch(name -> name.endsWith(".work"));
        Run third = initCa("never", "--help");
        assertThat(List.of(second, third))
                .allMatch(run -> run.exit() == 0
                        && run.out().equals(first.out())
                        && run.err().isEmpty());

        assertThat(initCa("never", "-q").exit()).isZero();
        assertThat(folder.resolve("config/step-ca/ca.json")).exists();

        assertThat(archive().toFile().setWritable(true)).isTrue();
        Files.writeString(archive(), "no archive");
        assertThat(initCa("never", "--help")).isEqualTo(third);
        Files.delete(archive());
        assertThat(initCa("never", "--help")).isEqualTo(third);
    }

    @Test
    void a_rehearsal_outlives_its_terminal_and_no_other_begins_beside_it() throws Exception {
        Needs.program("mvn");
        initCa("never", "--help");
        Path launcher = Checkout.root().resolve("jbangw");
        ProcessBuilder terminal = new ProcessBuilder(
                        Needs.program("script").toString(), "-qec", "sh '" + launcher + "' init-ca --help", "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("terminal").toFile());
        terminal.environment().put("JBANG_DIR", folder.resolve("jbang").toString());
        assertThat(terminal.start().waitFor()).isZero();

        Instant end = Instant.now().plus(Duration.ofMinutes(4));
        while (work().isEmpty() && archives().isEmpty()) {
            assertThat(Instant.now()).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        if (archives().isEmpty()) {
            initCa("now", "--help");
            assertThat(archives()).as("another one, which did not wait").isEmpty();
        }
        while (archives().isEmpty()) {
            assertThat(Instant.now()).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(archive()).isNotEmptyFile();
    }

    private List<String> work() {
        return named(name -> name.endsWith(".work"));
    }

    private List<String> archives() {
        return named(name -> name.startsWith("rehearsed.") && !name.endsWith(".work"));
    }

    private List<String> named(Predicate<String> which) {
        return Stream.of(folder.resolve("jbang/wrapper").toFile().list())
                .filter(which)
                .toList();
    }
}
