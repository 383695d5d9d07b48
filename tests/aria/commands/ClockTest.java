package aria.commands;

import static aria.commands.PatchComposeCommandTest.DB_AND_APP;
import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.RunningCa;
import aria.testing.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's clock is set back and forward between commands: said where it matters, and nothing is lost. */
class ClockTest {
    @TempDir(factory = InMemory.class)
    Path folder;

    @Test
    void back_before_the_ca_and_forward_beyond_the_certificates_and_back_again() {
        Project project = Project.empty(folder).file("compose.yaml", DB_AND_APP);
        try (ClockedRuns runs = new ClockedRuns(project)) {
            done(runs, "bootstrap --yes");

            runs.set("-400d");
            Map<String, String> before = project.state();
            for (String command :
                    new String[] {"init-ca", "generate-service-certs", "pki-cert renew db --offline", "bootstrap --yes"
                    }) {
                Project.Ran ran = runs.run(command);
                assertThat(ran.exit()).as(command + ": " + ran.err()).isEqualTo(3);
                assertThat(ran.errors())
                        .singleElement()
                        .asString()
                        .contains("is not valid before", "Correct this machine's clock, which says")
                        .doesNotContain("--force");
            }
            assertThat(project.state())
                    .as("a CA that is not valid yet is not replaced")
                    .isEqualTo(before);
            done(runs, "patch-compose --undo --yes");
            assertThat(project.text("compose.yaml")).isEqualTo(DB_AND_APP);
            done(runs, "patch-compose --yes");

            runs.set("+340d");
            Project.Ran alarm = runs.run("verify-mtls-setup --only certs.expiry");
            assertThat(alarm.exit()).as(alarm.out()).isEqualTo(1);
            assertThat(done(runs, "generate-service-certs --ca offline").err()).contains("db: it expires on");
            done(runs, "pki-cert revoke app --offline");

            runs.set("+0");
            assertThat(runs.run("verify-mtls-setup --only certs.chain").out()).contains("'db' is not valid before");
            done(runs, "pki-cert revoke db --offline");
            assertThat(done(runs, "pki-cert crl").out())
                    .as("what was revoked in the future stays revoked")
                    .contains(", 2 revoked");
            assertThat(done(runs, "generate-service-certs --ca offline").err())
                    .contains("it was revoked on")
                    .contains("ada (you, for browser and curl): 'ada' is not valid before");
            done(runs, "verify-mtls-setup");

            runs.set("+6y");
            Project.Ran late = runs.run("generate-service-certs --ca offline");
            assertThat(late.exit()).isEqualTo(3);
            assertThat(late.errors())
                    .singleElement()
                    .asString()
                    .contains("'ARIA Intermediate CA' expired on", "Correct this machine's clock, which says");
            done(runs, "bootstrap --undo --yes");
            assertThat(project.text("compose.yaml"))
                    .as("the records of undo have dates before and behind")
                    .isEqualTo(DB_AND_APP);
        }
    }

    @Test
    void the_intermediate_is_renewed_half_a_year_before_its_end_and_everything_follows() throws IOException {
        Project project = Project.empty(folder).file("compose.yaml", DB_AND_APP);
        try (ClockedRuns runs = new ClockedRuns(project)) {
            done(runs, "init-ca");
            runs.set("+1600d");
            done(runs, "generate-service-certs --validity 90d");
            assertThat(done(runs, "rotate-certs").out()).contains("nothing is due");
            runs.set("+1650d");
            assertThat(runs.run("verify-mtls-setup --only pki.expiry").out())
                    .contains("it is due for renewal. Run ./jbangw rotate-certs@aria");
            Path away = folder.resolve("root_ca_key");
            Files.move(project.layout.rootKey(), away);
            assertThat(done(runs, "rotate-certs").out())
                    .as("a warning while there is time: a timer does not ring for half a year")
                    .contains(
                            "nothing is due",
                            "the root's key is not in config/root-ca",
                            "rotate-certs@aria --root-key FILE");
            Files.move(project.layout.rootKeyPassword(), folder.resolve("root_ca_password.txt"));
            String key = project.text("config/step-ca/pki/intermediate_ca_key");
            assertThat(done(runs, "rotate-certs --root-key " + away).out())
                    .contains(
                            "db: the intermediate was renewed",
                            "2 renewed, 0 kept",
                            "pki/intermediate_ca.crt",
                            "data/people/ada.crt");
            assertThat(project.text("config/step-ca/pki/intermediate_ca_key")).isEqualTo(key);
            assertThat(done(runs, "rotate-certs").out()).contains("nothing is due");
            done(runs, "verify-mtls-setup --only pki,certs,handshake");
        }
    }

    /** By hours the certificate of a CA elsewhere is still valid, so that TLS says nothing. */
    @Test
    void three_hours_ahead_of_the_running_ca_nothing_is_rotated() {
        Project project = Project.empty(folder.resolve("project"))
                .file("compose.yaml", "services: {keycloak: {image: \"quay.io/keycloak/keycloak:26.7\"}}\n");
        try (RunningCa ca = RunningCa.start("0.30.2", project.root, json -> json, List.of());
                ClockedRuns runs = new ClockedRuns(project)) {
            String rotate = "rotate-certs --no-input --ca jwk --ca-url " + ca.url();
            done(runs, "generate-service-certs --ca offline --validity 6h");
            done(runs, rotate);

            runs.set("+5h");
            Project.Ran ran = runs.run(rotate);
            assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
            assertThat(ran.errors())
                    .singleElement()
                    .asString()
                    .contains("this machine's clock says", "but the CA's says", "Correct the clock that is wrong");

            runs.set("+0");
            done(runs, rotate);
        }
    }

    /** The second CA went to the folder that held the first, and replaced it. */
    @Test
    void two_cas_that_are_replaced_at_the_same_second_are_both_kept() throws IOException {
        Project project = Project.empty(folder);
        try (ClockedRuns runs = new ClockedRuns(project)) {
            runs.set("2027-01-01 00:00:00");
            done(runs, "init-ca");
            String first = project.text("config/step-ca/pki/root_ca.crt");
            done(runs, "init-ca --force --yes");
            String second = project.text("config/step-ca/pki/root_ca.crt");
            done(runs, "init-ca --force --yes");
            try (Stream<Path> files = Files.walk(project.layout.rootKeyFolder())) {
                assertThat(files.filter(file -> file.endsWith("root_ca.crt"))
                                .map(file -> project.text(file.toString())))
                        .containsExactlyInAnyOrder(first, second);
            }
        }
    }

    private static Project.Ran done(ClockedRuns runs, String command) {
        Project.Ran ran = runs.run(command);
        assertThat(ran.exit()).as(command + ": " + ran.err()).isZero();
        return ran;
    }
}
