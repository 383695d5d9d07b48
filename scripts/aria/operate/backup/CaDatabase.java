package aria.operate.backup;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaConfig;
import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.finding.FindingId;
import aria.finding.UnavailableException;
import aria.operate.StepCaHere;
import aria.preset.Presets;
import aria.store.Digest;
import aria.store.InputFile;
import aria.store.Layout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * step-ca's own database, as files: what was issued and revoked. Of one on PostgreSQL it is a dump.
 *
 * @param files by name, in its folder; none when it is not here
 * @param note  why it is not among them; empty when it is, or there is none
 */
public record CaDatabase(Map<Path, byte[]> files, Optional<String> note) {
    /** Its folder beside ca.json, as step-ca has it in {@code /home/step}. */
    static final String FOLDER = "db";

    private static final long MOST_BYTES = 512L * 1024 * 1024;
    private static final int READINGS = 5;
    private static final String HOME = "/home/step/";
    /** The number of the process that has it open. */
    private static final String LOCK = "LOCK";

    /**
     * Reads it: from the container of this project that runs step-ca, while it runs, else from the CA's folder.
     *
     * @param presets read only when some container runs here
     * @throws aria.finding.UnavailableException when the engine does not hand it out, or a step-ca outside of a
     *                                           container writes to it all the time
     */
    public static CaDatabase of(Layout layout, Supplier<Presets> presets) {
        Optional<CaConfig> config = config(layout);
        String type = config.flatMap(found -> found.path("db", "type")).orElse("");
        if (type.equals("mysql")) {
            return without("step-ca's database is on a " + type + " server and not in the backup: dump it there");
        }
        String source = config.flatMap(found -> found.path("db", "dataSource")).orElse("");
        if (source.isEmpty()) {
            return new CaDatabase(Map.of(), Optional.empty());
        }
        Path folder = layout.configDir().resolve(FOLDER);
        boolean server = type.equals("postgresql");
        if (!server && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return new CaDatabase(onDisk(folder), Optional.empty());
        }
        List<StepCaHere> running = StepCaHere.running(layout, presets);
        if (running.isEmpty()) {
            return without("no step-ca of this project runs here, so its database is not in the backup");
        }
        try (Engine engine = Engine.connect()) {
            if (server) {
                return new DatabaseDump(engine, config.orElseThrow()).of(running.get(0), MOST_BYTES);
            }
            String container = running.get(0).server().containerId();
            byte[] archive = engine.snapshot(container, source.startsWith("/") ? source : HOME + source, MOST_BYTES);
            return new CaDatabase(unpacked(archive), Optional.empty());
        } catch (MissingEngineException gone) {
            return without("the Docker engine is gone, so step-ca's database is not in the backup");
        }
    }

    private static CaDatabase without(String why) {
        return new CaDatabase(Map.of(), Optional.of(why));
    }

    /** The files of the folder that the engine packed; a container may answer with anything. */
    static Map<Path, byte[]> unpacked(byte[] archive) {
        Map<Path, byte[]> files = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path name = Path.of(entry.getName());
                if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink() && name.getNameCount() == 2) {
                    files.put(BackupFile.requireSafe(name.getFileName().toString()), tar.readAllBytes());
                }
            }
        } catch (IOException | IllegalArgumentException damaged) {
            throw Backup.unusable("the engine's copy of step-ca's database is damaged", damaged);
        }
        files.remove(Path.of(LOCK));
        return files;
    }

    /** Reads it until two readings are the same: nobody wrote in between. */
    private static Map<Path, byte[]> onDisk(Path folder) {
        Map<Path, byte[]> last = read(folder);
        for (int attempt = 0; attempt < READINGS; attempt++) {
            Map<Path, byte[]> next = read(folder);
            if (digests(last).equals(digests(next))) {
                return next;
            }
            last = next;
        }
        throw new UnavailableException(
                FindingId.BACKUP_UNUSABLE, folder + " changes while it is read", advice("stop step-ca for a moment"));
    }

    private static Map<Path, byte[]> read(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            Map<Path, byte[]> files = new TreeMap<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file.getFileName(), InputFile.bytes(file, MOST_BYTES));
            }
            files.remove(Path.of(LOCK));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<Path, String> digests(Map<Path, byte[]> files) {
        return files.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, file -> Digest.sha256(file.getValue())));
    }

    private static Optional<CaConfig> config(Layout layout) {
        try {
            return Files.exists(layout.caJson())
                    ? Optional.of(CaConfig.parse(layout.display(layout.caJson()), InputFile.bytes(layout.caJson())))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(layout.caJson() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
