package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of ours that a checkout leads into each other, by its choices, its services' names, or by what lies there. */
class OwnFoldersTest {
    private static final String DB = "services:\n  db: {image: \"postgres:18\", environment: {POSTGRES_PASSWORD: x}}\n";

    @TempDir
    Path folder;

    /** The folder data/mtls/db is mounted into db, and so would be the keys of the CA. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ca: {dir: data/mtls/db}",
                "ca: {dir: data/certs/db}",
                "certs: config",
                "certs: data/mtls",
            })
    void no_key_goes_into_a_folder_that_a_service_gets(String choice) throws IOException {
        Project project =
                Project.empty(folder).file("compose.yaml", DB).file("aria.yaml", "version: 1\n" + choice + "\n");
        for (String[] words : new String[][] {{"bootstrap", "--yes"}, {"init-ca"}, {"verify-mtls-setup"}}) {
            Project.Ran ran = project.run(words[0], words.length > 1 ? new String[] {words[1]} : new String[0]);
            assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
            assertThat(ran.err()).contains("cannot be a folder for keys", "in aria.yaml");
        }
        assertThat(names(project)).containsExactlyInAnyOrder("compose.yaml", "aria.yaml");
    }

    /** Its folder would be that of undo records, which hold what files were, or would take the place of a file of ours. */
    @ParameterizedTest
    @ValueSource(strings = {"undo", "Apply", "audit.log", "aria-root-ca.crt"})
    void a_service_with_the_name_of_a_file_of_ours_gets_nothing_and_the_others_go_on(String name) {
        Project project = Project.empty(folder)
                .file(
                        "compose.yaml",
                        DB + "  " + name + ": {image: \"postgres:18\", environment: {POSTGRES_PASSWORD: x}}\n");
        for (String command : new String[] {"bootstrap", "bootstrap"}) {
            Project.Ran ran = project.run(command, "--yes");
            assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(6);
            assertThat(ran.err()).contains("its folder would have the name of a file of aria");
        }
        assertThat(project.layout.serviceKey("db")).exists();
        assertThat(Files.exists(project.layout.mtlsFolder().resolve(name).resolve("pg_hba.conf")))
                .isFalse();
        assertThat(project.run("verify-mtls-setup", "--no-live").exit()).isLessThan(2);
    }

    @Test
    void what_cannot_be_an_audit_log_is_refused_before_anything_is_written() throws IOException {
        Project project = Project.empty(folder).file("compose.yaml", DB);
        Path outside = Files.writeString(folder.resolve("outside"), "x\n");
        Files.createDirectories(project.layout.mtlsFolder());
        for (boolean link : new boolean[] {true, false}) {
            if (link) {
                Files.createSymbolicLink(project.layout.auditLog(), outside);
            } else {
                Files.createDirectory(project.layout.auditLog());
            }
            Project.Ran ran = project.run("bootstrap", "--yes");
            assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
            assertThat(ran.err()).contains("audit.log");
            assertThat(project.root.resolve("compose.yaml")).content().isEqualTo(DB);
            assertThat(project.layout.caJson()).doesNotExist();
            Files.delete(project.layout.auditLog());
        }
        assertThat(outside).content().isEqualTo("x\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
    }

    private static Stream<String> names(Project project) throws IOException {
        try (Stream<Path> all = Files.walk(project.root)) {
            return all
                    .filter(Files::isRegularFile)
                    .map(file -> project.root.relativize(file).toString())
                    .toList()
                    .stream();
        }
    }
}
