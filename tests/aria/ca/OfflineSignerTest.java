package aria.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.init.RootKeyPlace;
import aria.finding.MissingCaException;
import aria.finding.RefusedException;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Purpose;
import aria.pki.path.ChainCheck;
import aria.store.AtomicFiles;
import aria.store.FileMode;
import aria.store.FileWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineSignerTest {

    @TempDir
    Path folder;

    private CaOnDisk project;

    @BeforeEach
    void useFolder() {
        project = CaOnDisk.in(folder);
    }

    private static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> OfflineSigner.open(project.layout()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void without_a_ca_it_says_what_to_run() {
        assertThatThrownBy(() -> OfflineSigner.open(project.layout()))
                .isInstanceOf(MissingCaException.class)
                .hasMessageContaining("Run ./jbangw bootstrap@aria, or run ./jbangw init-ca@aria");
    }

    @Test
    void signs_for_many_at_once_with_the_key_opened_once() {
        project.init(CaOnDisk.options());
        OfflineSigner signer = OfflineSigner.open(project.layout());
        List<CertifiedKey> leaves = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> signer.issue(
                        "service-" + i,
                        CaOnDisk.STACK,
                        Purpose.SERVER_AND_CLIENT,
                        KeyType.P256,
                        signer.validityFor(signer.defaultValidity(), Instant.now())))
                .collect(Collectors.toList());
        assertThat(leaves)
                .allSatisfy(leaf -> assertThat(ChainCheck.problems(
                                leaf.chain(), signer.roots(), Instant.now(), Purpose.SERVER_AND_CLIENT))
                        .isEmpty());
        assertThat(leaves.stream()
                        .map(leaf -> Certificates.serialHex(leaf.certificate()))
                        .distinct())
                .hasSize(50);
        assertThat(Certificates.provisioner(leaves.get(0).certificate())
                        .orElseThrow()
                        .keyId())
                .isEqualTo(ProvisionerKeyFile.open(project.layout()).keyId());
    }

    @Test
    void a_key_or_password_that_others_can_read_is_refused() throws IOException {
        project.init(CaOnDisk.options());
        mode(project.layout().intermediateKey(), "rw-r--r--");
        refused("intermediate_ca_key", "rw-r--r--", "chmod 600");
        mode(project.layout().intermediateKey(), "rw-------");
        mode(project.layout().passwordFile(), "rw-r-----");
        refused("password.txt", "chmod 600");
    }

    @Test
    void a_wrong_or_empty_password_file_is_named() {
        project.init(CaOnDisk.options());
        project.write(project.layout().passwordFile(), "guess\n");
        refused("pki/intermediate_ca_key: the key cannot be opened", "secrets/password.txt");
        project.write(project.layout().passwordFile(), "\n");
        refused("secrets/password.txt: the password is empty");
    }

    @Test
    void a_root_that_did_not_sign_the_intermediate_is_refused(@TempDir Path other) {
        project.init(CaOnDisk.options());
        CaOnDisk stranger = CaOnDisk.in(other);
        stranger.init(CaOnDisk.options());
        project.write(
                project.layout().rootCertificate(),
                new String(stranger.bytes(stranger.layout().rootCertificate()), StandardCharsets.UTF_8));
        refused("was not signed by the root certificate beside it");
    }

    @Test
    void a_damaged_certificate_is_refused() {
        project.init(CaOnDisk.options());
        project.write(project.layout().intermediateCertificate(), "not a certificate");
        refused("pki/intermediate_ca.crt: the file holds no certificate");
    }

    @Test
    void an_unencrypted_key_and_one_with_a_higher_count_are_opened_too() {
        project.init(CaOnDisk.options());
        char[] password = new String(project.bytes(project.layout().passwordFile()), StandardCharsets.UTF_8)
                .strip()
                .toCharArray();
        var key = Keys.read(project.bytes(project.layout().intermediateKey()), password);
        for (byte[] form : List.of(Keys.encryptedPem(key, password, 100_000), Keys.pkcs8Pem(key))) {
            AtomicFiles.write(new FileWrite(
                    project.layout().intermediateKey(), form, Optional.of(FileMode.SECRET), Optional.empty()));
            assertThat(OfflineSigner.open(project.layout()).issuer()).isNotNull();
        }
    }

    @Test
    void a_person_gets_a_certificate_once_and_again_when_a_part_is_missing() throws IOException {
        project.init(CaOnDisk.options());
        OfflineSigner signer = OfflineSigner.open(project.layout());
        assertThat(PersonCertificate.reason(project.layout(), "ada", signer, Instant.now()))
                .contains("there is no certificate yet");
        PersonCertificate.issue(project.layout(), "ada", signer, Duration.ofDays(365), Instant.now())
                .forEach(AtomicFiles::write);
        assertThat(PersonCertificate.reason(project.layout(), "ada", signer, Instant.now()))
                .isEmpty();
        for (String secret : List.of("key", "p12", "password")) {
            assertThat(Files.getPosixFilePermissions(project.layout().personFile("ada", secret)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(Files.getPosixFilePermissions(project.layout().peopleFolder()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        project.delete(project.layout().personFile("ada", "password"));
        assertThat(PersonCertificate.reason(project.layout(), "ada", signer, Instant.now()))
                .isPresent();
    }

    @Test
    void a_person_below_name_constraints_is_accepted_by_java() {
        OfflineSigner signer = project.init(
                        CaOnDisk.options(KeyType.P256, new RootKeyPlace.Keep(), false, "svc.cluster.local"))
                .signer();
        PersonCertificate.issue(project.layout(), "ada", signer, Duration.ofDays(365), Instant.now())
                .forEach(AtomicFiles::write);
        assertThat(PersonCertificate.reason(project.layout(), "ada", signer, Instant.now()))
                .isEmpty();
    }
}
