package aria.cli;

import aria.choices.ChoicesFile;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the project that a folder belongs to: a person may work in any folder of it. */
final class ProjectRoot {
    private ProjectRoot() {}

    /**
     * Returns the nearest folder from this one upwards that has a CA or what an earlier run wrote, else the nearest
     * with choices, else this one. The root of the git work tree is the last that is looked into. Without a work
     * tree, and within it, a folder that belongs to somebody else or that everybody can write to ends the search.
     *
     * @param here absolute, without links; need not exist
     */
    static Path of(Path here) {
        List<Path> folders = Files.isDirectory(here) ? upwards(here) : List.of();
        return first(folders, ProjectRoot::hasRecord)
                .or(() -> first(folders, folder -> Files.isRegularFile(folder.resolve(ChoicesFile.NAME))))
                .orElse(here);
    }

    private static Optional<Path> first(List<Path> folders, Predicate<Path> which) {
        return folders.stream().filter(which).findFirst();
    }

    private static boolean hasRecord(Path folder) {
        return Stream.of(Layout.of(folder), Layout.under(folder, HomeFolder.HIDDEN))
                .anyMatch(layout -> Files.isRegularFile(layout.caJson(), LinkOption.NOFOLLOW_LINKS)
                        || Files.isDirectory(layout.mtlsFolder(), LinkOption.NOFOLLOW_LINKS));
    }

    private static List<Path> upwards(Path here) {
        List<Path> folders = new ArrayList<>(List.of(here));
        try {
            PosixFileAttributes own = Files.readAttributes(here, PosixFileAttributes.class);
            for (Path folder = here; !Files.exists(folder.resolve(".git")); ) {
                folder = folder.getParent();
                if (folder == null || !isOurs(folder, own)) {
                    break;
                }
                folders.add(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(here + " cannot be read: " + e.getMessage(), e);
        }
        return folders;
    }

    private static boolean isOurs(Path folder, PosixFileAttributes own) throws IOException {
        PosixFileAttributes is = Files.readAttributes(folder, PosixFileAttributes.class);
        return is.owner().equals(own.owner()) && !is.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }
}
