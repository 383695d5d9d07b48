package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.commands.Project;
import aria.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
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
        Project.Ran checked = project.run("verify-mtls-setup", "--only", "ca.config");
        assertThat(checked.out() + checked.err()).contains("JWK 'evil'", "did not make");
        project.file(
                "config/step-ca/ca.json",
                config.replace(
                        "\"name\": \"acme\"", "\"name\": \"acme\", \"options\": {\"x509\": {\"template\": \"{}\"}}"));
        assertThat(project.run("init-ca").err()).contains("ACME 'acme'");
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
