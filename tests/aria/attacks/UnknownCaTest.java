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

    /** As {@code step ca init} lays it out, so the run that finds it copies it to the places of ours. */
    private void laidOutAsByStep() throws IOException {
        Path ca = project.root.resolve("config/step-ca");
        Path certs = Files.createDirectory(ca.resolve("certs"));
        for (String name : List.of("root_ca.crt", "intermediate_ca.crt")) {
            Files.move(ca.resolve("pki").resolve(name), certs.resolve(name));
        }
        Files.move(ca.resolve("pki/intermediate_ca_key"), ca.resolve("secrets/intermediate_ca_key"));
        for (String gone : List.of("config/step-ca/pki", "config/step-ca/ca.json", "config/step-ca/defaults.json")) {
            project.delete(gone);
        }
        project.delete("data");
        project.file("compose.yaml", "services:\n  db:\n    image: postgres:17\n");
    }

    @Test
    void one_in_another_layout_is_named_by_the_run_that_adopts_it() throws IOException {
        laidOutAsByStep();
        String fingerprint = warned(0, "init-ca", "--dry-run");
        assertThat(warned(0, "bootstrap", "--dry-run")).isEqualTo(fingerprint);
        project.file("aria.yaml", "version: 1\nprofile: production\n");
        Map<String, String> before = project.contents();
        for (String command : List.of("bootstrap", "init-ca")) {
            assertThat(warned(3, command)).isEqualTo(fingerprint);
        }
        assertThat(project.contents()).as("refused, so nothing is written").isEqualTo(before);
        project.delete("aria.yaml");

        Project.Ran other = project.run("init-ca", "--fingerprint", "0".repeat(64));
        assertThat(other.exit()).isEqualTo(3);
        assertThat(other.err()).contains("another SHA-256", fingerprint);

        assertThat(warned(0, "init-ca")).as("the run that adopts it").isEqualTo(fingerprint);
        assertThat(warned(0, "init-ca")).as("and the next one").isEqualTo(fingerprint);
    }

    @Test
    void one_in_another_layout_is_accepted_before_it_is_adopted() throws IOException {
        laidOutAsByStep();
        String fingerprint = warned(0, "init-ca", "--dry-run");
        Project.Ran accepted = project.run("init-ca", "--fingerprint", fingerprint);
        assertThat(accepted.exit()).as(accepted.err()).isZero();
        assertThat(accepted.out()).contains("counts as yours on this machine");
        project.file("aria.yaml", "version: 1\nprofile: production\n");
        Project.Ran adopted = project.run("init-ca");
        assertThat(adopted.exit()).as(adopted.err()).isZero();
        assertThat(adopted.err()).contains("is adopted").doesNotContain("was not made by you");
        assertQuiet();
    }

    /** A {@code ca.json} that came with a folder names a key of this user's, or a link leads there. */
    @Test
    void one_in_another_layout_takes_no_key_from_outside_the_project() throws IOException {
        laidOutAsByStep();
        Path key = project.root.resolve("config/step-ca/secrets/intermediate_ca_key");
        Path mine = Files.move(key, folder.resolve("mine_key"));
        project.file("config/step-ca/ca.json", "{\"key\": \"" + mine + "\"}");
        assertThat(project.run("init-ca").err()).contains("intermediate_ca.crt is missing");
        Files.createSymbolicLink(key, mine);
        assertThat(project.run("init-ca").err()).contains("intermediate_ca.crt is missing");
        assertThat(project.root.resolve("config/step-ca/pki")).doesNotExist();
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
