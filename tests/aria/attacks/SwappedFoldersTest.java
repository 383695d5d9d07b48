package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Another user of the machine, who may write the project's folder, puts links in the place of folders while root's commands run.
 * They may fail, and never write, cut off or delete anything outside of the project.
 */
class SwappedFoldersTest {
    private static final int NOBODY = 65534;
    private static final List<String> FOLDERS = List.of(
            "data", "data/mtls", "data/certs", "data/mtls/apply", "config", "config/step-ca", "config/step-ca/pki");
    private static final int ROUNDS = Integer.getInteger("aria.swap.rounds", 1);

    @TempDir
    Path folder;

    private Project project;
    private Path outside;

    @BeforeEach
    void prepare() throws IOException {
        Needs.root();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        outside = Files.createDirectory(folder.resolve("outside"));
        for (String name : FOLDERS) {
            Files.createDirectories(outside.resolve(name));
        }
        for (String name : List.of("data/mtls/lock", "data/certs/aria-root-ca.crt", "config/step-ca/ca.json", "file")) {
            Files.writeString(outside.resolve(name), "of root\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"65534, 65534, rwxr-xr-x, false", "0, 65534, rwxrwxr-x, false", "0, 0, rwxrwxrwx, true"})
    void none_leads_a_command_out_of_the_project(int owner, int group, String mode, boolean sticky) throws Exception {
        Map<String, String> before = state();
        Path password = Files.writeString(folder.resolve("password"), "a long password of sixteen words\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        for (int round = 0; round < ROUNDS; round++) {
            project = Project.empty(Files.createDirectory(folder.resolve("p" + round)))
                    .file("compose.yaml", "services:\n  db:\n    image: postgres:17\n");
            give(project.root, owner, group, mode, sticky);
            Path backup = folder.resolve("backup" + round);
            Process swapper = swapper();
            try {
                run("bootstrap", "--yes");
                run("bootstrap", "--yes");
                run("generate-service-certs", "--rekey");
                run("pki-cert", "backup", backup.toString(), "--password-file", password.toString());
                run("bootstrap", "--undo", "--yes");
                run("init-ca", "--force");
                run("rotate-certs");
                if (Files.exists(backup)) {
                    run("pki-cert", "restore", backup.toString(), "--password-file", password.toString());
                }
            } finally {
                swapper.getOutputStream().write('\n');
                swapper.getOutputStream().flush();
                assertThat(swapper.waitFor()).isZero();
            }
            assertThat(state()).as("in round " + round).isEqualTo(before);
        }
    }

    /** It may do what it can, or say in a line why it cannot. */
    private void run(String command, String... words) {
        Project.Ran ran = project.run(command, words);
        assertThat(ran.out() + ran.err()).as(command).doesNotContain("\tat ", "Exception", "no option");
    }

    private static void give(Path root, int owner, int group, String mode, boolean sticky) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                Files.setAttribute(path, "unix:uid", owner);
                Files.setAttribute(path, "unix:gid", group);
            }
        }
        Files.setAttribute(root, "unix:mode", toNumber(mode) | (sticky ? 01000 : 0));
    }

    private static int toNumber(String mode) {
        int bits = 0;
        for (int i = 0; i < mode.length(); i++) {
            bits = bits << 1 | (mode.charAt(i) == '-' ? 0 : 1);
        }
        return bits;
    }

    private Process swapper() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes/aria/attacks"));
        Path program = classes.resolve("FolderSwapper.class");
        if (Files.notExists(program)) {
            try (InputStream code = FolderSwapper.class.getResourceAsStream("FolderSwapper.class")) {
                Files.write(program, code.readAllBytes());
            }
        }
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid",
                "" + NOBODY,
                "--regid",
                "" + NOBODY,
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                folder.resolve("classes").toString(),
                FolderSwapper.class.getName(),
                project.root.toString(),
                outside.toString()));
        command.addAll(FOLDERS);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] ready = process.getInputStream().readNBytes(5);
        assertThat(new String(ready, StandardCharsets.US_ASCII)).isEqualTo("ready");
        return process;
    }

    /** All that is there, with owner, mode and content. */
    private Map<String, String> state() throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> all = Files.walk(outside)) {
            for (Path path : all.toList()) {
                state.put(
                        outside.relativize(path).toString(),
                        Files.getAttribute(path, "unix:uid") + " " + Files.getAttribute(path, "unix:mode") + " "
                                + (Files.isRegularFile(path) ? Files.readString(path) : ""));
            }
        }
        return state;
    }
}
