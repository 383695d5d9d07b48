package aria.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a user has agreed to on this machine. Each agreement is a line in a file beside the user's {@link StateKey}: its code
 * under that key, so that nobody else can make one.
 *
 * @param key of the user
 */
public record Agreements(StateKey key) {
    /** The oldest are forgotten beyond it, and asked for again. */
    private static final int MOST = 1_000;

    /** Returns those of this process's user. */
    public static Agreements here() {
        return new Agreements(StateKey.here());
    }

    /** Returns whether it was agreed to. */
    public boolean has(String what) {
        return key.code(what).filter(code -> codes().contains(code)).isPresent();
    }

    /** Remembers an agreement; where nothing can be kept, it holds for this run alone. */
    public void keep(String what) {
        Optional<String> code = key.codeToKeep(what).filter(fresh -> !codes().contains(fresh));
        code.ifPresent(this::append);
    }

    /** Runs at the same time all keep theirs: a line is appended in one step, and lines go only where there are many. */
    private void append(String code) {
        Path file = file().orElseThrow();
        if (Files.notExists(file)) {
            // Codes are no secret: under sudo the user has to read what root wrote.
            create(file);
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
            channel.write(ByteBuffer.wrap((code + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (AccessDeniedException byRoot) {
            rewrite(file, Stream.concat(codes().stream(), Stream.of(code)).toList());
        } catch (IOException e) {
            throw DiskTrouble.of(file, "written", e);
        }
        List<String> all = codes();
        if (all.size() > 2 * MOST) {
            rewrite(file, all.subList(all.size() - MOST, all.size()));
        }
    }

    private static void create(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FileMode.SECRET.permissions()));
            Files.setPosixFilePermissions(file, FileMode.PUBLIC.permissions());
        } catch (FileAlreadyExistsException byAnotherRun) {
            // It is appended to theirs.
        } catch (IOException e) {
            throw DiskTrouble.of(file, "written", e);
        }
    }

    private static void rewrite(Path file, List<String> codes) {
        AtomicFiles.write(FileWrite.open(file, (String.join("\n", codes) + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private List<String> codes() {
        Optional<Path> file = file().filter(Files::exists);
        try {
            return file.isPresent() ? Files.readAllLines(file.get(), StandardCharsets.US_ASCII) : List.of();
        } catch (IOException unreadable) {
            throw DiskTrouble.of(file.get(), "read", unreadable);
        }
    }

    private Optional<Path> file() {
        return key.file().map(beside -> beside.resolveSibling("agreed"));
    }
}
