package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that came with a folder: nothing is written, cut off or deleted where they lead. */
class LinksTest {
    private static final String COMPOSE = "services:\n  db:\n    image: postgres:17\n";

    @TempDir
    Path folder;

    private Project project;
    private Path outside;

    @BeforeEach
    void prepare() throws IOException {
        project = Project.empty(folder).file("compose.yaml", COMPOSE);
        outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("file"), "of somebody else\n");
        Files.writeString(outside.resolve("record.json"), "{}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data/certs/aria-root-ca.crt",
                "data/certs/.gitignore",
                "data/certs/db/db.key",
                "data/mtls/.gitignore",
                "data/mtls/init/init.sh",
                "config/root-ca/root_ca_key",
                "config/root-ca/root_ca_password.txt",
                "config/step-ca/secrets/password.txt",
                "data/people/ada.p12"
            })
    void in_place_of_a_file_of_ours(String name) throws IOException {
        for (String target : new String[] {"file", "new"}) {
            project.delete("");
            project = Project.empty(folder).file("compose.yaml", COMPOSE);
            link(name, outside.resolve(target));
            assertUntouched(() -> project.run("bootstrap", "--yes"));
        }
    }

    /** As a generation of ours, but for the place that it leads to. */
    @Test
    void in_the_form_of_a_generation() throws IOException {
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        Path certs = project.root.resolve("data/certs/db");
        Files.move(certs.resolve("db.crt"), outside.resolve("db.crt"));
        Files.createSymbolicLink(certs.resolve("db.crt"), Path.of("..data/db.crt"));
        Files.createSymbolicLink(certs.resolve("..data"), Path.of("../../../../outside"));
        assertUntouched(() -> project.run("generate-service-certs", "db", "--force"));
        assertUntouched(() -> project.run("pki-cert", "renew", "db", "--offline"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data",
                "data/certs",
                "data/certs/db",
                "data/mtls",
                "data/mtls/apply",
                "data/mtls/undo",
                "data/mtls/init",
                "data/people",
                "config",
                "config/root-ca",
                "config/step-ca",
                "config/step-ca/secrets"
            })
    void in_place_of_a_folder(String name) throws IOException {
        link(name, outside);
        assertUntouched(() -> {
            Project.Ran ran = project.run("bootstrap", "--yes");
            assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
            assertThat(ran.errors()).singleElement().asString().contains("link");
        });
        assertThat(project.text("compose.yaml")).isEqualTo(COMPOSE);
    }

    @Test
    void in_place_of_the_lock() throws IOException {
        link("data/mtls/lock", outside.resolve("file"));
        assertUntouched(
                () -> assertThat(project.run("bootstrap", "--yes").exit()).isEqualTo(3));
    }

    @Test
    void a_file_that_is_no_lock_is_left_as_it_is() {
        project.file("data/mtls/lock", "of somebody else\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isEqualTo(3);
        assertThat(project.text("data/mtls/lock")).isEqualTo("of somebody else\n");
    }

    @Test
    void in_place_of_the_record_of_a_run() throws IOException {
        link("data/mtls/apply/20260101T000000.000Z-1", outside);
        assertUntouched(
                () -> assertThat(project.run("bootstrap", "--yes").exit()).isEqualTo(3));
    }

    @Test
    void in_place_of_a_diff_or_a_report() throws IOException {
        for (String target : new String[] {"file", "new"}) {
            Files.deleteIfExists(project.root.resolve("out"));
            link("out", outside.resolve(target));
            assertUntouched(() -> {
                assertThat(project.run("bootstrap", "--dry-run", "--diff", "out")
                                .exit())
                        .isEqualTo(5);
                assertThat(project.run("verify-mtls-setup", "--report", "html=out")
                                .exit())
                        .isEqualTo(5);
            });
        }
    }

    @Test
    void a_diff_replaces_a_diff_and_nothing_else() {
        project.file("notes", "of the user\n");
        assertThat(project.run("bootstrap", "--dry-run", "--diff", "notes").exit())
                .isEqualTo(5);
        assertThat(project.text("notes")).isEqualTo("of the user\n");
        for (int i = 0; i < 2; i++) {
            assertThat(project.run("bootstrap", "--dry-run", "--diff", "my.diff")
                            .exit())
                    .isZero();
            assertThat(project.text("my.diff")).startsWith("--- a/compose.yaml");
        }
    }

    @Test
    void in_place_of_an_exported_key_store() throws IOException {
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        for (String target : new String[] {"file", "new"}) {
            Files.deleteIfExists(project.root.resolve("data/certs/db/db.p12"));
            link("data/certs/db/db.p12", outside.resolve(target));
            assertUntouched(() -> assertThat(project.run("pki-cert", "export", "db", "--format", "p12")
                            .exit())
                    .isEqualTo(5));
        }
        link("keys", outside);
        assertUntouched(() -> assertThat(project.run("pki-cert", "export", "db", "--format", "p12", "--out", "keys")
                        .exit())
                .isEqualTo(3));
    }

    /** A person's own links go on working: a compose file that is one, and the way to the project. */
    @Test
    void a_link_of_the_user_is_followed() throws IOException {
        project.file("deploy/stack.yaml", COMPOSE).delete("compose.yaml");
        Files.createSymbolicLink(project.root.resolve("compose.yaml"), Path.of("deploy/stack.yaml"));
        Path way = Files.createSymbolicLink(folder.resolve("way"), project.root);
        Project.Ran ran = project.run("bootstrap", "--yes", "-C", way.toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(project.root.resolve("compose.yaml")).isSymbolicLink();
        assertThat(project.text("deploy/stack.yaml")).contains("db-mtls-init");
        assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(project.root.resolve("compose.yaml")).isSymbolicLink();
        assertThat(project.text("deploy/stack.yaml")).isEqualTo(COMPOSE);
    }

    private void link(String name, Path target) throws IOException {
        Path link = project.root.resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, link.getParent().relativize(target));
    }

    private void assertUntouched(Runnable attack) throws IOException {
        Map<String, String> before = files();
        attack.run();
        assertThat(files()).isEqualTo(before);
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(outside)) {
            for (Path file : all.toList()) {
                found.put(file.toString(), Files.isDirectory(file) ? "folder" : Files.readString(file));
            }
        }
        return found;
    }
}
