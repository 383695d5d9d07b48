package aria.ca.config;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.CaOnDisk;
import aria.ca.RunningCa;
import aria.ca.StepCaProcess;
import aria.finding.RefusedException;
import aria.testing.Needs;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** init-ca refuses the ca.json by which the real step-ca does not start, and no other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartRulesTest {
    private static final String ADMIN = "{\"type\":\"ACME\",\"name\":\"acme\"}";

    private CaOnDisk project;
    private String good;

    @BeforeAll
    void makeCa(@TempDir Path folder) {
        project = CaOnDisk.in(folder);
        project.init(CaOnDisk.with(Map.of("address", "127.0.0.1:" + StepCaProcess.freePort())));
        good = new String(project.bytes(project.layout().caJson()), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "address; \"localhost\"; not a valid address",
                "logger.format; \"xml\"; not a format of step-ca's log",
                "logger.format; \"common\"; ",
                "tls.minVersion; 1.4; minVersion is above",
                "tls.minVersion; \"1.2\"; should be a number",
                "db.type; \"sqlite\"; not a database that step-ca supports",
                "db; {}; not a database that step-ca supports",
                "dnsNames; \"ca.lab\"; should be a list",
                "authority.claims; \"x\"; should be an object",
                "authority.claims; {\"maxTLSCertDuration\":\"365d\"}; '365d'",
                "authority.claims; {\"maxTLSCertDuration\":\"8h\"}; less than defaultTLSCertDuration",
                "authority.claims; {\"maxTLSCertDuration\":\"8h\",\"defaultTLSCertDuration\":\"1.5h\"}; ",
                "authority.claims; {\"minTLSCertDuration\":\"48h\",\"maxTLSCertDuration\":\"24h\"}; less than minTLSCertDuration",
                "authority.claims; {\"minTLSCertDuration\":\"0s\"}; more than zero",
                "authority.claims; {\"defaultTLSCertDuration\":\"48h\"}; ",
                "authority.claims; {\"minUserSSHCertDuration\":\"1d\"}; '1d'",
                "authority.backdate; \"-1m\"; '-1m'",
                "crl; {\"enabled\":true,\"cacheDuration\":\"1h\",\"renewPeriod\":\"2h\"}; longer than crl.cacheDuration",
                "authority.provisioners; [" + ADMIN + "," + ADMIN + "]; has the same name 'acme'",
                "authority.provisioners; [" + ADMIN
                        + ",{\"type\":\"SSHPOP\",\"name\":\"acme\"}]; has the same name 'acme'",
                "authority.provisioners; [" + ADMIN + ",{\"type\":\"JWK\",\"name\":\"ops\"}]; has no key",
                "authority.provisioners; [" + ADMIN + ",{\"type\":\"acme\",\"name\":\"other\"}]; ",
                "authority.provisioners; [{\"type\":\"ACME\",\"name\":\"a\",\"claims\":{\"maxTLSCertDuration\":\"7d\"}}]; '7d'"
            })
    void what_step_ca_does_not_start_with_is_refused_with_the_reason(String member, String value, String reason)
            throws IOException, InterruptedException {
        project.write(project.layout().caJson(), RunningCa.with(good, value, member.split("\\.")));
        assertThat(starts()).as("step-ca with it").isEqualTo(reason == null);
        String said = "";
        try {
            project.plan(CaOnDisk.options());
        } catch (RefusedException refused) {
            said = refused.getMessage();
        }
        if (reason == null) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said).contains(reason).matches("config/step-ca/ca\\.json:\\d+:\\d+.*");
        }
    }

    @Test
    void a_provisioner_that_step_ca_leaves_out_without_a_word_is_a_warning() {
        project.write(
                project.layout().caJson(),
                RunningCa.with(
                        good, "[" + ADMIN + ",{\"type\":\"ACMEE\",\"name\":\"typo\"}]", "authority", "provisioners"));
        assertThat(project.plan(CaOnDisk.options()).warnings())
                .contains("step-ca ignores the provisioner 'typo', because it does not know the type 'ACMEE'");
    }

    /** Whether it serves; else it has ended by itself. */
    private boolean starts() throws IOException, InterruptedException {
        Path log = project.layout().root().resolve("start.log");
        List<String> words = new ArrayList<>(
                List.of(Needs.stepCa("0.30.2").toString(), "--password-file", "secrets/password.txt", "ca.json"));
        Process process = new ProcessBuilder(words)
                .directory(project.layout().configDir().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        try {
            while (process.isAlive() && !Files.readString(log).contains("Serving HTTPS")) {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
            return process.isAlive();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
