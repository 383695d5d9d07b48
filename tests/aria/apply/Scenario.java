package aria.apply;

import aria.compose.FileEdit;
import aria.compose.WantedChange;
import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.yaml.AddItem;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlEditor;
import aria.edit.yaml.YamlValue;
import aria.store.AuditLog;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small project, a transaction that does one of everything to it, and how the project looks from outside. */
final class Scenario {

    static final String COMPOSE =
            "services:\n  db:\n    image: postgres:16   # ours\n    volumes:\n      - data:/var/lib\n";

    private Scenario() {}

    /** Fills an empty folder. */
    static Layout create(Path root) {
        Layout layout = Layout.of(root);
        put(root.resolve("compose.yml"), COMPOSE);
        put(layout.rootCertificate(), "old root");
        put(layout.intermediateKey(), "old key");
        put(root.resolve("obsolete.yml"), "obsolete");
        return layout;
    }

    /** An edit, a folder moved away and made anew, a deletion, a key in new folders, and the .gitignore beside it. */
    static List<FileOperation> steps(Layout layout) {
        return List.of(
                new FileOperation.Move(layout.pkiFolder(), layout.configDir().resolve("pki-backup")),
                fresh(FileWrite.openAmongSecrets(layout.rootCertificate(), bytes("new root"))),
                fresh(FileWrite.ignoreAll(layout.certsDir(), FileMode.SECRET_DIR)),
                fresh(FileWrite.secret(layout.serviceKey("db"), bytes("new key"))),
                edit(layout.root().resolve("compose.yml"), "certs:/etc/certs:ro"),
                new FileOperation.Remove(layout.root().resolve("obsolete.yml"), Digest.sha256(bytes("obsolete"))));
    }

    static FileOperation.Write fresh(FileWrite write) {
        return new FileOperation.Write(write, Optional.empty());
    }

    /** Adds a volume to the service {@code db}. */
    static FileOperation.Write edit(Path compose, String volume) {
        SourceText before = SourceText.of(compose.getFileName().toString(), read(compose));
        List<YamlChange> changes = List.of(
                new AddItem(List.of("services", "db", "volumes"), YamlValue.scalar(volume), "mounts " + volume));
        Edit edit = YamlEditor.apply(before, changes);
        return FileOperation.Write.of(new FileEdit(compose, edit, WantedChange.ofSettings("db", changes)));
    }

    static Applied commit(Layout layout, FileOperation... steps) {
        return Transaction.commit(layout, List.of(steps), AuditLog.of(layout));
    }

    /** Every file with its mode and content, without {@code data/mtls}, where the notes are. */
    static Map<String, String> look(Layout layout) {
        return look(layout.root(), layout.mtlsFolder());
    }

    /** Every file and folder below, with its mode, time and content. */
    static Map<String, String> lookClosely(Path root) {
        Map<String, String> seen = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.forEach(path -> seen.put(path.toString(), describe(path) + " " + time(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seen;
    }

    private static Map<String, String> look(Path root, Path without) {
        Map<String, String> seen = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(Files::isRegularFile)
                    .filter(path -> !path.startsWith(without))
                    .forEach(path -> seen.put(root.relativize(path).toString(), describe(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seen;
    }

    private static String describe(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                    + (Files.isDirectory(path) ? "" : " " + Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String time(Path path) {
        try {
            return Files.getLastModifiedTime(path).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void put(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
