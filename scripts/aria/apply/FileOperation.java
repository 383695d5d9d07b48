package aria.apply;

import aria.compose.FileEdit;
import aria.edit.undo.UndoRecord;
import aria.store.Absent;
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
 * One operation of a transaction on one file. It is recorded before it is done. It can tell from the disk whether it
 * is done, and doing it twice has the same effect as doing it once.
 */
public sealed interface FileOperation {

    /** The state of an operation, judged by the disk. */
    enum State {
        /** The disk is as the plan saw it. */
        TO_DO,
        /** The disk is as it is to be. */
        DONE,
        /** The disk is neither: somebody else was here. */
        CONFLICT
    }

    /** Returns the file or folder it is done to; absolute. */
    Path path();

    /** Returns how far it is; writes nothing. */
    State state();

    /**
     * Does it; only for {@link State#TO_DO}.
     *
     * @param unflushed gets the folders that have to be on disk before it may be forgotten how to do it again
     */
    void run(UnflushedFolders unflushed);

    /** Clears away what an interrupted run may have left beside the file. */
    default void clear() {}

    /** Returns the same operation for a folder that was moved away before: nothing is there. */
    default FileOperation afterMove() {
        return this;
    }

    /**
     * Gives a file a new content.
     *
     * @param write  the file as it is to be
     * @param before SHA-256 of the content that the plan saw; empty when there was no file. The transaction does not
     *               start when something else is there
     * @param after  SHA-256 of the content
     * @param undo   how an edit is taken back; empty for a file written whole, and for an operation read from a
     *               record
     * @param by     the command that remembers choices by it; empty for other writes
     */
    record Write(FileWrite write, Optional<String> before, String after, Optional<UndoRecord> undo, String by)
            implements FileOperation {

        Write(FileWrite write, Optional<String> before, String after, Optional<UndoRecord> undo) {
            this(write, before, after, undo, "");
        }

        /** Makes the operation that writes a file whole. */
        public Write(FileWrite write, Optional<String> before) {
            this(write, before, Digest.sha256(write.content()), Optional.empty());
        }

        /** Returns the operation that makes an edit. A new file is removed when the edit is taken back. */
        public static Write of(FileEdit edit) {
            byte[] text = edit.edit().after().bytes();
            UndoRecord undo = edit.undoRecord();
            return new Write(
                    edit.isNew() ? FileWrite.open(edit.file(), text) : FileWrite.ofUser(edit.file(), text),
                    edit.isNew() ? Optional.empty() : Optional.of(undo.beforeSha256()),
                    undo.afterSha256(),
                    Optional.of(undo),
                    edit.rememberedBy());
        }

        /** Returns the operation that writes over what is there now, if anything: for plans made in the same breath. */
        public static Write over(FileWrite write) {
            return new Write(write, Digest.ofFile(write.path()));
        }

        @Override
        public Path path() {
            return write.path().toAbsolutePath();
        }

        /** Returns the file that is written: where the links of a user's file lead. */
        Path target() {
            return AtomicFiles.target(write);
        }

        /** Whether the file is one of the user's, which keeps its mode and owner. */
        boolean isOfUser() {
            return write.mode().isEmpty();
        }

        @Override
        public State state() {
            Path target = target();
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
            AtomicFiles.deleteLeftovers(target());
        }

        @Override
        public Write afterMove() {
            return new Write(write, Optional.empty(), after, undo, by);
        }

        private boolean hasMode(Path target) {
            try {
                return isOfUser()
                        || !Files.isSymbolicLink(target)
                                && Files.getPosixFilePermissions(target)
                                        .equals(write.mode().get().permissions());
            } catch (IOException e) {
                throw new UncheckedIOException(target + " cannot be read: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Gives a symbolic link a target, in one rename: a reader finds the old file or the new one.
     *
     * @param path   the link; a file that is there is replaced by it
     * @param target what it says, relative to its own folder
     * @param before what the plan saw there, as {@link #at} gives it
     */
    record Link(Path path, String target, Optional<String> before) implements FileOperation {
        private static final String ARROW = "->";

        /** Makes the path absolute. */
        public Link {
            path = path.toAbsolutePath();
        }

        /** Returns the operation that puts a link over what is there now, if anything. */
        static Link over(Path path, String target) {
            return new Link(path, target, at(path));
        }

        /** Returns what a link that leads there is recorded as. */
        static String leadingTo(String target) {
            return ARROW + target;
        }

        /** Returns what lies there now: where a link leads, or the SHA-256 of a file; empty for nothing. */
        static Optional<String> at(Path path) {
            if (Absent.withItsFolder(path)) {
                return Optional.empty();
            }
            if (!Files.isSymbolicLink(path)) {
                return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Digest.ofFile(path) : Optional.empty();
            }
            try {
                return Optional.of(leadingTo(Files.readSymbolicLink(path).toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public State state() {
            Optional<String> now = at(path);
            return now.equals(Optional.of(leadingTo(target)))
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

        @Override
        public Link afterMove() {
            return new Link(path, target, Optional.empty());
        }
    }

    /**
     * Renames a file or a folder in the same file system, as backups do. The operation is done once the new name
     * exists, whatever has the old name by then.
     *
     * @param path must exist
     * @param to   must not exist; its folder must
     */
    record Move(Path path, Path to) implements FileOperation {

        /** Makes the paths absolute. */
        public Move {
            path = path.toAbsolutePath();
            to = to.toAbsolutePath();
        }

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
     * Deletes a file.
     *
     * @param path   the file
     * @param before SHA-256 of the content that the plan saw; a file with another content is not deleted
     */
    record Remove(Path path, String before) implements FileOperation {

        /** Makes the path absolute. */
        public Remove {
            path = path.toAbsolutePath();
        }

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
