package aria.operate.backup;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.store.AuditHead;
import aria.store.Digest;
import aria.store.Layout;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A backup as a value.
 *
 * @param time    when it was made
 * @param config  the CA's folder, relative to the project's root
 * @param certs   the certificates' folder, likewise
 * @param head    of the audit log at that time; empty without one
 * @param folders the folders of ours, relative, and whether only the owner may enter
 * @param files   everything in it
 */
public record Backup(
        Instant time,
        Path config,
        Path certs,
        Optional<AuditHead> head,
        Map<Path, Boolean> folders,
        List<BackupFile> files) {
    private static final String SCHEMA = "aria.backup/1";

    /** Keeps unmodifiable copies. */
    public Backup {
        folders = Map.copyOf(folders);
        files = List.copyOf(files);
    }

    /** The places of its files, restored below a folder. */
    public Layout layout(Path root) {
        return new Layout(root, config, certs);
    }

    /** How many files are in it. */
    public int size() {
        return files.size();
    }

    /** Everything but the files, with their digests. */
    byte[] manifest() {
        JsonObject json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        json.addProperty("time", time.toString());
        json.addProperty("config", config.toString());
        json.addProperty("certs", certs.toString());
        head.ifPresent(last -> json.addProperty("auditHead", last.toString()));
        JsonObject modes = new JsonObject();
        new TreeMap<>(folders).forEach((path, secret) -> modes.addProperty(path.toString(), secret));
        json.add("folders", modes);
        JsonObject digests = new JsonObject();
        files.forEach(file -> digests.addProperty(file.path().toString(), Digest.sha256(file.content())));
        json.add("files", digests);
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(json)
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the backup that a manifest tells of.
     *
     * @throws RefusedException when it does not fit the files, or names what is outside of a project
     */
    static Backup of(byte[] manifest, List<BackupFile> files) {
        try {
            JsonObject json = JsonParser.parseString(new String(manifest, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            if (!SCHEMA.equals(json.get("schema").getAsString())) {
                throw new IllegalArgumentException("schema " + json.get("schema"));
            }
            Map<Path, Boolean> folders = new TreeMap<>();
            json.getAsJsonObject("folders")
                    .entrySet()
                    .forEach(folder -> folders.put(
                            BackupFile.requireSafe(folder.getKey() + "/x").getParent(),
                            folder.getValue().getAsBoolean()));
            JsonObject digests = json.getAsJsonObject("files");
            for (BackupFile file : files) {
                JsonElement digest = digests.remove(file.path().toString());
                if (digest == null || !digest.getAsString().equals(Digest.sha256(file.content()))) {
                    throw new IllegalArgumentException(file.path() + " is not the file that was put in");
                }
            }
            if (digests.size() > 0) {
                throw new IllegalArgumentException(digests.keySet() + " missing");
            }
            Backup backup = new Backup(
                    Instant.parse(json.get("time").getAsString()),
                    folder(json, "config"),
                    folder(json, "certs"),
                    Optional.ofNullable(json.get("auditHead"))
                            .map(JsonElement::getAsString)
                            .map(AuditHead::parse),
                    folders,
                    files);
            backup.requireOwnHidden();
            if (backup.layout(Path.of("/")).misplaced().isPresent()) {
                throw new IllegalArgumentException("keys in a folder that a service gets");
            }
            return backup;
        } catch (RefusedException refused) {
            throw refused;
        } catch (RuntimeException otherForm) {
            throw unusable("the list of its files is damaged", otherForm);
        }
    }

    /** A hidden folder of the root may hold folders of ours, and nothing else: it could be {@code .ssh}. */
    private void requireOwnHidden() {
        Layout layout = layout(Path.of("/"));
        List<Path> ours = layout.secretFolders().stream()
                .map(folder -> layout.root().relativize(folder))
                .filter(folder -> folder.getNameCount() > 1)
                .toList();
        Stream.concat(files.stream().map(BackupFile::path), folders.keySet().stream())
                .filter(path -> path.getName(0).toString().startsWith(".") && path.getNameCount() > 1)
                .filter(path -> !path.startsWith(config) || config.getNameCount() < 2)
                .filter(path -> ours.stream().noneMatch(path::startsWith))
                .findFirst()
                .ifPresent(path -> {
                    throw unusable(path + " is in a hidden folder that is not this program's", null);
                });
    }

    private static Path folder(JsonObject json, String name) {
        return BackupFile.requireSafe(json.get(name).getAsString() + "/x").getParent();
    }

    static RefusedException unusable(String message, Throwable cause) {
        return new RefusedException(
                Finding.error(FindingId.BACKUP_UNUSABLE, "the backup cannot be used: " + message), cause);
    }
}
