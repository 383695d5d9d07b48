package aria.ca.rotation;

import aria.ca.config.CaFolder;
import aria.ca.rotation.CaRotation.Phase;
import aria.ca.rotation.CaRotation.Subject;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is cleared away once nobody goes by the other CA any more. A CA that was replaced is kept in a dated backup, as
 * {@code init-ca --force} does; one that was given up is not.
 *
 * @param writes  the files to write first
 * @param removed the files to delete then, each of which is there
 */
public record RotationEnd(List<FileWrite> writes, List<Path> removed) {

    /** Keeps unmodifiable copies. */
    public RotationEnd {
        writes = List.copyOf(writes);
        removed = List.copyOf(removed);
    }

    /** Plans it. Reads keys, writes nothing. */
    public static RotationEnd of(Layout layout, CaRotation rotation, Instant now) {
        CaFolder folder = new CaFolder(layout);
        List<FileWrite> writes = new ArrayList<>();
        List<Path> removed = new ArrayList<>();
        if (rotation.phase() == Phase.DROPPING) {
            Path backup = folder.newBackup(now);
            Side.files(layout, false).forEach(file -> copy(folder, file, backup, writes));
            if (rotation.subject() == Subject.ROOT) {
                for (Path kept : List.of(layout.rootKey(), layout.rootKeyPassword())) {
                    copy(folder, kept, backup, writes);
                    Path next = Side.folder(layout, true).resolve(kept.getFileName());
                    folder.read(next)
                            .ifPresentOrElse(
                                    content -> writes.add(FileWrite.secret(kept, content)),
                                    () -> removed.addAll(folder.present(List.of(kept))));
                }
            }
        }
        Stream<Path> sides = Stream.concat(
                Stream.concat(Side.files(layout, false).stream(), Side.files(layout, true).stream()),
                Stream.of(layout.rootKey(), layout.rootKeyPassword())
                        .map(file -> Side.folder(layout, true).resolve(file.getFileName())));
        removed.addAll(folder.present(sides.toList()));
        removed.add(layout.rotationRecord());
        return new RotationEnd(writes, removed);
    }

    private static void copy(CaFolder folder, Path file, Path backup, List<FileWrite> writes) {
        folder.read(file)
                .ifPresent(content -> writes.add(FileWrite.secret(backup.resolve(file.getFileName()), content)));
    }
}
