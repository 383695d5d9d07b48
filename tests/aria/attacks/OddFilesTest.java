package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import aria.commands.Project;
import aria.finding.RefusedException;
import aria.store.InputFile;
import aria.testing.Checkout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipes, devices and files without end, which a tarball can hold, in the place of files that are read. */
class OddFilesTest {
    private static final Path LIBRARY = Checkout.root().resolve("scripts/aria");
    private static final Pattern READS = Pattern.compile(
            "\\bFiles\\.(readAllBytes|readString|lines|readAllLines|newInputStream|newBufferedReader)\\(");
    /** What reads files of the machine or of this user, a password from a pipe, or checks by itself. */
    private static final List<String> ELSEWHERE = List.of(
            "Agreements.java",
            "AuditOrigin.java",
            "EngineAddress.java",
            "HostRoutes.java",
            "InputFile.java",
            "OptionFile.java",
            "OutputFile.java",
            "PrivateFile.java",
            "ProgramFiles.java",
            "RealUser.java");

    @TempDir
    Path folder;

    @Test
    void a_pipe_in_the_place_of_a_file_holds_up_nobody() {
        Project project = Project.empty(folder)
                .file("compose.yaml", "services:\n  db:\n    image: postgres:17\n  cache:\n    image: redis:7\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        for (String name : List.of(
                "config/step-ca/ca.json",
                "config/step-ca/defaults.json",
                "data/certs/aria-root-ca.crt",
                "data/certs/db/db.crt",
                "data/certs/db/db.key",
                "data/mtls/db/pg_hba.conf",
                ".dockerignore",
                ".env")) {
            Path file = project.root.resolve(name);
            Path kept = folder.resolve("kept");
            boolean there = move(file, kept);
            pipe(file);
            for (String command : List.of("bootstrap", "verify-mtls-setup")) {
                Project.Ran ran = assertTimeoutPreemptively(
                        Duration.ofMinutes(2),
                        () -> command.equals("bootstrap")
                                ? project.run(command, "--dry-run")
                                : project.run(command, "--no-live"),
                        name + " with " + command);
                assertThat(ran.exit()).as(name + ran.err()).isNotEqualTo(70);
            }
            assertThat(file.toFile().delete()).isTrue();
            if (there) {
                move(kept, file);
            }
        }
    }

    /** It counted as no compose file at all. */
    @Test
    void a_compose_file_that_is_none_is_named() throws IOException {
        for (String name : List.of("compose.yaml", "docker-compose.dev.yml")) {
            Project project = Project.empty(Files.createDirectory(folder.resolve(name + ".d")));
            Path file = project.root.resolve(name);
            pipe(file);
            for (String command : List.of("bootstrap", "patch-compose", "observe", "verify-mtls-setup")) {
                Project.Ran ran = assertTimeoutPreemptively(Duration.ofMinutes(1), () -> project.run(command));
                assertThat(ran.exit()).as(command + ran.out() + ran.err()).isEqualTo(3);
                assertThat(ran.err()).contains(name + ": this is not a regular file");
            }
            Files.delete(file);
            Files.writeString(project.root.resolve("base.yml"), "services:\n  db: {image: \"postgres:18\"}\n");
            pipe(project.root.resolve("more.yml"));
            Files.writeString(file, "include: [more.yml]\n");
            assertThat(project.run("bootstrap", "--dry-run").err()).contains(name + ":1:", "more.yml is not a regular");
        }
    }

    /** Somebody may exchange the file for a pipe after the look at it: nobody ever writes into that, or never ends. */
    @Test
    void a_pipe_that_took_the_place_of_a_file_since_the_look_ends_the_wait() throws IOException {
        Path file = folder.resolve("file");
        Path pipe = folder.resolve("pipe");
        Path away = folder.resolve("away");
        pipe(pipe);
        Files.writeString(file, "content");
        AtomicBoolean over = new AtomicBoolean();
        Thread swapper = new Thread(() -> {
            while (!over.get()) {
                // Each a rename over the other, so that the file is never missing.
                try {
                    Files.copy(file, away);
                    Files.move(pipe, file, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(file, pipe, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(away, file, StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        swapper.start();
        int refused = 0;
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try {
            while (refused < 2 && System.nanoTime() < end) {
                try {
                    InputFile.bytes(file);
                } catch (RefusedException pipeSeen) {
                    refused += pipeSeen.getMessage().contains("within") ? 1 : 0;
                } catch (NoSuchFileException between) {
                    // It is away for a moment.
                }
            }
        } finally {
            over.set(true);
        }
        assertThat(refused).isEqualTo(2);
    }

    @Test
    void what_has_no_end_and_what_is_too_large_is_refused() throws IOException {
        assertThatThrownBy(() -> InputFile.bytes(Path.of("/dev/zero")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not a regular file of at most 64 MiB");
        Path sparse = folder.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        assertThatThrownBy(() -> InputFile.bytes(sparse)).isInstanceOf(RefusedException.class);
    }

    /** A new reader has to say why it needs none of these limits. */
    @Test
    void files_are_read_with_limits_only() throws IOException {
        try (Stream<Path> sources = Files.walk(LIBRARY)) {
            assertThat(sources.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> READS.matcher(text(file)).find())
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(ELSEWHERE);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean move(Path from, Path to) {
        return from.toFile().exists() && from.toFile().renameTo(to.toFile());
    }

    private static void pipe(Path file) {
        try {
            assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
