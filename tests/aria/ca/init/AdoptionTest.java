package aria.ca.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.CaOnDisk;
import aria.ca.OfflineSigner;
import aria.ca.Passwords;
import aria.ca.ProvisionerKey;
import aria.ca.ProvisionerKeyFile;
import aria.ca.StepCaProcess;
import aria.ca.config.CaConfig;
import aria.finding.RefusedException;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Names;
import aria.pki.Purpose;
import aria.pki.Tool;
import aria.testing.Checkout;
import aria.testing.Needs;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code step ca init} has made is taken over, and the real step-ca goes on with it. */
class AdoptionTest {

    @TempDir
    Path folder;

    private final int port = StepCaProcess.freePort();

    /** {@code step ca init} with STEPPATH there; the password lies in {@code pw} beside the project. */
    private CaOnDisk stepCaInit(Path stepPath, String provisioner) throws IOException {
        Path step = Needs.step();
        CaOnDisk project = CaOnDisk.in(Files.createDirectories(folder.resolve("project")));
        Files.writeString(folder.resolve("pw"), "a password of mine\n");
        Path made = folder.resolve("steppath");
        Tool.Answer answer = new Tool(step, folder)
                .run(
                        "ca",
                        "init",
                        "--name",
                        "Lab",
                        "--dns",
                        "localhost",
                        "--address",
                        ":" + port,
                        "--provisioner",
                        provisioner,
                        "--password-file",
                        "pw",
                        "--acme");
        assertThat(answer.exit()).as(answer.text()).isZero();
        Files.createDirectories(stepPath.getParent());
        Files.move(made, stepPath);
        return project;
    }

    private ImportedCa brought(Optional<Path> from) {
        Path pw = folder.resolve("pw");
        return new ImportedCa(
                from,
                Optional.empty(),
                Optional.empty(),
                Optional.of(pw),
                Optional.empty(),
                Optional.empty(),
                Optional.of(pw),
                Optional.of(pw));
    }

    private static CaOptions options(ImportedCa brought) {
        return CaOnDisk.with(Map.of("brought", brought));
    }

    private void assertRuns(CaOnDisk project, NewCa made, String... provisioners) {
        OfflineSigner signer = OfflineSigner.open(project.layout());
        CertifiedKey leaf = signer.issue(
                "keycloak",
                Names.of(List.of("keycloak")),
                Purpose.SERVER_AND_CLIENT,
                KeyType.P256,
                signer.validityFor(Duration.ofHours(8), Instant.now()));
        try (StepCaProcess ca = StepCaProcess.start(
                Needs.stepCa("0.30.2"),
                project.layout().configDir(),
                port,
                made.signer().roots())) {
            assertThat(JsonParser.parseString(ca.get("/provisioners").body())
                            .getAsJsonObject()
                            .getAsJsonArray("provisioners"))
                    .extracting(item -> item.getAsJsonObject().get("name").getAsString())
                    .containsExactlyInAnyOrder(provisioners);
            assertThat(ca.get("/provisioners").body()).doesNotContain("Uninitialized");
            assertThat(ca.post("/1.0/renew", "", leaf).statusCode())
                    .as("it renews what we sign")
                    .isEqualTo(201);
        }
    }

    @Test
    void a_folder_of_step_ca_init_in_our_place_is_adopted_and_nothing_in_it_is_touched() throws IOException {
        CaOnDisk project = stepCaInit(folder.resolve("project/config/step-ca"), "me@lab");
        Map<String, String> before = new TreeMap<>(project.everything());
        CaChange change = project.plan(options(brought(Optional.empty())));
        assertThat(change.state()).isEqualTo(CaChange.State.ADOPT);
        NewCa made = project.init(options(brought(Optional.empty())));

        Map<String, String> after = project.everything();
        assertThat(after).containsAllEntriesOf(before);
        assertThat(after.get("config/step-ca/pki/intermediate_ca_key")).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(project.layout().intermediateKey())))
                .isEqualTo("rw-------");
        assertThat(after.get("config/step-ca/ca.json"))
                .doesNotContain(folder.toString())
                .contains("\"dataSource\": \"db\"");
        assertThat(project.plan(CaOnDisk.options()).state()).as("a second run").isEqualTo(CaChange.State.PRESENT);
        assertRuns(project, made, "admin", "me@lab", "acme");
        for (JsonElement provisioner : JsonParser.parseString(after.get("config/step-ca/ca.json"))
                .getAsJsonObject()
                .getAsJsonObject("authority")
                .getAsJsonArray("provisioners")) {
            if (provisioner.getAsJsonObject().get("name").getAsString().equals("me@lab")) {
                String key = provisioner.getAsJsonObject().get("encryptedKey").getAsString();
                assertThat(ProvisionerKey.open(
                                        key.getBytes(StandardCharsets.US_ASCII),
                                        "a password of mine".toCharArray(),
                                        "key")
                                .keyId())
                        .as("their provisioner's password still opens its key")
                        .isNotEmpty();
            }
        }
    }

    @Test
    void in_a_checkout_of_this_repository_the_ca_json_of_step_ca_init_is_the_one_that_counts() throws IOException {
        CaOnDisk project = stepCaInit(folder.resolve("project/config/step-ca"), "me@lab");
        Files.copy(
                Checkout.root().resolve("config/step-ca/ca.json"),
                project.layout().caJson());
        NewCa made = project.init(options(brought(Optional.empty())));
        assertThat(made.backups())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("ca.json");
        assertRuns(project, made, "admin", "me@lab", "acme");
    }

    @Test
    void a_folder_elsewhere_is_copied_and_a_provisioner_of_our_name_keeps_its_key() throws IOException {
        CaOnDisk project = stepCaInit(folder.resolve("dot-step"), "admin");
        CaOptions options = options(brought(Optional.of(folder.resolve("dot-step"))));
        String keyId = CaConfig.parse("ca.json", Files.readAllBytes(folder.resolve("dot-step/config/ca.json")))
                .ours()
                .orElseThrow()
                .keyId();
        NewCa made = project.init(options);
        assertThat(ProvisionerKeyFile.open(project.layout()).keyId()).isEqualTo(keyId);
        assertThat(project.plan(options).state()).as("asked for again").isEqualTo(CaChange.State.PRESENT);
        assertRuns(project, made, "admin", "acme");
    }

    @Test
    void without_the_provisioners_password_it_is_refused_and_the_option_is_named() throws IOException {
        CaOnDisk project = stepCaInit(folder.resolve("dot-step"), "admin");
        Files.writeString(folder.resolve("other"), "guess\n");
        ImportedCa all = brought(Optional.of(folder.resolve("dot-step")));
        ImportedCa wrong = new ImportedCa(
                all.folder(),
                all.root(),
                all.rootKey(),
                all.rootKeyPassword(),
                all.intermediate(),
                all.intermediateKey(),
                all.intermediateKeyPassword(),
                Optional.of(folder.resolve("other")));
        assertThatThrownBy(() -> project.plan(options(wrong)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("--provisioner-password-file")
                .hasMessageContaining("other");
        assertThat(project.everything()).isEmpty();
    }

    @Test
    void root_and_intermediate_are_brought_in_as_files() throws IOException {
        CaOnDisk project = stepCaInit(folder.resolve("dot-step"), "admin");
        Path made = folder.resolve("dot-step");
        Optional<Path> pw = Optional.of(folder.resolve("pw"));
        NewCa ca = project.init(withPort(new ImportedCa(
                Optional.empty(),
                Optional.of(made.resolve("certs/root_ca.crt")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(made.resolve("certs/intermediate_ca.crt")),
                Optional.of(made.resolve("secrets/intermediate_ca_key")),
                pw,
                Optional.empty())));
        assertThat(project.bytes(project.layout().intermediateCertificate()))
                .isEqualTo(Files.readAllBytes(made.resolve("certs/intermediate_ca.crt")));
        assertRuns(project, ca, "admin", "acme", "sshpop");
    }

    @Test
    void a_new_intermediate_is_made_under_a_root_that_is_brought_with_its_key() throws IOException {
        CaOnDisk project = stepCaInit(folder.resolve("dot-step"), "admin");
        Path made = folder.resolve("dot-step");
        NewCa ca = project.init(withPort(new ImportedCa(
                Optional.empty(),
                Optional.of(made.resolve("certs/root_ca.crt")),
                Optional.of(made.resolve("secrets/root_ca_key")),
                Optional.of(folder.resolve("pw")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
        assertThat(Certificates.commonName(ca.signer().issuer())).isEqualTo("ARIA Intermediate CA");
        assertThat(Files.exists(project.layout().rootKey()))
                .as("the root's key is used and not copied")
                .isFalse();
        assertRuns(project, ca, "admin", "acme", "sshpop");
    }

    @Test
    void a_password_and_a_configuration_that_stood_in_our_places_are_kept() throws IOException {
        CaOnDisk project = stepCaInit(folder.resolve("project/config/step-ca"), "me@lab");
        Path secrets = project.layout().secretsFolder();
        Files.copy(folder.resolve("pw"), secrets.resolve("password.txt"));
        Files.copy(
                project.layout().configDir().resolve("config/ca.json"),
                project.layout().caJson());
        NewCa ca = project.init(CaOnDisk.options());
        assertThat(ca.backups())
                .extracting(path -> path.getFileName().toString())
                .containsExactlyInAnyOrder("password.txt", "ca.json");
        Path kept = ca.backups().stream()
                .filter(path -> path.endsWith("password.txt"))
                .findFirst()
                .orElseThrow();
        assertThat(Keys.read(
                        Files.readAllBytes(secrets.resolve("root_ca_key")),
                        Passwords.read(Files.readAllBytes(kept), "kept")))
                .as("it still opens the root's key")
                .isNotNull();
        assertRuns(project, ca, "admin", "me@lab", "acme");
    }

    private CaOptions withPort(ImportedCa brought) {
        return CaOnDisk.with(Map.of("address", ":" + port, "brought", brought));
    }
}
