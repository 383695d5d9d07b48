package aria.apply;

import aria.store.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The files of one certificate in one folder, {@code <name>.<extension>}, and the other contents of a folder of that
 * name.
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

    /**
     * Returns the file that lies in a generation and stands there by a link of ours; empty for a plain file and for
     * any other link. The two links have exactly the form that {@link Generations} gives them, and lead to a folder
     * beside them.
     */
    static Optional<Path> linked(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        String last = file.getFileName().toString();
        int dot = last.lastIndexOf('.');
        return Stream.of(dot < 1 ? last : last.substring(0, dot), folder.getFileName() + "")
                .map(name -> new KeyedFiles(folder, name))
                .filter(unit -> unit.has(file))
                .flatMap(unit -> unit.behind(file).stream())
                .findFirst();
    }

    private Optional<Path> behind(Path file) {
        Path name = file.getFileName();
        boolean ours = FileOperation.Link.at(file)
                .equals(Optional.of(FileOperation.Link.leadingTo(current().getFileName() + "/" + name)));
        return ours
                ? generation()
                        .map(live -> live.resolve(name))
                        .filter(real -> Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS))
                : Optional.empty();
    }

    /** The folder that the link leads to, if both are ours. */
    private Optional<Path> generation() {
        try {
            return Files.isSymbolicLink(current())
                    ? Optional.of(Files.readSymbolicLink(current()).toString())
                            .filter(this::isGeneration)
                            .map(folder::resolve)
                            .filter(live -> Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(current() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean isGeneration(String name) {
        String start = current().getFileName() + ".";
        return name.startsWith(start) && name.substring(start.length()).matches("[0-9a-f]{1,8}");
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
            return files.filter(this::has)
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            || linked(file).isPresent())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    boolean isLinked() {
        return generation().isPresent()
                && present().stream().allMatch(file -> linked(file).isPresent());
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
        Optional<Path> live = generation();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(
                            each -> isGeneration(each.getFileName().toString()))
                    .toList()) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && !live.equals(Optional.of(entry))) {
                    remove(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static void remove(Path generation) throws IOException {
        try (Stream<Path> files = Files.list(generation)) {
            files.toList().forEach(AtomicFiles::delete);
        }
        AtomicFiles.delete(generation);
    }
}
