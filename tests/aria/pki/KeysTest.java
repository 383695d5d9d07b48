package aria.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeysTest {

    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    Path folder;

    @BeforeEach
    void writePassword() throws IOException {
        Files.writeString(folder.resolve("password"), "correct horse\n");
    }

    private Tool openssl() {
        return new Tool(Needs.program("openssl"), folder);
    }

    private byte[] file(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void an_encrypted_key_is_read_back_by_us_and_by_openssl(KeyType type) throws IOException {
        KeyPair keys = Keys.generate(type);
        Files.write(folder.resolve("key"), Keys.encryptedPem(keys.getPrivate(), PASSWORD, 10_000));
        PrivateKey read = Keys.read(file("key"), PASSWORD);
        assertThat(Certificates.matches(read, keys.getPublic())).isTrue();
        Files.write(folder.resolve("plain"), Keys.pkcs8Pem(keys.getPrivate()));
        assertThat(openssl().run("pkey", "-in", "key", "-passin", "file:password", "-pubout"))
                .isEqualTo(openssl().run("pkey", "-in", "plain", "-pubout"))
                .extracting(Tool.Answer::exit)
                .isEqualTo(0);
    }

    @Test
    void the_bytes_written_say_pbkdf2_with_sha256_the_count_and_no_key_length() throws IOException {
        Files.write(
                folder.resolve("key"),
                Keys.encryptedPem(Keys.generate(KeyType.P256).getPrivate(), PASSWORD, 600_000));
        assertThat(openssl().run("asn1parse", "-in", "key").text())
                .containsPattern(
                        "PBES2[\\s\\S]+PBKDF2[\\s\\S]+OCTET STRING[^\n]+\n[^\n]+INTEGER +:0927C0\n[^\n]+SEQUENCE[^\n]+\n[^\n]+hmacWithSHA256")
                .contains("aes-256-cbc");
    }

    @Test
    void an_ec_key_carries_its_public_key_for_readers_that_want_it() throws IOException {
        Files.write(
                folder.resolve("key"), Keys.pkcs8Pem(Keys.generate(KeyType.P256).getPrivate()));
        assertThat(openssl().run("asn1parse", "-in", "key", "-strparse", "27").text())
                .contains("cont [ 1 ]");
    }

    @ParameterizedTest
    @CsvSource({
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key",
        "genpkey -algorithm ED25519 -out key",
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key",
        "ecparam -name secp384r1 -genkey -noout -out key",
        "genrsa -traditional -out key 2048",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -pass file:password -out key",
        "genrsa -aes128 -passout file:password -traditional -out key 2048",
        "genrsa -des3 -passout file:password -traditional -out key 2048",
        "genrsa -aes256 -passout file:password -traditional -out key 2048"
    })
    void reads_what_openssl_writes(String command) throws IOException {
        assertThat(openssl().run(command.split(" ")).exit()).isZero();
        PrivateKey key = Keys.read(file("key"), PASSWORD);
        Files.write(folder.resolve("ours"), Keys.pkcs8Pem(key));
        assertThat(openssl().run("pkey", "-in", "ours", "-pubout").text())
                .isEqualTo(openssl()
                        .run("pkey", "-in", "key", "-passin", "file:password", "-pubout")
                        .text())
                .contains("BEGIN PUBLIC KEY");
    }

    @Test
    void reads_the_legacy_key_that_step_writes() throws IOException {
        Tool step = new Tool(Needs.step(), folder);
        assertThat(step.run(
                                "certificate",
                                "create",
                                "Root",
                                "root.crt",
                                "key",
                                "--profile",
                                "root-ca",
                                "--password-file",
                                "password")
                        .exit())
                .isZero();
        assertThat(new String(file("key"), StandardCharsets.US_ASCII)).contains("DEK-Info");
        assertThat(Certificates.matches(
                        Keys.read(file("key"), PASSWORD),
                        Pem.readCertificates(file("root.crt"), "root.crt")
                                .get(0)
                                .getPublicKey()))
                .isTrue();
    }

    @Test
    void says_which_file_a_wrong_password_does_not_open() {
        byte[] pem = Keys.encryptedPem(Keys.generate(KeyType.P256).getPrivate(), PASSWORD, 10_000);
        assertThatThrownBy(() -> Keys.read(pem, "guess".toCharArray(), "pki/key"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("pki/key: the key cannot be opened: the password is wrong, or the file is damaged");
        assertThatThrownBy(() -> Keys.read(pem, null, "pki/key"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no password");
    }

    @Test
    void refuses_what_is_not_exactly_one_key() {
        byte[] pem = Keys.pkcs8Pem(Keys.generate(KeyType.P256).getPrivate());
        String text = new String(pem, StandardCharsets.US_ASCII);
        byte[] two = (text + text).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> Keys.read(two, null, "k"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("2 PEM blocks");
        assertThatThrownBy(() -> Keys.read(new byte[0], null, "k"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("holds no key");
        assertThatThrownBy(() -> Keys.read(new byte[100_000], null, "k"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("too large");
        byte[] cutOff = Arrays.copyOf(pem, pem.length - 10);
        assertThatThrownBy(() -> Keys.read(cutOff, null, "k"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("truncated");
        byte[] damaged = text.replaceFirst("(?m)^MI.{8}", "MIAAAAAAAA").getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> Keys.read(damaged, null, "k"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void refuses_scrypt_and_says_how_to_rewrite_it() throws IOException {
        openssl().run("genpkey", "-algorithm", "ED25519", "-out", "plain");
        assertThat(openssl()
                        .run("pkcs8", "-topk8", "-in", "plain", "-scrypt", "-passout", "file:password", "-out", "key")
                        .exit())
                .isZero();
        byte[] pem = file("key");
        assertThatThrownBy(() -> Keys.read(pem, PASSWORD, "k"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("PBKDF2")
                .hasMessageContaining("openssl pkcs8");
    }
}
