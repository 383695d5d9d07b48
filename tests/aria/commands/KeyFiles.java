package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.OfflineSigner;
import aria.ca.rotation.CaRotation;
import aria.pki.Certificates;
import aria.pki.KeyStores;
import aria.pki.Keys;
import aria.pki.Pem;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What has to hold of the keys and certificates in a project at every moment. */
final class KeyFiles {
    private KeyFiles() {}

    /** By the names that readers know, which lead into a finished generation: every certificate with a key beside it fits that key, and every key store beside a password opens with it. */
    static void assertPairs(Project project, String where) {
        for (Path certificate : below(project.root.resolve("data"), ".crt")) {
            Path key = sibling(certificate, ".key");
            if (Files.exists(key)) {
                assertThat(Certificates.matches(
                                Keys.read(bytes(key), null),
                                Pem.readCertificates(bytes(certificate), certificate.toString())
                                        .get(0)
                                        .getPublicKey()))
                        .as(where + ": " + certificate + " and its key are one pair")
                        .isTrue();
            }
        }
        for (Path store : below(project.root.resolve("data"), ".p12")) {
            Path password = sibling(store, store.toString().endsWith(".truststore.p12") ? null : ".password");
            assertThat(password).as(where + ": the password of " + store).exists();
            assertThat(KeyStores.certificates(
                            bytes(store), text(password).strip().toCharArray(), store.toString()))
                    .as(where)
                    .isNotEmpty();
        }
    }

    /** The CA, where there is one, opens and is one. */
    static void assertCa(Project project, String where) {
        if (Files.exists(project.layout.intermediateCertificate())) {
            OfflineSigner ca = OfflineSigner.open(project.layout);
            assertThat(ca.roots().stream().map(Certificates::fingerprintSha256))
                    .as(where)
                    .containsExactlyElementsOf(CaRotation.of(project.layout)
                            .map(CaRotation::roots)
                            .orElseGet(() -> List.of(
                                    Certificates.fingerprintSha256(ca.roots().get(0)))));
            assertJson(text(project.layout.caJson()), where + ": ca.json");
        }
    }

    static void assertJson(String text, String where) {
        assertThat(JsonParser.parseString(text).isJsonObject())
                .as(where + " is whole")
                .isTrue();
    }

    private static Path sibling(Path file, String end) {
        String name = file.getFileName().toString();
        return file.resolveSibling(
                end == null
                        ? name.replace(".truststore.p12", ".password")
                        : name.substring(0, name.lastIndexOf('.')) + end);
    }

    private static List<Path> below(Path folder, String end) {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file ->
                            file.toString().endsWith(end) && !file.toString().contains("/..") && Files.exists(file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }
}
