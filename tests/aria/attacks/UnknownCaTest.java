package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.store.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole CA that came in an archive: it works like one's own, so it is named until somebody says that it is theirs. */
class UnknownCaTest {
    private static final Pattern ACCEPT = Pattern.compile("init-ca@aria --fingerprint ([0-9a-f]{64})");

    @TempDir
    Path folder;

    private Project project;
    private Path theirs;

    @BeforeEach
    void somebodyElseMakesOne() throws Exception {
        theirs = folder.resolve("theirs");
        project = Project.empty(folder).file("compose.yaml", "services:\n  db:\n    image: postgres:17\n");
        assertThat(as(theirs, "bootstrap", "--yes").exit()).isZero();
    }

    /** Runs a command as somebody with another state. */
    private ChildJvm.Ended as(Path state, String command, String... words) throws Exception {
        return project.runWith(Map.of("ARIA_STATE_DIR", state.toString()), command, words);
    }

    private String warned(int exit, String command, String... words) {
        Project.Ran ran = project.run(command, words);
        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        Matcher found = ACCEPT.matcher(ran.out() + ran.err());
        assertThat(found.find()).as(ran.out() + ran.err()).isTrue();
        assertThat(ran.out() + ran.err()).contains("was not made by you on this machine", "init-ca@aria --force");
        return found.group(1);
    }

    @Test
    void it_is_named_with_its_fingerprint_until_it_is_accepted() {
        String fingerprint = warned(0, "bootstrap", "--dry-run");
        for (String command : List.of("bootstrap", "init-ca", "generate-service-certs")) {
            assertThat(warned(0, command)).isEqualTo(fingerprint);
        }
        assertThat(warned(0, "verify-mtls-setup", "--only", "pki")).isEqualTo(fingerprint);
        project.file("aria.yaml", "version: 1\nprofile: production\n");
        warned(1, "verify-mtls-setup", "--only", "pki.known");

        Project.Ran other = project.run("init-ca", "--fingerprint", "0".repeat(64));
        assertThat(other.exit()).isEqualTo(3);
        assertThat(other.err()).contains("another SHA-256", fingerprint);
        assertThat(project.run("init-ca", "--fingerprint", fingerprint, "--force")
                        .exit())
                .isEqualTo(2);
        assertThat(project.run("init-ca", "--fingerprint", fingerprint, "--dry-run")
                        .out())
                .contains("has this root")
                .doesNotContain("yours");
        warned(0, "init-ca");

        Project.Ran accepted = project.run("init-ca", "--fingerprint", fingerprint);
        assertThat(accepted.exit()).as(accepted.err()).isZero();
        assertThat(accepted.out()).contains("counts as yours on this machine");
        assertQuiet();
    }

    @Test
    void a_new_one_is_known_wherever_it_is_moved_and_so_is_one_that_was_adopted() throws IOException {
        Path config = Files.move(
                project.root.resolve("config"),
                Files.createDirectory(folder.resolve("named")).resolve("config"));
        project.delete("data");
        Project.Ran ran =
                project.run("init-ca", "--adopt", config.resolve("step-ca").toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertQuiet();

        assertThat(project.run("init-ca", "--force").exit()).isZero();
        assertQuiet();
        Path moved = Files.move(project.root, folder.resolve("moved"));
        project = Project.empty(folder.resolve("again"));
        copy(moved, project.root);
        assertQuiet();
    }

    /** A container without a folder of its own: nobody could ever say whose it is. A user who only looks has none yet. */
    @Test
    void where_nothing_is_kept_nothing_is_said() throws Exception {
        Path none = Files.writeString(folder.resolve("file"), "").resolve("state");
        assertThat(as(none, "bootstrap", "--dry-run").output()).doesNotContain("was not made by you");
        assertThat(as(folder.resolve("empty"), "verify-mtls-setup", "--only", "pki")
                        .output())
                .doesNotContain("was not made by you");
        project.file("aria.yaml", "version: 1\nprofile: production\n");
        assertThat(as(folder.resolve("empty"), "verify-mtls-setup", "--only", "pki.known")
                        .output())
                .contains("has kept nothing");
        assertThat(folder.resolve("empty")).doesNotExist();
        assertThat(as(theirs, "verify-mtls-setup", "--only", "pki.known").exit())
                .as("whoever made it")
                .isZero();
    }

    private void assertQuiet() {
        for (String command : List.of("bootstrap", "init-ca", "verify-mtls-setup")) {
            Project.Ran ran = project.run(command, command.startsWith("v") ? "--no-live" : "--dry-run");
            assertThat(ran.out() + ran.err()).doesNotContain("was not made by you");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(
                        path,
                        to.resolve(from.relativize(path).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
