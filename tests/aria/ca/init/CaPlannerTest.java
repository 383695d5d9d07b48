package aria.ca.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.CaOnDisk;
import aria.ca.ProvisionerKeyFile;
import aria.ca.config.CaConfig;
import aria.finding.RefusedException;
import aria.finding.UsageException;
import aria.pki.KeyType;
import aria.store.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaPlannerTest {

    @TempDir
    Path folder;

    private CaOnDisk project;

    @BeforeEach
    void useFolder() {
        project = CaOnDisk.in(folder);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void planning_writes_nothing() {
        assertThat(project.plan(CaOnDisk.options()).state()).isEqualTo(CaChange.State.ABSENT_CREATE);
        assertThat(project.plan(CaOnDisk.options()).build().get()).isNotNull();
        assertThat(project.everything()).isEmpty();
    }

    @Test
    void options_that_the_CA_that_is_there_does_not_fit_are_said_to_be_without_effect() {
        project.init(CaOnDisk.options(KeyType.P384, new RootKeyPlace.Keep(), false));
        CaOptions o = CaOnDisk.options();
        CaOptions others = CaOnDisk.with(Map.of(
                "name",
                "Lab",
                "rootValidity",
                Duration.ofDays(400),
                "intermediateValidity",
                Duration.ofDays(300),
                "keyType",
                KeyType.ED25519,
                "rootKey",
                new RootKeyPlace.Keep()));
        CaChange change = project.plan(others);
        assertThat(change.changes()).isFalse();
        assertThat(change.warnings())
                .singleElement()
                .isEqualTo(
                        "the CA in config/step-ca already exists, so these options have no effect: --key-type Ed25519 (it has P-384), "
                                + "--name Lab (it is ARIA Root CA), --root-validity, --intermediate-validity; init-ca --force replaces it with a new one");
        assertThat(project.plan(CaOnDisk.options(KeyType.P384, new RootKeyPlace.Keep(), false))
                        .warnings())
                .isEmpty();
        assertThat(project.plan(o).warnings())
                .as("an option at its default asks for nothing")
                .isEmpty();
    }

    @Test
    void makes_every_file_with_its_mode() throws IOException {
        project.init(CaOnDisk.options());
        for (Path open : List.of(
                project.layout().caJson(),
                project.layout().defaultsJson(),
                project.layout().rootCertificate(),
                project.layout().intermediateCertificate(),
                project.layout().trustBundle())) {
            assertThat(mode(open)).as("%s", open).isEqualTo("rw-r--r--");
        }
        for (Path secret : List.of(
                project.layout().intermediateKey(),
                project.layout().passwordFile(),
                project.layout().provisionerKey(),
                project.layout().provisionerPasswordFile(),
                project.layout().provisionerPublicKey(),
                project.layout().rootKey(),
                project.layout().rootKeyPassword())) {
            assertThat(mode(secret)).as("%s", secret).isEqualTo("rw-------");
        }
        for (Path closed : List.of(
                project.layout().pkiFolder(),
                project.layout().secretsFolder(),
                project.layout().rootKeyFolder())) {
            assertThat(mode(closed)).as("%s", closed).isEqualTo("rwx------");
        }
        assertThat(folder.resolve("config/root-ca/.gitignore")).hasContent("*\n");
        assertThat(folder.resolve("data/certs/.gitignore")).hasContent("*\n");
    }

    @Test
    void every_password_is_different_and_has_256_bits() {
        project.init(CaOnDisk.options());
        List<String> passwords = List.of(
                        project.layout().passwordFile(),
                        project.layout().provisionerPasswordFile(),
                        project.layout().rootKeyPassword())
                .stream()
                .map(file -> new String(project.bytes(file), StandardCharsets.UTF_8))
                .toList();
        assertThat(passwords).doesNotHaveDuplicates().allMatch(password -> password.matches("[A-Za-z0-9_-]{43}\n"));
    }

    @Test
    void a_second_run_finds_everything_there() {
        project.init(CaOnDisk.options());
        Map<String, String> before = project.everything();
        CaChange again = project.plan(CaOnDisk.options());
        assertThat(again.state()).isEqualTo(CaChange.State.PRESENT);
        assertThat(again.build().get().files()).isEmpty();
        assertThat(again.reasons()).singleElement().asString().startsWith("the CA in");
        assertThat(project.everything()).isEqualTo(before);
    }

    @Test
    void an_undone_ca_json_gets_the_same_provisioner_again() {
        project.write(project.layout().caJson(), new String(CaConfig.fresh().content(), StandardCharsets.UTF_8));
        project.init(CaOnDisk.options());
        byte[] complete = project.bytes(project.layout().caJson());
        project.write(project.layout().caJson(), new String(CaConfig.fresh().content(), StandardCharsets.UTF_8));
        project.delete(project.layout().defaultsJson());
        assertThat(project.plan(CaOnDisk.options()).state()).isEqualTo(CaChange.State.REPAIR);
        Map<String, String> before = project.everything();
        project.init(CaOnDisk.options());
        assertThat(project.bytes(project.layout().caJson())).isEqualTo(complete);
        Map<String, String> after = project.everything();
        after.keySet().removeAll(List.of("config/step-ca/ca.json", "config/step-ca/defaults.json"));
        before.keySet().removeAll(List.of("config/step-ca/ca.json", "config/step-ca/defaults.json"));
        assertThat(after).isEqualTo(before);
        assertThat(project.plan(CaOnDisk.options()).state()).isEqualTo(CaChange.State.PRESENT);
    }

    @Test
    void a_colleagues_clone_gets_its_own_key_in_place_of_theirs(@TempDir Path clone) {
        project.init(CaOnDisk.options());
        CaOnDisk theirs = CaOnDisk.in(clone);
        theirs.write(
                theirs.layout().caJson(),
                new String(project.bytes(project.layout().caJson()), StandardCharsets.UTF_8));
        theirs.write(
                theirs.layout().defaultsJson(),
                new String(project.bytes(project.layout().defaultsJson()), StandardCharsets.UTF_8));
        CaChange change = theirs.plan(CaOnDisk.options());
        assertThat(change.state()).isEqualTo(CaChange.State.ABSENT_CREATE);
        assertThat(change.reasons()).anyMatch(reason -> reason.contains("gets a new key"));
        NewCa made = theirs.init(CaOnDisk.options());
        assertThat(made.backups()).isEmpty();
        assertThat(theirs.config().provisioners())
                .hasSameSizeAs(project.config().provisioners());
        assertThat(theirs.config().ours().orElseThrow().keyId())
                .isNotEqualTo(project.config().ours().orElseThrow().keyId())
                .isEqualTo(ProvisionerKeyFile.open(theirs.layout()).keyId());
        assertThat(new String(theirs.bytes(theirs.layout().defaultsJson()), StandardCharsets.UTF_8))
                .contains(made.fingerprint());
        assertThat(theirs.plan(CaOnDisk.options()).state()).isEqualTo(CaChange.State.PRESENT);
    }

    @Test
    void a_ca_whose_password_is_gone_is_refused() {
        project.init(CaOnDisk.options());
        project.delete(project.layout().passwordFile());
        assertThatThrownBy(() -> project.plan(CaOnDisk.options()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("secrets/password.txt: the file is missing")
                .hasMessageContaining("--force");
    }

    @Test
    void half_a_ca_is_refused() {
        project.init(CaOnDisk.options());
        project.delete(project.layout().intermediateKey());
        assertThatThrownBy(() -> project.plan(CaOnDisk.options()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("intermediate_ca_key is missing");
        project.delete(project.layout().rootCertificate());
        project.delete(project.layout().intermediateCertificate());
        assertThatThrownBy(() -> project.plan(CaOnDisk.options()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is missing");
    }

    @Test
    void a_key_of_another_ca_is_refused(@TempDir Path other) {
        project.init(CaOnDisk.options());
        CaOnDisk stranger = CaOnDisk.in(other);
        stranger.init(CaOnDisk.options());
        for (var file : Map.of(
                        project.layout().intermediateKey(),
                        stranger.layout().intermediateKey(),
                        project.layout().passwordFile(),
                        stranger.layout().passwordFile())
                .entrySet()) {
            project.write(file.getKey(), new String(stranger.bytes(file.getValue()), StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> project.plan(CaOnDisk.options()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not belong");
    }

    @Test
    void an_expired_ca_is_refused() {
        project.init(CaOnDisk.options(), Instant.now().minus(Duration.ofDays(1900)));
        assertThatThrownBy(() -> project.plan(CaOnDisk.options()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Intermediate CA' expired on")
                .hasMessageContaining("--force");
    }

    @Test
    void a_key_folder_that_others_can_write_is_refused() throws IOException {
        project.init(CaOnDisk.options());
        Files.setPosixFilePermissions(project.layout().pkiFolder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> project.plan(CaOnDisk.forced())).isInstanceOf(RefusedException.class);
    }

    @Test
    void force_replaces_the_ca_and_keeps_the_old_one_outside_the_mounted_folder() {
        project.init(CaOnDisk.options());
        Map<String, String> before = project.everything();
        CaChange change = project.plan(CaOnDisk.forced());
        assertThat(change.state()).isEqualTo(CaChange.State.REPLACE);
        NewCa made = change.build().get();
        made.files().forEach(AtomicFiles::write);
        assertThat(made.backups())
                .hasSize(12)
                .allMatch(file -> !file.startsWith(project.layout().configDir()));
        Map<String, String> after = project.everything();
        made.backups()
                .forEach(backup -> assertThat(before)
                        .containsValue(after.get(folder.relativize(backup).toString())));
        assertThat(after.get("config/step-ca/pki/root_ca.crt"))
                .isNotEqualTo(before.get("config/step-ca/pki/root_ca.crt"));
        assertThat(project.config().provisioners()).hasSize(3);
        assertThat(project.plan(CaOnDisk.options()).state()).isEqualTo(CaChange.State.PRESENT);
    }

    @Test
    void force_heals_a_ca_that_is_refused() {
        project.init(CaOnDisk.options());
        project.delete(project.layout().passwordFile());
        project.init(CaOnDisk.forced());
        assertThat(project.plan(CaOnDisk.options()).state()).isEqualTo(CaChange.State.PRESENT);
    }

    @Test
    void the_root_key_is_kept_discarded_or_put_elsewhere(@TempDir Path stick) {
        NewCa discarded = project.plan(CaOnDisk.options(KeyType.P256, new RootKeyPlace.Discard(), false))
                .build()
                .get();
        assertThat(discarded.files())
                .noneMatch(file -> file.path().startsWith(project.layout().rootKeyFolder()));
        NewCa elsewhere = project.plan(CaOnDisk.options(KeyType.P256, new RootKeyPlace.In(stick), false))
                .build()
                .get();
        assertThat(elsewhere.files())
                .anyMatch(file -> file.path().equals(stick.resolve("root_ca_key")))
                .noneMatch(file -> file.path().startsWith(project.layout().rootKeyFolder()));
        CaOptions mounted = CaOnDisk.options(KeyType.P256, new RootKeyPlace.In(Path.of("config/step-ca/x")), false);
        assertThatThrownBy(() -> project.plan(mounted))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("mounted");
    }

    @Test
    void a_setting_that_is_asked_for_changes_ca_json_and_not_the_ca() {
        project.init(CaOnDisk.options());
        CaOptions o = CaOnDisk.options();
        CaOptions asked = CaOnDisk.with(Map.of("dns", List.of("ca.lab"), "address", ":9443"));
        assertThat(project.plan(asked).state()).isEqualTo(CaChange.State.REPAIR);
        NewCa repaired = project.init(asked);
        assertThat(repaired.files())
                .extracting(file -> file.path().getFileName().toString())
                .containsExactly("ca.json", "defaults.json");
        assertThat(new String(project.bytes(project.layout().defaultsJson()), StandardCharsets.UTF_8))
                .contains("https://localhost:9443");
        assertThat(project.config().dnsNames()).containsExactly("step-ca", "localhost", "127.0.0.1", "::1", "ca.lab");
        assertThat(project.config().port()).isEqualTo(9443);
        assertThat(project.plan(asked).state()).isEqualTo(CaChange.State.PRESENT);
        assertThat(project.plan(o).state()).isEqualTo(CaChange.State.PRESENT);
    }

    @Test
    void a_provisioner_key_that_is_gone_is_made_anew_and_the_ca_stays() {
        project.init(CaOnDisk.options());
        String root = new String(project.bytes(project.layout().rootCertificate()), StandardCharsets.UTF_8);
        project.delete(project.layout().provisionerKey());
        assertThatThrownBy(() -> project.plan(CaOnDisk.options()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("provisioner.key.json is missing");
        project.delete(project.layout().provisionerPasswordFile());
        project.init(CaOnDisk.options());
        assertThat(project.config().ours().orElseThrow().keyId())
                .isEqualTo(ProvisionerKeyFile.open(project.layout()).keyId());
        assertThat(new String(project.bytes(project.layout().rootCertificate()), StandardCharsets.UTF_8))
                .isEqualTo(root);
        assertThat(project.plan(CaOnDisk.options()).state()).isEqualTo(CaChange.State.PRESENT);
    }
}
