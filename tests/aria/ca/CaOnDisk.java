package aria.ca;

import aria.pki.KeyType;
import aria.pki.Names;
import aria.store.AtomicFiles;
import aria.store.FileWrite;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A project folder in which init-ca is run as its command would run it, without the write-ahead record. */
record CaOnDisk(Layout layout) {

    static final Names STACK =
            Names.of(List.of("keycloak", "keycloak.identity.svc.cluster.local", "localhost", "127.0.0.1", "::1"));

    static CaOnDisk in(Path root) {
        return new CaOnDisk(Layout.of(root));
    }

    static CaOptions options() {
        return CaOptions.defaults(STACK);
    }

    static CaOptions options(KeyType type, RootKeyPlace rootKey, boolean force, String... permitDomains) {
        CaOptions standard = options();
        return new CaOptions(
                standard.name(),
                standard.dns(),
                standard.address(),
                standard.rootValidity(),
                standard.intermediateValidity(),
                type,
                standard.db(),
                List.of(permitDomains),
                rootKey,
                force,
                STACK);
    }

    static CaOptions forced() {
        return options(KeyType.P256, new RootKeyPlace.Keep(), true);
    }

    CaChange plan(CaOptions options) {
        return InitCa.plan(layout, options, Instant.now());
    }

    NewCa init(CaOptions options) {
        return init(options, Instant.now());
    }

    NewCa init(CaOptions options, Instant now) {
        NewCa made = InitCa.plan(layout, options, now).build().get();
        made.files().forEach(AtomicFiles::write);
        return made;
    }

    CaConfig config() {
        return CaConfig.parse("ca.json", bytes(layout.caJson()));
    }

    byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path file, String content) {
        AtomicFiles.write(FileWrite.ofUser(file, content.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file below the project's folder with its content, for comparing states. */
    Map<String, String> everything() {
        try (Stream<Path> files = Files.walk(layout.root())) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> layout.root().relativize(file).toString(),
                            file -> new String(bytes(file), java.nio.charset.StandardCharsets.ISO_8859_1),
                            (a, b) -> a,
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
