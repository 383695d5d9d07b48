package aria.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.pki.Authorities;
import aria.pki.KeyType;
import aria.pki.Pem;
import aria.pki.Validity;
import aria.testing.Needs;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores of each kind: what a whole command does with them is in the tests of the command. */
class StoresTest {
    private static final char[] PASSWORD = JavaStore.DEFAULT_PASSWORD.toCharArray();

    private final TrustedRoot root = root("ARIA Root CA", List.of("example.org"));

    @TempDir
    Path folder;

    private static TrustedRoot root(String name, List<String> domains) {
        return new TrustedRoot(
                Authorities.root(name, KeyType.P256, Validity.startingAt(Instant.now(), Duration.ofDays(30)), domains)
                        .certificate());
    }

    private static void ran(String... command) throws Exception {
        assertThat(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The cacerts of JDK 18 and newer have no password, and Java opens them without one. */
    @Test
    void a_cacerts_without_a_password_stays_without_one() throws Exception {
        Path file = folder.resolve("cacerts");
        Path first = Files.write(
                folder.resolve("first.pem"),
                Pem.certificates(List.of(root("A", List.of()).certificate())));
        ran(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE",
                "-J-Dkeystore.pkcs12.macAlgorithm=NONE",
                "-importcert",
                "-noprompt",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit",
                "-alias",
                "first",
                "-file",
                first.toString());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        JavaStore store = new JavaStore(file, PASSWORD);
        store.add(root);
        KeyStore open = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            open.load(in, null);
        }
        assertThat(open.size()).isEqualTo(2);
        assertThat(Standing.of(store.entries(), root)).isEqualTo(Standing.TRUSTED);
        store.remove(root);
        assertThat(store.entries()).extracting(StoreEntry::name).containsExactly("first");
    }

    @Test
    void a_wrong_password_is_said_and_changes_nothing() throws Exception {
        Path file = folder.resolve("cacerts");
        Files.copy(Path.of(System.getProperty("java.home"), "lib/security/cacerts"), file);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> new JavaStore(file, "other".toCharArray()).add(root))
                .hasMessageContaining("cannot be opened with this password");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    /** Root's files in a home would shut the browser out of its own database. */
    @Test
    void under_sudo_a_browsers_database_stays_the_persons() throws Exception {
        Needs.root();
        Needs.program("certutil");
        Path database = Files.createDirectories(folder.resolve("home/.pki/nssdb"));
        ran("chmod", "755", folder.toString());
        ran("chown", "-R", "12345:12345", folder.resolve("home").toString());
        ran(
                "setpriv",
                "--reuid=12345",
                "--regid=12345",
                "--clear-groups",
                "certutil",
                "-N",
                "-d",
                "sql:" + database,
                "--empty-password");
        Machine machine = new Machine(
                "Linux",
                Map.of("PATH", System.getenv("PATH")),
                Optional.of(folder.resolve("home")),
                Optional.of(new Machine.Ids("12345", "12345")));
        List<TrustStore> stores = TrustStores.of(StoreKind.NSS, machine, PASSWORD);
        assertThat(stores).hasSize(1);
        stores.get(0).add(root);
        assertThat(Standing.of(stores.get(0).entries(), root)).isEqualTo(Standing.TRUSTED);
        try (Stream<Path> files = Files.list(database)) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12345));
        }
    }

    @Test
    void databases_are_found_where_snap_and_flatpak_have_them() throws Exception {
        List<String> databases = List.of(
                ".pki/nssdb",
                ".mozilla/firefox/a.default",
                "snap/firefox/common/.mozilla/firefox/b.default",
                "snap/chromium/12/.pki/nssdb",
                ".var/app/org.chromium.Chromium/.pki/nssdb",
                ".var/app/org.mozilla.firefox/.mozilla/firefox/c.default");
        for (String database : databases) {
            Files.createDirectories(folder.resolve(database));
            Files.createFile(folder.resolve(database).resolve("cert9.db"));
        }
        Files.createDirectories(folder.resolve(".mozilla/firefox/Crash Reports"));
        Files.createSymbolicLink(folder.resolve("snap/chromium/current"), Path.of("12"));
        Machine machine = new Machine("Linux", Map.of(), Optional.of(folder.toRealPath()), Optional.empty());
        assertThat(TrustStores.of(StoreKind.NSS, machine, PASSWORD))
                .extracting(TrustStore::place)
                .containsExactlyInAnyOrderElementsOf(databases.stream()
                        .map(database -> folder.resolve(database).toString())
                        .toList());
    }

    @Test
    void the_stores_of_macos_and_windows_are_left_to_the_person_with_the_command() {
        for (String system : List.of("Mac OS X", "Windows 11")) {
            Machine machine = new Machine(system, Map.of(), Optional.empty(), Optional.empty());
            TrustStore store =
                    TrustStores.of(StoreKind.SYSTEM, machine, PASSWORD).get(0);
            assertThatThrownBy(store::entries).hasMessageContaining("is not read or changed by this command");
            assertThatThrownBy(() -> store.add(root)).hasMessageContaining("is not read or changed by this command");
        }
    }

    @Test
    void a_limit_that_permits_everything_of_a_kind_is_none() {
        assertThat(root.limits().limitsHosts()).isTrue();
        assertThat(root("B", List.of()).limits().limitsHosts()).isFalse();
    }
}
