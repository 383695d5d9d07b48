package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.Revocation;
import aria.testing.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two and twenty commands at once in one project: each is done whole, or told that another is at work. */
@Tag("full")
class AtOnceTest {
    private static final int MANY = 20;

    @TempDir(factory = InMemory.class)
    Path folder;

    private Project project;

    @BeforeEach
    void makeProject() {
        project = Project.empty(folder);
        assertThat(project.run("init-ca").exit()).isZero();
    }

    /** What one run had put on the list was taken off it by another that had read the list before. */
    @Test
    void twenty_revocations_are_twenty_entries_on_the_list() throws Exception {
        List<String> services = IntStream.range(0, MANY).mapToObj(i -> "s" + i).toList();
        String[] all = services.toArray(String[]::new);
        assertThat(project.run("generate-service-certs", all).exit()).isZero();
        assertThat(RunsAtOnce.untilDone(
                        project,
                        services.stream()
                                .map(service -> "pki-cert revoke --offline " + service)
                                .toList()))
                .hasSize(MANY)
                .containsOnly(0);
        assertThat(Revocation.read(Files.readAllBytes(project.layout.revocationList()), "aria.crl")
                        .getRevokedCertificates())
                .hasSize(MANY);
    }

    /** A renewal had read the old key, and put its certificate beside the new one. */
    @Test
    void renewals_with_and_without_a_new_key_leave_one_pair() throws Exception {
        assertThat(project.run("generate-service-certs", "db").exit()).isZero();
        assertThat(RunsAtOnce.untilDone(
                        project,
                        IntStream.range(0, MANY)
                                .mapToObj(i -> "pki-cert renew db --offline" + (i % 2 == 0 ? " --rekey" : ""))
                                .toList()))
                .hasSize(MANY)
                .containsOnly(0);
        KeyFiles.assertPairs(project, "after twenty renewals");
        assertThat(project.run("pki-cert", "verify", "db").exit()).isZero();
    }

    @Test
    void of_twenty_that_make_the_same_certificate_one_does_and_the_others_are_told() throws Exception {
        List<Integer> exits = RunsAtOnce.once(project, Collections.nCopies(MANY, "pki-cert create api"));
        assertThat(exits).hasSize(MANY).containsOnlyOnce(0).isSubsetOf(0, 3, 5);
        KeyFiles.assertPairs(project, "after twenty at once");
        assertThat(project.run("pki-cert", "verify", "api").exit()).isZero();
    }

    @Test
    void different_commands_at_once_leave_the_project_whole() throws IOException, InterruptedException {
        project.file("compose.yaml", PatchComposeCommandTest.DB_AND_APP);
        List<String> commands = List.of(
                "generate-service-certs --ca offline",
                "patch-compose --yes",
                "bootstrap --yes",
                "pki-cert create api",
                "pki-cert crl --renew",
                "init-ca",
                "generate-service-certs --ca offline --rekey",
                "pki-cert create eve --type person");
        assertThat(RunsAtOnce.once(project, commands)).hasSize(commands.size()).isSubsetOf(0, 3, 5);
        KeyFiles.assertPairs(project, "at once");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
        assertThat(project.text("compose.yaml")).isEqualTo(PatchComposeCommandTest.DB_AND_APP);
    }
}
