package aria.apply;

import aria.store.AtomicFiles;
import aria.store.Digest;
import aria.store.FileWrite;
import aria.store.UnflushedFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A step as the write-ahead record holds it: it can tell from the disk alone whether it is done, and doing it twice is
 * the same as doing it once.
 */
sealed interface Task {

    /** Where it stands, judged by the disk. */
    enum State {
        /** The disk is as the plan saw it. */
        TO_DO,
        /** The disk is as it shall be. */
        DONE,
        /** The disk is neither: somebody else was here. */
        CONFLICT
    }

    /** The file or folder it is about; absolute. */
    Path path();

    /** Looks; writes nothing. */
    State state();

    /**
     * Does it; only for {@link State#TO_DO}.
     *
     * @param unflushed gets the folders that have to be on disk before it may be forgotten how to do it again
     */
    void run(UnflushedFolders unflushed);

    /** Clears away what an interrupted run may have left beside it. */
    default void clear() {}

    /**
     * A content for a file.
     *
     * @param write  the file as it shall be
     * @param before SHA-256 of what it replaces; empty: there is no file
     * @param after  SHA-256 of the content
     */
    record Write(FileWrite write, Optional<String> before, String after) implements Task {
        /** Counts the SHA-256 of the content. */
        Write(FileWrite write, Optional<String> before) {
            this(write, before, Digest.sha256(write.content()));
        }

        @Override
        public Path path() {
            return write.path().toAbsolutePath();
        }

        @Override
        public State state() {
            Path target = AtomicFiles.target(write);
            Optional<String> now = Digest.ofFile(target);
            boolean written = now.equals(Optional.of(after));
            if (written && hasMode(target)) {
                return State.DONE;
            }
            return written || now.equals(before) ? State.TO_DO : State.CONFLICT;
        }

        @Override
        public void run(UnflushedFolders unflushed) {
            AtomicFiles.write(write, unflushed);
        }

        @Override
        public void clear() {
            AtomicFiles.deleteLeftovers(AtomicFiles.target(write));
        }

        private boolean hasMode(Path target) {
            try {
                return write.mode().isEmpty()
                        || !Files.isSymbolicLink(target)
                                && Files.getPosixFilePermissions(target)
                                        .equals(write.mode().get().permissions());
            } catch (IOException e) {
                throw new UncheckedIOException(target + " can't be read: " + e.getMessage(), e);
            }
        }
    }

    /** Another name for a file or folder. Once the new name exists it is done, whatever now has the old one. */
    record Rename(Path path, Path to) implements Task {

        @Override
        public State state() {
            if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                return State.DONE;
            }
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? State.TO_DO : State.CONFLICT;
        }

        @Override
        public void run(UnflushedFolders unflushed) {
            // What was written into it before is to be on disk under the name it was written to.
            unflushed.flush();
            AtomicFiles.move(path, to);
        }
    }

    /**
     * A symbolic link.
     *
     * @param before what was there, as {@link aria.apply.Link#at} gives it
     */
    record Linked(Path path, String target, Optional<String> before) implements Task {

        @Override
        public State state() {
            Optional<String> now = Link.at(path);
            return now.equals(Optional.of(Link.leadingTo(target)))
                    ? State.DONE
                    : now.equals(before) ? State.TO_DO : State.CONFLICT;
        }

        @Override
        public void run(UnflushedFolders unflushed) {
            // Whoever follows the link finds what was written for it, whatever happens next.
            unflushed.flush();
            AtomicFiles.link(path, target, unflushed);
        }

        @Override
        public void clear() {
            AtomicFiles.deleteLeftovers(path);
        }
    }

    /**
     * The end of a file.
     *
     * @param before SHA-256 of the content that may be deleted
     */
    record Delete(Path path, String before) implements Task {

        @Override
        public State state() {
            return Digest.ofFile(path)
                    .map(now -> now.equals(before) ? State.TO_DO : State.CONFLICT)
                    .orElse(State.DONE);
        }

        @Override
        public void run(UnflushedFolders unflushed) {
            AtomicFiles.delete(path, unflushed);
        }
    }
}
