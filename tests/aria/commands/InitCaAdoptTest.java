package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.Authorities;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.pki.Validity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init-ca} on a CA that scripts have made, flat and with their faults: mended or refused, and the reason said. */
class InitCaAdoptTest {
    private static final String CA = "config/step-ca/";
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    Path folder;

    private int projects;

    private final CertifiedKey root = root("Lab Root CA", 3650);
    private final CertifiedKey intermediate = intermediate(root, Instant.now(), 1825);

    private static CertifiedKey root(String name, int days) {
        return Authorities.root(
                name,
                KeyType.P256,
                Validity.startingAt(Instant.now().minus(Duration.ofDays(100)), Duration.ofDays(days)),
                List.of());
    }

    private static CertifiedKey intermediate(CertifiedKey root, Instant from, int days) {
        return Authorities.intermediate(
                "Lab Intermediate CA", KeyType.P256, Validity.startingAt(from, Duration.ofDays(days)), root, List.of());
    }

    /** pki/ with the certificates, secrets/ with the keys under one password, ca.json with the paths of a container. */
    private Project flat(CertifiedKey signing) {
        Project project = Project.empty(folder.resolve("p" + projects++));
        project.file(CA + "pki/root_ca.crt", pem(root));
        project.file(CA + "pki/intermediate_ca.crt", pem(signing));
        key(project, "secrets/intermediate_ca_key", signing);
        project.file(CA + "secrets/password.txt", "secret\n");
        project.mode(CA + "secrets/password.txt", "rw-------");
        project.mode(CA + "secrets", "rwx------");
        project.file(CA + "ca.json", """
                {"root": "/home/step/certs/root_ca.crt", "crt": "/home/step/certs/intermediate_ca.crt",
                 "key": "/home/step/secrets/intermediate_ca_key", "address": ":9000", "dnsNames": ["localhost"],
                 "db": {"type": "badgerv2", "dataSource": "/home/step/db"},
                 "authority": {"provisioners": []}}
                """);
        return project;
    }

    private static String pem(CertifiedKey authority) {
        return new String(Pem.certificates(authority.chain().subList(0, 1)), StandardCharsets.US_ASCII);
    }

    private static void key(Project project, String file, CertifiedKey of) {
        project.file(CA + file, new String(Keys.encryptedPem(of.key(), PASSWORD, 10_000), StandardCharsets.US_ASCII));
        project.mode(CA + file, "rw-------");
    }

    @Test
    void a_flat_folder_with_the_paths_of_a_container_is_mended() {
        Project project = flat(intermediate);
        project.file(
                CA + "secrets/intermediate_ca_key",
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + project.text(CA + "secrets/intermediate_ca_key"));
        project.mode(CA + "secrets/intermediate_ca_key", "rw-r--r--");
        Session session = new Session(project);
        session.run("init-ca", "--dry-run");
        session.run("init-ca");
        session.show(CA + "defaults.json");
        session.run("init-ca");
        session.run("generate-service-certs", "keycloak");
        session.assertGolden("init-ca-adopt");
        assertThat(project.text(CA + "pki/intermediate_ca.crt")).isEqualTo(pem(intermediate));
        assertThat(project.text(CA + "ca.json"))
                .contains(
                        "\"root\": \"pki/root_ca.crt\"",
                        "\"key\": \"pki/intermediate_ca_key\"",
                        "\"dataSource\": \"db\"");
    }

    @Test
    void a_flat_folder_whose_files_lie_where_ours_would_stays_and_what_its_ca_json_gets_is_said() {
        Project project = flat(intermediate);
        key(project, "pki/intermediate_ca_key", intermediate);
        project.delete(CA + "secrets/intermediate_ca_key");
        project.file(CA + "ca.json", project.text(CA + "ca.json").replace("\"localhost\"", "\"ca.lab\""));
        Project.Ran ran = project.run("init-ca");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains(
                        "a new one is created; the CA does not change",
                        "names files that do not exist",
                        "step-ca also answers to step-ca, localhost, 127.0.0.1, ::1",
                        "authority.policy is added, so step-ca certifies only the names of this stack");
        assertThat(project.text(CA + "ca.json"))
                .containsPattern("\"dnsNames\": *\\[\"ca.lab\", *\"step-ca\", *\"localhost\"");
        assertThat(project.text(CA + "defaults.json")).contains("https://localhost:9000");
        assertThat(project.text(CA + "pki/intermediate_ca.crt")).isEqualTo(pem(intermediate));
        assertThat(project.run("init-ca").out()).contains("already exists, nothing changed");
    }

    @Test
    void an_expired_intermediate_is_replaced_where_the_roots_key_is_at_hand() {
        Project project = flat(intermediate(root, Instant.now().minus(Duration.ofDays(50)), 10));
        key(project, "secrets/root_ca_key", root);
        Session session = new Session(project);
        session.run("init-ca");
        session.run("generate-service-certs", "keycloak");
        session.assertGolden("init-ca-adopt-expired");
        assertThat(project.text(CA + "pki/root_ca.crt")).isEqualTo(pem(root));
    }

    @Test
    void cut_off_before_any_step_the_next_run_leaves_one_whole_ca_and_the_source_is_as_it_was() {
        int step = 1;
        while (true) {
            Project project = flat(intermediate);
            Map<String, String> source = project.contents();
            boolean crashed = crashes(project, step);
            assertThat(project.run("init-ca").exit())
                    .as("after a crash before step " + step)
                    .isZero();
            assertThat(project.run("generate-service-certs", "db").exit())
                    .as("it signs, after a crash before step " + step)
                    .isZero();
            assertThat(project.run("init-ca", "--check").exit())
                    .as("whole, after a crash before step " + step)
                    .isZero();
            String password = source.get(CA + "secrets/password.txt");
            source.keySet().removeAll(List.of(CA + "ca.json", CA + "secrets/password.txt"));
            assertThat(project.contents()).containsAllEntriesOf(source);
            assertThat(project.contents().entrySet())
                    .as("the old password is kept")
                    .anyMatch(file -> file.getKey().endsWith("/secrets/password.txt")
                            && file.getKey().contains("backup-")
                            && file.getValue().equals(password));
            if (!crashed) {
                break;
            }
            step += step < 20 ? 3 : 7;
        }
        assertThat(step).as("there were steps to be cut off at").isGreaterThan(30);
    }

    /** @return whether the run got as far as that step */
    private static boolean crashes(Project project, int step) {
        System.setProperty("aria.crash-at", step + ":throw");
        try {
            project.run("init-ca");
            return false;
        } catch (Error crash) {
            assertThat(crash.getClass().getSimpleName()).isEqualTo("Crashed");
            return true;
        } finally {
            System.clearProperty("aria.crash-at");
        }
    }

    @Test
    void what_cannot_be_mended_is_refused_in_one_line_and_left_as_it_is() {
        Session session = new Session(flat(intermediate));
        refuses(session, flat(intermediate(root, Instant.now().minus(Duration.ofDays(50)), 10)), project -> {});
        refuses(session, flat(intermediate), project -> project.delete(CA + "secrets/password.txt"));
        refuses(session, flat(intermediate), project -> project.file(CA + "secrets/password.txt", "guess\n"));
        refuses(
                session,
                flat(intermediate),
                project -> key(project, "secrets/intermediate_ca_key", intermediate(root, Instant.now(), 9)));
        refuses(session, flat(intermediate), project -> key(project, "secrets/intermediate_ca_key", root));
        refuses(session, flat(intermediate), project -> project.delete(CA + "secrets/intermediate_ca_key"));
        refuses(session, flat(intermediate(root("Another CA", 3650), Instant.now(), 9)), project -> {});
        refuses(session, flat(intermediate), project -> {
            project.file(CA + "pki/root_ca.crt", pem(intermediate));
            project.file(CA + "pki/intermediate_ca.crt", pem(root));
        });
        refuses(session, flat(intermediate), project -> project.file(CA + "secrets/intermediate_ca_key", "garbage\n"));
        refuses(session, flat(intermediate), project -> project.mode(CA + "secrets", "rwxrwxrwx"));
        refuses(
                session,
                flat(intermediate),
                project -> project.file(
                        CA + "ca.json", "{\"key\": \"pkcs11:id=1;object=ca\", \"kms\": {\"type\": \"pkcs11\"}}"));
        refuses(
                session,
                flat(intermediate),
                project -> project.file(CA + "ca.json", "{\"ssh\": {\"hostKey\": \"secrets/ssh_host_ca_key\"}}"));
        session.assertGolden("init-ca-adopt-refusals");
    }

    @Test
    void options_that_do_not_fit_together_and_files_that_are_not_there_are_refused() {
        Project project = flat(intermediate);
        project.run("init-ca");
        Session session = new Session(project);
        session.run("init-ca", "--intermediate", "a.crt");
        session.run("init-ca", "--intermediate", "a.crt", "--intermediate-key", "a.key");
        session.run("init-ca", "--root", "a.crt");
        session.run("init-ca", "--adopt", "x", "--root", "a.crt");
        session.run("init-ca", "--adopt", "nowhere");
        session.run("init-ca", "--root", "a.crt", "--intermediate", "b.crt", "--intermediate-key", "b.key");
        project.file("other/root.crt", pem(root("Another CA", 3650)));
        project.file("other/root.key", new String(Keys.pkcs8Pem(root.key()), StandardCharsets.US_ASCII));
        session.run("init-ca", "--root", "other/root.crt", "--root-key", "other/root.key");
        session.run("init-ca", "--root", "other/root.crt", "--root-key", "other/root.key", "--force");
        session.assertGolden("init-ca-adopt-wrong-usage");
    }

    private static void refuses(Session session, Project project, Consumer<Project> spoil) {
        spoil.accept(project);
        Map<String, String> before = project.state();
        Project.Ran ran = session.of(project).run("init-ca");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
        assertThat(ran.errors()).hasSize(1);
        assertThat(project.state()).as("nothing is written").isEqualTo(before);
    }
}
