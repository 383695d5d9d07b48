package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.commands.Project;
import aria.testing.Needs;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CA, a provisioner and an address that came with a clone. */
class ForeignCaTest {
    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void prepare() {
        project = Project.empty(folder).file("compose.yaml", "services:\n  db:\n    image: postgres:17\n");
        assertThat(project.run("init-ca").exit()).isZero();
    }

    @Test
    void keys_that_git_tracks_are_refused_whatever_their_mode() throws IOException, InterruptedException {
        git("init", "-q");
        git("add", "-f", "config");
        project.delete("data");
        for (String command : new String[] {"init-ca", "generate-service-certs", "bootstrap"}) {
            Project.Ran ran = project.run(command, command.equals("bootstrap") ? "--yes" : "--json");
            assertThat(ran.exit()).as(command + ran.err()).isEqualTo(3);
            assertThat(ran.out() + ran.err())
                    .contains("tracked by git", "init-ca")
                    .doesNotContain("chmod");
        }
        git(
                "rm",
                "-q",
                "-r",
                "--cached",
                "--ignore-unmatch",
                "config/step-ca/pki",
                "config/step-ca/secrets",
                "config/root-ca");
        assertThat(project.run("init-ca", "--force").exit()).isZero();
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
    }

    /** Whoever can write it puts another CA in the place of ours, and the root's key signs with that one. */
    @Test
    void a_folder_above_the_ca_that_others_can_write_is_refused() throws IOException {
        Path above = project.root.resolve("config");
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (String command : new String[] {"init-ca", "generate-service-certs", "bootstrap"}) {
            Project.Ran ran = project.run(command, command.equals("bootstrap") ? "--yes" : "--json");
            assertThat(ran.exit()).as(command + ran.err()).isEqualTo(3);
            assertThat(ran.out() + ran.err()).contains("others can write to the folder", "chmod go-w " + above);
        }
        Project.Ran checked = project.run("verify-mtls-setup", "--only", "secrets.mode");
        assertThat(checked.exit()).isEqualTo(1);
        assertThat(checked.out()).contains("config can be written by other users");
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThat(project.run("generate-service-certs", "--yes").exit()).isZero();
    }

    /** Whoever can write there exchanges the whole project. CI systems have such folders, so it is no error. */
    @Test
    void a_folder_above_the_project_that_others_can_write_is_a_warning() throws IOException {
        Path above = project.root.getParent();
        String said = "in " + above.toRealPath() + " others can put another project in the place of this one";
        assertThat(project.run("verify-mtls-setup", "--only", "secrets.mode").out())
                .doesNotContain("another project");
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));
        Project.Ran checked = project.run("verify-mtls-setup", "--only", "secrets.mode");
        assertThat(checked.exit()).as(checked.out()).isZero();
        assertThat(checked.out()).contains(said);
        Files.setAttribute(above, "unix:mode", 01777);
        assertThat(project.run("verify-mtls-setup", "--only", "secrets.mode").out())
                .doesNotContain("another project");
    }

    /** Its mode lets nobody else in, and its owner puts another CA there. */
    @Test
    void a_folder_or_a_key_of_another_user_is_refused() throws IOException {
        Needs.root();
        UserPrincipal other =
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        for (String name : List.of("config", "config/step-ca/pki", "config/step-ca/pki/intermediate_ca_key")) {
            Path theirs = project.root.resolve(name);
            UserPrincipal owner = Files.getOwner(theirs);
            Files.setOwner(theirs, other);
            Project.Ran ran = project.run("generate-service-certs", "--force", "--yes");
            assertThat(ran.exit()).as(name + ran.err()).isEqualTo(3);
            assertThat(ran.err()).contains(name + ": this belongs to another user (nobody)");
            assertThat(project.run("bootstrap", "--yes").exit()).isEqualTo(3);
            if (!name.endsWith("_key")) {
                Project.Ran checked = project.run("verify-mtls-setup", "--only", "secrets.mode");
                assertThat(checked.exit()).isEqualTo(1);
                assertThat(checked.out()).contains(name + " belongs to another user (nobody)");
            }
            Files.setOwner(theirs, owner);
        }
        // A container often runs as root in the project of another user.
        try (Stream<Path> all = Files.walk(project.root)) {
            for (Path path : all.toList()) {
                Files.setOwner(path, other);
            }
        }
        assertThat(project.run("generate-service-certs", "--force", "--yes").exit())
                .isZero();
    }

    @Test
    void a_provisioner_that_is_not_ours_is_named_in_plan_and_checks() {
        String evil =
                "{\"type\": \"JWK\", \"name\": \"evil\", \"key\": {\"kty\": \"EC\", \"crv\": \"P-256\", \"kid\": \"x\","
                        + " \"alg\": \"ES256\", \"use\": \"sig\", \"x\": \"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                        + " \"y\": \"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}},";
        String config = project.text("config/step-ca/ca.json");
        assertThat(project.run("init-ca").err()).doesNotContain("did not make");
        project.file("config/step-ca/ca.json", config.replaceFirst("(\"provisioners\": \\[)", "$1" + evil));
        assertThat(project.run("init-ca").err()).contains("JWK 'evil'");
        assertThat(project.run("bootstrap", "--dry-run").err()).contains("JWK 'evil'");
        Project.Ran checked = project.run("verify-mtls-setup", "--only", "ca.issuing");
        assertThat(checked.out() + checked.err()).contains("JWK 'evil'", "did not make", "one-time token");
        project.file(
                "config/step-ca/ca.json", config.replace("\"template\": \"{", "\"template\": \"{\\\"isCA\\\": true, "));
        assertThat(project.run("init-ca").err()).contains("ACME 'acme'");
    }

    /** What version 0.1 wrote: ACME issued for clients, and for step-ca's own name, for whoever answered under it. */
    @Test
    void acme_that_gives_identities_is_restricted_in_a_plan_that_is_shown() {
        String now = project.text("config/step-ca/ca.json");
        assertThat(now).contains("serverAuth").doesNotContain("\"step-ca\"\n          ]");
        String old = now.replaceFirst(
                "(?s)(\"name\": \"acme\"),.*?\\n      }(,\\s+\\{\\s+\"type\": \"SSHPOP)", "$1\n      }$2");
        assertThat(old).doesNotContain("serverAuth");
        project.file("config/step-ca/ca.json", old);

        Project.Ran warned = project.run("verify-mtls-setup", "--only", "ca.issuing", "--json");
        assertThat(warned.exit()).as(warned.err()).isZero();
        assertThat(warned.out()).contains("\"status\":\"warn\"", "from whoever gives it", "init-ca");
        for (String command : new String[] {"init-ca", "bootstrap"}) {
            assertThat(project.run(command, "--dry-run").out())
                    .contains("issues for servers only and for at most 90 days");
            assertThat(project.text("config/step-ca/ca.json")).isEqualTo(old);
        }
        assertThat(project.run("init-ca").exit()).isZero();
        assertThat(project.text("config/step-ca/ca.json")).isEqualTo(now);
        assertThat(project.run("init-ca").out()).contains("nothing changed");

        JsonObject result = JsonParser.parseString(project.run("verify-mtls-setup", "--only", "ca.issuing", "--json")
                        .out())
                .getAsJsonObject()
                .getAsJsonObject("result");
        assertThat(result.getAsJsonObject("counts").get("warn").getAsInt()).isZero();
        assertThat(result.getAsJsonArray("issuing"))
                .filteredOn(
                        right -> right.getAsJsonObject().get("positionIsEnough").getAsBoolean())
                .singleElement()
                .hasToString(
                        "{\"provisioner\":\"acme\",\"type\":\"ACME\",\"ours\":true,\"names\":[\"db.state.svc.cluster.local\",\"db\"],"
                                + "\"usages\":[\"serverAuth\"],\"longest\":\"2160h\",\"proof\":\"position\",\"positionIsEnough\":true}");
    }

    @Test
    void what_only_shows_contacts_no_address_of_the_projects_files() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(300);
            project.file(
                    "config/step-ca/defaults.json",
                    project.text("config/step-ca/defaults.json")
                            .replaceFirst(
                                    "\"ca-url\": \"[^\"]*\"",
                                    "\"ca-url\": \"https://127.0.0.1:" + server.getLocalPort() + "\""));
            for (String command : new String[] {"init-ca", "generate-service-certs", "patch-compose", "bootstrap"}) {
                for (String option : new String[] {"--dry-run", "--check"}) {
                    project.run(command, option);
                }
            }
            project.run("generate-service-certs", "--dry-run", "--ca", "jwk");
            project.run("generate-service-certs", "--dry-run", "--ca", "acme");
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Whoever wrote the file learns who works with it, and a token of theirs goes where it says. */
    @Test
    void an_address_in_the_files_is_contacted_by_nobody_who_has_not_agreed() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(300);
            String url = "https://127.0.0.1:" + server.getLocalPort();
            project.file(
                    "config/step-ca/defaults.json",
                    project.text("config/step-ca/defaults.json")
                            .replaceFirst("\"ca-url\": \"[^\"]*\"", "\"ca-url\": \"" + url + "\""));
            Project.Ran issued = project.run("generate-service-certs", "--yes");
            assertThat(issued.exit()).as(issued.err()).isZero();
            assertThat(issued.err())
                    .contains("with the CA's files, because nobody agreed on this machine to contact " + url);
            for (String[] words : new String[][] {
                {"generate-service-certs", "--force", "--yes", "--ca", "jwk"},
                {"generate-service-certs", "--force", "--yes", "--ca", "acme"},
                {"pki-cert", "renew", "db", "--online"},
                {"pki-cert", "ca"},
                {"pki-cert", "crl", "--fetch"}
            }) {
                Project.Ran ran = project.run(words[0], Arrays.copyOfRange(words, 1, words.length));
                assertThat(ran.exit()).as(String.join(" ", words) + ran.err()).isEqualTo(5);
                assertThat(ran.err()).contains(url, "contacted only after you agreed", "--ca-url");
            }
            project.run("pki-cert", "renew", "db");
            project.run("pki-cert", "revoke", "db");
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void an_address_of_this_users_own_ca_and_one_that_was_typed_are_contacted_without_a_question() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(300);
            String port = String.valueOf(server.getLocalPort());
            project.delete("config");
            assertThat(project.run("init-ca", "--address", "127.0.0.1:" + port).exit())
                    .isZero();
            server.close();
            assertThat(project.run("generate-service-certs").err())
                    .contains("no CA answers at https://localhost:" + port);
            assertThat(project.run("pki-cert", "ca").exit()).as("tried").isEqualTo(4);
            assertThat(project.run("pki-cert", "ca", "--ca-url", "https://127.0.0.1:" + port)
                            .exit())
                    .isEqualTo(4);
        }
    }

    private void git(String... words) throws IOException, InterruptedException {
        String[] command = new String[words.length + 1];
        command[0] = Needs.program("git").toString();
        System.arraycopy(words, 0, command, 1, words.length);
        assertThat(new ProcessBuilder(command)
                        .directory(project.root.toFile())
                        .start()
                        .waitFor())
                .isZero();
    }
}
