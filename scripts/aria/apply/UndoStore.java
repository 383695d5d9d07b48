package aria.apply;

import aria.compose.GeneratedEnvFile;
import aria.edit.SourceText;
import aria.edit.undo.UndoRecord;
import aria.finding.RefusedException;
import aria.store.AtomicFiles;
import aria.store.Digest;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The undo records of a project, in {@code data/mtls/undo/}. They are found by the content that they undo or by the
 * file.
 *
 * @param layout where they are
 * @param seal   tells those that this user wrote here from others
 */
record UndoStore(Layout layout, Seal seal) {

    UndoStore(Layout layout) {
        this(layout, Seal.of(layout));
    }

    /** Returns the operations that write the records of what is about to be done, in the same order. */
    Stream<FileOperation> records(List<FileOperation> planned, Instant now) {
        Map<Path, Integer> turns = turns();
        return planned.stream()
                .filter(FileOperation.Write.class::isInstance)
                .map(FileOperation.Write.class::cast)
                .filter(this::canBeUndone)
                .map(write -> record(write, now, turns))
                .filter(undo -> !undo.before().equals(Optional.of(undo.after())))
                .map(this::write);
    }

    /** The latest turn of each file. A record that cannot be used hinders an undo, and nothing else. */
    private Map<Path, Integer> turns() {
        Map<Path, Integer> turns = new HashMap<>();
        files("*.json").forEach(file -> {
            try {
                StoredUndo undo = read(file);
                turns.merge(path(undo), undo.turn(), Math::max);
            } catch (RefusedException unusable) {
                // Whoever takes something back is told of it.
            }
        });
        return turns;
    }

    /** The contents that a file was given here, as SHA-256. A record that cannot be used hinders an undo only. */
    Set<String> given(Path wanted) {
        Set<String> given = new HashSet<>();
        files("*.json").forEach(file -> {
            try {
                StoredUndo undo = read(file);
                if (isOf(undo, wanted)) {
                    given.add(undo.after());
                }
            } catch (RefusedException unusable) {
                // Whoever takes something back is told of it.
            }
        });
        return given;
    }

    /** Returns the operation that writes one record, over an older one of the same name. */
    FileOperation write(StoredUndo undo) {
        Path file = layout.undoFolder().resolve(undo.fileName());
        return FileOperation.Write.over(
                FileWrite.secret(file, seal.sign(file, undo.toJson()).getBytes(StandardCharsets.UTF_8)));
    }

    /** The record whose result is this content: that of this file, else an edit of another one (a copy, a new name). */
    Optional<StoredUndo> byContent(String sha256, Path file) {
        List<StoredUndo> found = read(sha256 + "-*.json");
        return found.stream()
                .filter(undo -> isOf(undo, file))
                .findFirst()
                .or(() -> found.stream().filter(undo -> !undo.created()).findFirst());
    }

    /** The records of this file that have not been taken back, the latest first. */
    List<StoredUndo> open(Path file) {
        return all().stream()
                .filter(undo -> isOf(undo, file) && !undo.undone())
                .sorted(Comparator.comparingInt(StoredUndo::turn)
                        .thenComparing(StoredUndo::time)
                        .reversed())
                .toList();
    }

    /** Whether a file was like this before one of its records was written. */
    boolean wasSo(Path file, String sha256) {
        return all().stream().anyMatch(undo -> isOf(undo, file) && undo.before().equals(Optional.of(sha256)));
    }

    /**
     * Every record.
     *
     * @throws aria.finding.RefusedException when one is damaged, or names a file that is not edited here
     */
    List<StoredUndo> all() {
        return read("*.json");
    }

    /** As {@link Undo#recorded}. */
    List<Path> recorded() {
        Set<Path> files = new LinkedHashSet<>();
        all().stream()
                .filter(undo -> !undo.undone())
                .sorted(Comparator.comparing(StoredUndo::time).thenComparing(this::path))
                .forEach(undo -> files.add(path(undo)));
        return files.stream()
                .map(file -> Files.exists(file)
                        ? file
                        : renamed(file).filter(other -> !files.contains(other)).orElse(file))
                .distinct()
                .toList();
    }

    private Optional<Path> renamed(Path file) {
        Set<String> contents = open(file).stream().map(StoredUndo::after).collect(Collectors.toSet());
        if (!Files.isDirectory(file.getParent())) {
            return Optional.empty();
        }
        try (Stream<Path> beside = Files.list(file.getParent())) {
            return beside.filter(Files::isRegularFile)
                    .filter(Files::isReadable)
                    .filter(InputFile::isOfUsualSize)
                    .filter(other ->
                            Digest.ofFile(other).filter(contents::contains).isPresent())
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(file.getParent() + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Where the file of a record is now; absolute. */
    Path path(StoredUndo undo) {
        return layout.root().resolve(undo.path());
    }

    /**
     * Keys and certificates stay when the rest is taken back, and so does what keeps them out of git: whatever is
     * secret, lies in a folder of keys or certificates, or is a {@code .gitignore} of ours, gets no record.
     */
    private boolean canBeUndone(FileOperation.Write operation) {
        if (operation.undo().isPresent()) {
            return true;
        }
        Path path = operation.path().normalize();
        Stream<Path> kept = Stream.of(
                layout.certsDir(),
                layout.peopleFolder(),
                layout.pkiFolder(),
                layout.secretsFolder(),
                layout.rootKeyFolder());
        return (!isSecret(operation) || path.endsWith(GeneratedEnvFile.NAME) && path.startsWith(layout.mtlsFolder()))
                && kept.noneMatch(path::startsWith)
                && !path.endsWith(".gitignore");
    }

    private static boolean isSecret(FileOperation.Write operation) {
        return operation.write().mode().filter(mode -> mode == FileMode.SECRET).isPresent();
    }

    /** The record of a secret file of ours holds no contents: it was created, whatever it was before. */
    private StoredUndo record(FileOperation.Write write, Instant now, Map<Path, Integer> turns) {
        Path target = write.target();
        String file = layout.display(write.path());
        Optional<UndoRecord> edit = write.undo();
        if (edit.isEmpty() && !isSecret(write) && Files.exists(target)) {
            edit = Optional.of(UndoRecord.of(
                    SourceText.of(file, InputFile.required(target)),
                    SourceText.of(file, write.write().content())));
        }
        return new StoredUndo(
                Path.of(file),
                now,
                turns.getOrDefault(write.path().normalize(), 0) + 1,
                write.by(),
                write.undo().isPresent() ? write.before() : edit.map(UndoRecord::beforeSha256),
                write.after(),
                edit,
                false,
                Optional.empty());
    }

    /** Returns the records that this user wrote here, as they stand. */
    List<String> texts() {
        return files("*.json").stream()
                .map(file -> {
                    String text = Journal.text(file, file);
                    return seal.foreign(file, file, text).isEmpty() ? text : "";
                })
                .toList();
    }

    private boolean isOf(StoredUndo undo, Path file) {
        return path(undo).equals(file.toAbsolutePath().normalize());
    }

    private List<StoredUndo> read(String glob) {
        return files(glob).stream().map(this::read).toList();
    }

    private List<Path> files(String glob) {
        if (Files.notExists(layout.undoFolder())) {
            return List.of();
        }
        AtomicFiles.requireNoLink(layout.undoFolder());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.undoFolder(), glob)) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(layout.undoFolder() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private StoredUndo read(Path file) {
        String text = Journal.text(file, file);
        Optional<String> foreign = seal.foreign(file, file, text);
        StoredUndo undo = Journal.read(text, file, json -> StoredUndo.fromJson(json, foreign));
        new RecordLimits(layout, file, foreign.isEmpty()).require(path(undo));
        return undo;
    }
}
