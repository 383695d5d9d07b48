package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.Certificates;
import aria.pki.Keys;
import aria.pki.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new key comes with its certificate, in one instant: no other pair ever lies on the disk. */
class RekeyTest {
    private static final String CRASH_AT = "aria.crash-at";
    private static final String CERTIFICATE = "data/certs/db/db.crt";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeProject() {
        project = Project.empty(folder);
        project.run("init-ca");
        project.run("generate-service-certs", "db");
    }

    private boolean isPair(String certificate) throws IOException {
        Path file = project.root.resolve(certificate);
        X509Certificate leaf =
                Pem.readCertificates(Files.readAllBytes(file), certificate).get(0);
        PrivateKey key = Keys.read(
                Files.readAllBytes(
                        file.resolveSibling(file.getFileName().toString().replace(".crt", ".key"))),
                null);
        return Certificates.matches(key, leaf.getPublicKey());
    }

    private List<String> hidden(String in) throws IOException {
        try (Stream<Path> entries = Files.list(project.root.resolve(in))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith(".."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_new_key_comes_by_a_generation_and_a_renewal_leaves_it_in_place() throws IOException {
        String key = project.text("data/certs/db/db.key");
        assertThat(project.run("pki-cert", "renew", "db", "--rekey", "--offline")
                        .exit())
                .isZero();
        assertThat(project.text("data/certs/db/db.key")).isNotEqualTo(key);
        assertThat(isPair(CERTIFICATE)).isTrue();
        assertThat(Files.readSymbolicLink(project.root.resolve("data/certs/db/db.key")))
                .hasToString("..data/db.key");
        assertThat(hidden("data/certs/db")).hasSize(2).first().isEqualTo("..data");
        assertThat(Files.getPosixFilePermissions(
                        project.root.resolve("data/certs/db/db.key").toRealPath()))
                .hasSize(2);

        String second = project.text("data/certs/db/db.key");
        String certificate = project.text(CERTIFICATE);
        assertThat(project.run("pki-cert", "renew", "db", "--offline").exit()).isZero();
        assertThat(project.text(CERTIFICATE)).isNotEqualTo(certificate);
        assertThat(project.text("data/certs/db/db.key")).isEqualTo(second);
        assertThat(Files.isSymbolicLink(project.root.resolve(CERTIFICATE)))
                .as("a renewal replaces the file the link leads to")
                .isTrue();
        assertThat(project.run("generate-service-certs", "db", "--check", "--ca", "offline", "--once")
                        .exit())
                .as("and it is as it should be")
                .isZero();

        assertThat(project.run("generate-service-certs", "db", "--rekey", "--ca", "offline")
                        .exit())
                .isZero();
        assertThat(project.text("data/certs/db/db.key")).isNotEqualTo(second);
        assertThat(isPair(CERTIFICATE)).isTrue();
        assertThat(hidden("data/certs/db")).as("the old generation is gone").hasSize(2);
    }

    @Test
    void people_who_share_a_folder_keep_their_own_files() throws IOException {
        project.run("pki-cert", "create", "ada", "--type", "person");
        project.run("pki-cert", "create", "ada.lovelace", "--type", "person");
        String other = project.text("data/people/ada.lovelace.key");
        String password = project.text("data/people/ada.password");
        assertThat(project.run("pki-cert", "renew", "ada", "--rekey", "--offline")
                        .exit())
                .isZero();
        assertThat(isPair("data/people/ada.crt")).isTrue();
        assertThat(project.text("data/people/ada.password")).isEqualTo(password);
        assertThat(project.run(
                                "pki-cert",
                                "inspect",
                                "--short",
                                "data/people/ada.p12",
                                "--password-file",
                                "data/people/ada.password")
                        .exit())
                .isZero();
        assertThat(project.text("data/people/ada.lovelace.key")).isEqualTo(other);
        assertThat(Files.isSymbolicLink(project.root.resolve("data/people/ada.lovelace.key")))
                .isFalse();
    }

    @Test
    void cut_off_before_any_step_there_is_a_pair_on_the_disk_and_the_next_run_leaves_one() throws IOException {
        int step = 1;
        while (crashes(step)) {
            assertThat(isPair(CERTIFICATE)).as("cut off before step " + step).isTrue();
            assertThat(project.run("pki-cert", "renew", "db", "--offline").exit())
                    .as("after a crash before step " + step)
                    .isZero();
            assertThat(isPair(CERTIFICATE))
                    .as("finished after a crash before step " + step)
                    .isTrue();
            assertThat(project.contents().keySet())
                    .as("nothing is left over")
                    .noneMatch(path -> path.matches(".*(\\.aria-tmp|/apply/.+)"));
            if (step % 3 == 0) { // begin from plain files again
                project.delete("data/certs/db");
                project.run("generate-service-certs", "db");
            }
            step++;
        }
        assertThat(step).as("there were steps to be cut off at").isGreaterThan(30);
        assertThat(isPair(CERTIFICATE)).isTrue();
        assertThat(hidden("data/certs/db"))
                .as("generations that a killed run left are gone")
                .hasSize(2);
    }

    /** @return whether the run got as far as that step */
    private boolean crashes(int step) {
        System.setProperty(CRASH_AT, step + ":throw");
        try {
            project.run("pki-cert", "renew", "db", "--rekey", "--offline");
            return false;
        } catch (Error crash) {
            assertThat(crash.getClass().getSimpleName()).isEqualTo("Crashed");
            return true;
        } finally {
            System.clearProperty(CRASH_AT);
        }
    }
}
