package aria.apply;

import aria.store.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The files of one certificate in one folder: {@code <name>.<extension>}, and what else lies in a folder of that name.
 *
 * @param folder where they are
 * @param name   of the service or person
 */
record KeyedFiles(Path folder, String name) {

    private static final String KEY = ".key";

    static boolean isKey(Path file) {
        return file.getFileName().toString().endsWith(KEY);
    }

    static KeyedFiles ofKey(Path key) {
        String file = key.getFileName().toString();
        return new KeyedFiles(key.toAbsolutePath().getParent(), file.substring(0, file.length() - KEY.length()));
    }

    /** Whether a link of a generation stands there. */
    static boolean isLinked(Path file) {
        return FileOperation.Link.at(file)
                        .filter(now -> now.startsWith(FileOperation.Link.leadingTo("..")))
                        .isPresent()
                && Files.isRegularFile(file);
    }

    private boolean alone() {
        return folder.getFileName().toString().equals(name);
    }

    boolean has(Path file) {
        if (!folder.equals(file.toAbsolutePath().getParent())) {
            return false;
        }
        String last = file.getFileName().toString();
        String rest = last.startsWith(name + ".") ? last.substring(name.length() + 1) : "";
        return !rest.isEmpty() && !rest.contains(".") || alone() && last.equals("ca.crt");
    }

    /** The link that is swapped. */
    Path current() {
        return folder.resolve(alone() ? "..data" : ".." + name);
    }

    String newGeneration() {
        return current().getFileName() + "."
                + Integer.toHexString(ThreadLocalRandom.current().nextInt());
    }

    List<Path> present() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(this::has).filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " can't be listed: " + e.getMessage(), e);
        }
    }

    boolean isLinked() {
        return Files.isSymbolicLink(current()) && present().stream().allMatch(KeyedFiles::isLinked);
    }

    /** Whether it is the link or lies in a generation. */
    boolean isOwn(Path file) {
        return file.startsWith(folder)
                && folder.relativize(file)
                        .getName(0)
                        .toString()
                        .startsWith(current().getFileName().toString());
    }

    /** Removes every generation but the current one. */
    void sweep() {
        String live = FileOperation.Link.at(current()).orElse("");
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(each ->
                            each.getFileName().toString().startsWith(current().getFileName() + "."))
                    .toList()) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                        && !live.equals(
                                FileOperation.Link.leadingTo(entry.getFileName().toString()))) {
                    remove(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " can't be listed: " + e.getMessage(), e);
        }
    }

    private static void remove(Path generation) throws IOException {
        try (Stream<Path> files = Files.list(generation)) {
            files.toList().forEach(AtomicFiles::delete);
        }
        AtomicFiles.delete(generation);
    }
}
