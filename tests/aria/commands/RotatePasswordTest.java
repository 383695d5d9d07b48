package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.CaInfo;
import aria.ca.ProvisionerKey;
import aria.ca.ProvisionerKeyFile;
import aria.ca.RunningCa;
import aria.ca.config.CaConfig;
import aria.ca.online.HttpLimits;
import aria.ca.online.StepCaClient;
import aria.ca.online.TokenSigner;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.Purpose;
import aria.pki.Validity;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New passwords and a new provisioner's key. That a killed run is finished is shown by {@link KillSweepTest}. */
class RotatePasswordTest {
    private static final String PASSWORD = "config/step-ca/secrets/password.txt";
    private static final String KEY = "config/step-ca/pki/intermediate_ca_key";
    private static final String CA_JSON = "config/step-ca/ca.json";

    @TempDir
    Path folder;

    private Project project() {
        Project project = Project.empty(folder);
        project.run("init-ca");
        return project;
    }

    private static PrivateKey key(Project project, String password) {
        return Keys.read(
                project.text(KEY).getBytes(StandardCharsets.US_ASCII),
                password.strip().toCharArray());
    }

    private static CaConfig config(Project project) {
        return CaConfig.parse(CA_JSON, project.text(CA_JSON).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_ca_has_the_same_key_under_another_password() {
        Project project = project();
        String old = project.text(PASSWORD);
        PrivateKey before = key(project, old);
        Map<String, String> state = project.state();
        Project.Ran shown = project.run("pki-cert", "rotate-password", "--ca", "--dry-run");
        assertThat(shown.out()).contains("is encrypted with a new password");
        assertThat(project.state()).isEqualTo(state);

        Project.Ran ran = project.run("pki-cert", "rotate-password", "--ca");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains(KEY, PASSWORD).doesNotContain(old.strip());
        assertThat(project.text(PASSWORD)).isNotEqualTo(old);
        assertThat(key(project, project.text(PASSWORD))).isEqualTo(before);
        assertThat(project.text("data/mtls/audit.log")).contains(KEY, PASSWORD);
        assertThat(project.run("generate-service-certs", "db").exit()).isZero();
    }

    @Test
    void the_provisioner_keeps_its_key_under_another_password_unless_it_is_to_have_a_new_one() throws IOException {
        Project project = project();
        project.run("generate-service-certs", "db", "--ca", "offline", "--once");
        String first = config(project).ours().orElseThrow().keyId();
        String password = project.text("config/step-ca/secrets/provisioner_password.txt");
        String published = project.text(CA_JSON);
        Project.Ran ran = project.run("pki-cert", "rotate-password", "--provisioner", "--json");
        assertThat(JsonParser.parseString(ran.out())
                        .getAsJsonObject()
                        .getAsJsonObject("result")
                        .getAsJsonArray("files"))
                .hasSize(3);
        assertThat(config(project).ours().orElseThrow().keyId()).isEqualTo(first);
        assertThat(ProvisionerKeyFile.open(project.layout).keyId()).isEqualTo(first);
        assertThat(project.text("config/step-ca/secrets/provisioner_password.txt"))
                .isNotEqualTo(password);
        assertThat(project.text(CA_JSON)).isNotEqualTo(published);
        assertThat(project.run("rotate-certs", "--ca", "offline", "--once").out())
                .contains("nothing is due");

        assertThat(project.run("pki-cert", "rotate-password", "--provisioner-key")
                        .exit())
                .isZero();
        String second = config(project).ours().orElseThrow().keyId();
        assertThat(second).isNotEqualTo(first);
        assertThat(ProvisionerKeyFile.open(project.layout).keyId()).isEqualTo(second);
        assertThat(Files.readString(project.layout.provisionerPublicKey())).contains(second);
        assertThat(project.run("rotate-certs", "--ca", "offline", "--once").out())
                .contains("nothing is due");
    }

    @Test
    void without_a_subject_and_without_a_ca_nothing_happens() {
        Project project = Project.empty(folder);
        assertThat(project.run("pki-cert", "rotate-password").exit()).isEqualTo(2);
        assertThat(project.run("pki-cert", "rotate-password", "--ca").exit()).isEqualTo(1);
        project.run("init-ca");
        project.file(PASSWORD, "another");
        Map<String, String> state = project.state();
        assertThat(project.run("pki-cert", "rotate-password", "--ca").exit()).isEqualTo(3);
        assertThat(project.state()).isEqualTo(state);
    }

    @Test
    void the_real_step_ca_goes_on_with_them_and_refuses_tokens_of_the_old_key_but_renews_what_it_issued() {
        Project project = Project.empty(folder);
        try (RunningCa ca = RunningCa.start("0.30.2", project.root)) {
            ProvisionerKey old = ProvisionerKeyFile.open(project.layout);
            project.run("pki-cert", "create", "keycloak", "--san", "localhost");
            assertThat(signed(ca, old)).hasSize(2);
            assertThat(project.run("pki-cert", "rotate-password", "--ca", "--provisioner-key")
                            .exit())
                    .isZero();
            ca.kill();
            ca.up();
            assertThat(signed(ca, ProvisionerKeyFile.open(project.layout))).hasSize(2);
            assertThatThrownBy(() -> signed(ca, old)).hasMessageContaining("401");
            assertThat(project.run("pki-cert", "renew", "keycloak", "--online").exit())
                    .isZero();
        }
    }

    private static List<X509Certificate> signed(RunningCa ca, ProvisionerKey key) {
        KeyPair pair = Keys.generate(KeyType.P256);
        StepCaClient client = new StepCaClient(ca.url(), CaInfo.of(ca.layout()).roots(), HttpLimits.NORMAL);
        return new TokenSigner(client, key, CaConfig.PROVISIONER, Optional.empty())
                .sign(
                        new LeafRequest(
                                "keycloak",
                                Names.of(List.of("keycloak")),
                                pair.getPublic(),
                                Purpose.SERVER_AND_CLIENT,
                                Validity.startingAt(Instant.now(), Duration.ofHours(1)),
                                Optional.empty()),
                        pair.getPrivate());
    }
}
