package aria.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A secret of fixed length in a folder of the user's own, made once and never replaced.
 *
 * @param user   who it belongs to
 * @param file   where it is or will be
 * @param length in bytes
 */
record PrivateFile(RealUser user, Path file, int length) {
    private static final int ATTEMPTS = 100;

    /** Returns the secret, made where there is none. */
    byte[] readOrCreate(Supplier<byte[]> fresh) throws IOException {
        Optional<byte[]> there = read();
        if (there.isEmpty()) {
            create(fresh.get());
        }
        return there.or(this::again).orElseThrow(() -> new NoSuchFileException(file.toString()));
    }

    private Optional<byte[]> again() {
        try {
            return read();
        } catch (IOException e) {
            throw DiskTrouble.of(file, "used", e);
        }
    }

    /**
     * Returns the secret; empty when there is none.
     *
     * @throws IOException when somebody else could have read or replaced it
     */
    Optional<byte[]> read() throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                requirePrivate();
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length == length) {
                    return Optional.of(bytes);
                }
                if (attempt == ATTEMPTS) {
                    throw new IOException("it does not hold " + length + " bytes");
                }
                // Another run has created it and not written it yet.
                LockSupport.parkNanos(10_000_000);
            } catch (NoSuchFileException none) {
                return Optional.empty();
            }
        }
    }

    private void requirePrivate() throws IOException {
        HeldFolder.requireNoLink(file.getParent());
        PosixFileAttributes is = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean others = !FileMode.SECRET.permissions().containsAll(is.permissions())
                || !FileMode.PUBLIC_DIR
                        .permissions()
                        .containsAll(Files.getPosixFilePermissions(file.getParent(), LinkOption.NOFOLLOW_LINKS));
        if (!is.isRegularFile() || others || !user.owns(file) || !user.owns(file.getParent())) {
            throw new IOException("it and its folder have to be this user's alone");
        }
    }

    private void create(byte[] secret) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path folder = file.getParent(); Files.notExists(folder); folder = folder.getParent()) {
            missing.push(folder);
        }
        // Under sudo what is made in the user's home becomes the user's.
        FileOwner owner = user.bySudo() && user.home().filter(file::startsWith).isPresent()
                ? FileOwner.of(user.home().get())
                : FileOwner.ofMode(FileMode.SECRET);
        for (Path folder : missing) {
            try (HeldFolder parent = HeldFolder.open(folder.getParent())) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FileMode.SECRET_DIR.permissions()));
                owner.withMode(FileMode.SECRET_DIR).applyTo(parent.view(folder));
            } catch (FileAlreadyExistsException byAnotherRun) {
                HeldFolder.requireNoLink(folder);
            }
        }
        try (HeldFolder folder = HeldFolder.open(file.getParent());
                FileChannel channel = folder.channel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(FileMode.SECRET.permissions()))) {
            owner.withMode(FileMode.SECRET).applyTo(folder.view(file));
            channel.write(ByteBuffer.wrap(secret));
            channel.force(true);
        } catch (FileAlreadyExistsException byAnotherRun) {
            // Theirs is the one, and is read next.
        }
        requirePrivate();
    }
}
