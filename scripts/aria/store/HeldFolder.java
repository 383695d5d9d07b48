package aria.store;

import static aria.finding.Remedy.advice;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open folder whose path contains no link. Operations reach this folder even if its path leads elsewhere a moment
 * later. Where Java has no handles on folders, the path is used instead.
 */
final class HeldFolder implements AutoCloseable {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Path path;
    private final DirectoryStream<Path> stream;
    private final Optional<SecureDirectoryStream<Path>> handle;

    private HeldFolder(Path path, DirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
        this.handle = secure(stream);
    }

    private static Optional<SecureDirectoryStream<Path>> secure(DirectoryStream<Path> stream) {
        return stream instanceof SecureDirectoryStream<Path> secure ? Optional.of(secure) : Optional.empty();
    }

    /**
     * Opens a folder.
     *
     * @param folder absolute
     * @throws IOException      when it is not there or cannot be read
     * @throws RefusedException when a link stands in its path
     */
    static HeldFolder open(Path folder) throws IOException {
        requireNoLink(folder);
        Path firm = FirmPath.of(folder);
        try {
            return new HeldFolder(folder, below(firm, folder));
        } catch (AccessDeniedException unreadable) {
            // One above it may be entered and not be read, as homes often may.
            return byName(folder);
        }
    }

    /**
     * Opens one folder after the other, each in the one before it, from one that nobody else can exchange: a link that is put
     * into the path meanwhile is an error, and not followed.
     */
    @SuppressWarnings("StreamResourceLeak") // each is closed once the next is open, and the last one is returned
    private static DirectoryStream<Path> below(Path firm, Path folder) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(firm);
        for (Path part = firm; !part.equals(folder); ) {
            Optional<SecureDirectoryStream<Path>> handle = secure(stream);
            part = part.resolve(folder.getName(part.getNameCount()));
            try (DirectoryStream<Path> outer = stream) {
                stream = handle.isPresent()
                        ? handle.get().newDirectoryStream(part.getFileName(), LinkOption.NOFOLLOW_LINKS)
                        : Files.newDirectoryStream(part);
            }
        }
        return stream;
    }

    @SuppressWarnings("StreamResourceLeak") // the folder that is returned holds it, and closes it
    private static HeldFolder byName(Path folder) throws IOException {
        HeldFolder held = new HeldFolder(folder, Files.newDirectoryStream(folder));
        try {
            requireNoLink(folder);
            held.requireStill();
            return held;
        } catch (IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /**
     * Refuses a path that leads elsewhere.
     *
     * @param folder absolute; it need not be there
     * @throws RefusedException when it, or a folder above it, is a link
     */
    static void requireNoLink(Path folder) throws IOException {
        if (Files.isDirectory(folder) && folder.toRealPath().equals(folder)) {
            return;
        }
        for (Path part = folder; part != null; part = part.getParent()) {
            if (Files.isSymbolicLink(part)) {
                throw refused(part);
            }
        }
    }

    /** Returns the refusal of a link in the place of a file that is to be read. */
    static RefusedException refusedToRead(Path link) {
        return new RefusedException(Finding.error(
                        FindingId.LINK_IN_PATH,
                        "a symbolic link that aria did not make is not followed, because it may lead to a file of somebody else",
                        advice("replace it with its target, or remove it"))
                .at(Place.of(link.toString())));
    }

    /** Returns the refusal of a link. */
    static RefusedException refused(Path link) {
        return new RefusedException(Finding.error(
                        FindingId.LINK_IN_PATH,
                        "a symbolic link that aria did not make is not followed when writing",
                        advice("replace it with its target"),
                        advice("name the target itself, with an option such as --certs-dir"))
                .at(Place.of(link.toString())));
    }

    /** The handle may be that of a folder which was exchanged before the path was looked at. */
    private void requireStill() throws IOException {
        if (handle.isPresent()) {
            Object held = key(handle.get());
            Object named = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
            if (!held.equals(named)) {
                throw new IOException("the folder was replaced while it was being opened");
            }
        }
    }

    private static Object key(SecureDirectoryStream<Path> handle) throws IOException {
        return handle.getFileAttributeView(BasicFileAttributeView.class)
                .readAttributes()
                .fileKey();
    }

    /** Makes a folder in it. */
    void createFolder(Path folder, FileAttribute<?> mode) throws IOException {
        Files.createDirectory(reached(folder), mode);
    }

    /** Makes a symbolic link in it. */
    void createLink(Path link, Path target) throws IOException {
        Files.createSymbolicLink(reached(link), target);
    }

    /**
     * Returns a path to something in this folder for what Java has no operation on handles. Where others could exchange the
     * folder, it is Linux's name of the handle.
     */
    private Path reached(Path file) throws IOException {
        if (handle.isEmpty() || FirmPath.of(path).equals(path) || !Files.isDirectory(DESCRIPTORS)) {
            return file;
        }
        Object key = key(handle.get());
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                if (Files.isDirectory(descriptor)
                        && key.equals(Files.readAttributes(descriptor, BasicFileAttributes.class)
                                .fileKey())) {
                    return descriptor.resolve(file.getFileName());
                }
            }
        }
        return file;
    }

    /** Whether something has this name in it, a link that leads nowhere included. */
    boolean has(Path file) throws IOException {
        try {
            view(file).readAttributes();
            return true;
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    /** Opens a file of it; a link in its place is an error of the file system. */
    FileChannel channel(Path file, Set<? extends OpenOption> how, FileAttribute<?> mode) throws IOException {
        Set<OpenOption> options = new HashSet<>(how);
        options.add(LinkOption.NOFOLLOW_LINKS);
        SeekableByteChannel opened = handle.isPresent()
                ? handle.get().newByteChannel(file.getFileName(), options, mode)
                : Files.newByteChannel(file, options, mode);
        return (FileChannel) opened;
    }

    /** Returns the owner and mode of one of its files, to be read and set; those of a link are its own. */
    PosixFileAttributeView view(Path file) {
        return handle.map(secure -> secure.getFileAttributeView(
                        file.getFileName(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS))
                .orElseGet(() ->
                        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
    }

    /** Renames a file of it, over what is there. */
    void move(Path file, HeldFolder folder, Path to) throws IOException {
        if (handle.isPresent() && folder.handle.isPresent()) {
            handle.get().move(file.getFileName(), folder.handle.get(), to.getFileName());
        } else {
            Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Deletes a file, a link or an empty folder of it. */
    void delete(Path file) throws IOException {
        if (handle.isEmpty()) {
            Files.delete(file);
        } else if (view(file).readAttributes().isDirectory()) {
            handle.get().deleteDirectory(file.getFileName());
        } else {
            handle.get().deleteFile(file.getFileName());
        }
    }

    /** Returns what is in it; asked for once. */
    List<Path> entries() {
        List<Path> found = new ArrayList<>();
        stream.forEach(found::add);
        return found;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
