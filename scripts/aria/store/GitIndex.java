package aria.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that git tracks below a folder, read from the index of the work tree. Git itself is never run, because
 * the settings of a folder can name commands, and the folder may be anybody's. The format of the file is described in
 * git's {@code gitformat-index(5)}.
 *
 * @param files   absolute
 * @param problem why it could not be found out; empty when it was
 */
public record GitIndex(List<Path> files, Optional<String> problem) {
    private static final String GIT = ".git";
    private static final int LIMIT_BYTES = 128 << 20;
    private static final int LIMIT_NAMES = 64 << 20;
    private static final int STAT_BYTES = 40;
    private static final int EXTENDED = 0x4000;
    private static final int SHA_1 = 20;
    private static final int SHA_256 = 32;

    public GitIndex {
        files = List.copyOf(files);
    }

    /** Returns whether the folder lies in a work tree. */
    public static boolean covers(Path folder) {
        return parents(folder).anyMatch(each -> Files.exists(each.resolve(GIT)));
    }

    /** Returns what is tracked below the folder; nothing where it lies in no work tree. */
    public static GitIndex below(Path folder) {
        try {
            Path real = folder.toRealPath();
            Optional<Path> top = parents(real)
                    .filter(each -> Files.exists(each.resolve(GIT)))
                    .findFirst();
            if (top.isEmpty()) {
                return new GitIndex(List.of(), Optional.empty());
            }
            Path index = gitFolder(top.get()).resolve("index");
            if (Files.notExists(index)) {
                return new GitIndex(List.of(), Optional.empty());
            }
            if (!Files.isRegularFile(index) || Files.size(index) > LIMIT_BYTES) {
                return unknown("is not a file of at most " + (LIMIT_BYTES >> 20) + " MiB");
            }
            String start = top.get().relativize(real).toString();
            return read(InputFile.bytes(index, LIMIT_BYTES), folder, start.isEmpty() ? "" : start + "/");
        } catch (IOException e) {
            return unknown("cannot be read: " + e.getMessage());
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            return unknown("is damaged");
        }
    }

    private static Stream<Path> parents(Path folder) {
        return Stream.iterate(folder, each -> each != null, Path::getParent);
    }

    /** In a submodule and in a second work tree {@code .git} is a file that says where the folder is. */
    private static Path gitFolder(Path top) throws IOException {
        Path git = top.resolve(GIT);
        if (!Files.isRegularFile(git) || Files.size(git) > LIMIT_NAMES) {
            return git;
        }
        String said = InputFile.text(git).strip();
        return top.resolve(said.substring(said.indexOf(':') + 1).strip());
    }

    private static GitIndex read(byte[] index, Path folder, String start) {
        ByteBuffer in = ByteBuffer.wrap(index);
        if (in.getInt()
                != ByteBuffer.wrap("DIRC".getBytes(StandardCharsets.US_ASCII)).getInt()) {
            throw new IllegalArgumentException("no index");
        }
        int version = in.getInt();
        if (version < 2 || version > 4) {
            return unknown("has version " + version + ", which is not known here");
        }
        int entries = in.getInt();
        int hash = hashLength(index);
        Set<Path> files = new LinkedHashSet<>();
        byte[] name = {};
        long names = 0;
        for (int i = 0; i < entries; i++) {
            name = name(in, version, hash, name);
            names += name.length;
            if (names > LIMIT_NAMES) {
                return unknown("has more names than can be read");
            }
            add(files, folder, start, new String(name, StandardCharsets.UTF_8));
        }
        return hasLink(in, index.length - hash)
                ? unknown("is split in two (core.splitIndex)")
                : new GitIndex(List.copyOf(files), Optional.empty());
    }

    private static byte[] name(ByteBuffer in, int version, int hash, byte[] previous) {
        int begin = in.position();
        skip(in, STAT_BYTES + hash);
        int flags = in.getShort();
        skip(in, (flags & EXTENDED) != 0 ? 2 : 0);
        int kept = version < 4 ? 0 : previous.length - number(in);
        int end = in.position();
        while (end < in.limit() && in.get(end) != 0) {
            end++;
        }
        if (kept < 0 || kept > previous.length) {
            throw new IllegalArgumentException("a name shorter than nothing");
        }
        byte[] name = Arrays.copyOf(previous, kept + end - in.position());
        in.get(name, kept, end - in.position());
        // Up to version 3 an entry ends with one to eight zeros, at a multiple of eight bytes.
        skip(in, version < 4 ? 8 - (end - begin) % 8 : 1);
        return name;
    }

    private static void skip(ByteBuffer in, int bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + bytes);
    }

    /** The numbers of git's packs: seven bits a byte, the highest first, and no number has two forms. */
    private static int number(ByteBuffer in) {
        int part = in.get();
        int value = part & 0x7f;
        while (part < 0) {
            part = in.get();
            value = value + 1 << 7 | part & 0x7f;
        }
        return value;
    }

    private static void add(Set<Path> files, Path folder, String start, String name) {
        // A name that ends in a slash is a folder of a sparse checkout, nothing of which is here.
        if (!name.startsWith(start) || name.endsWith("/")) {
            return;
        }
        try {
            Path file = folder.resolve(name.substring(start.length())).normalize();
            if (file.startsWith(folder) && !file.equals(folder)) {
                files.add(file);
            }
        } catch (InvalidPathException foreign) {
            files.add(folder.resolve(name.replaceAll("[^\\x20-\\x7e]", "?")).normalize());
        }
    }

    private static boolean hasLink(ByteBuffer in, int end) {
        while (end - in.position() >= 8) {
            byte[] signature = new byte[4];
            in.get(signature);
            if (new String(signature, StandardCharsets.US_ASCII).equals("link")) {
                return true;
            }
            int length = in.getInt();
            if (length < 0) {
                throw new IllegalArgumentException("an extension of no length");
            }
            skip(in, length);
        }
        return false;
    }

    /** The last bytes are the digest of all before; {@code index.skipHash} leaves zeros there. */
    private static int hashLength(byte[] index) {
        for (int length : new int[] {SHA_1, SHA_256}) {
            if (index.length > length && endsWith(index, digest(index, length))) {
                return length;
            }
        }
        if (index.length > SHA_256 && endsWith(index, new byte[SHA_256])) {
            return SHA_256;
        }
        if (index.length > SHA_1 && endsWith(index, new byte[SHA_1])) {
            return SHA_1;
        }
        throw new IllegalArgumentException("no digest of the index");
    }

    private static byte[] digest(byte[] index, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance(length == SHA_1 ? "SHA-1" : "SHA-256");
            digest.update(index, 0, index.length - length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1 and SHA-256", e);
        }
    }

    private static boolean endsWith(byte[] index, byte[] last) {
        return Arrays.equals(index, index.length - last.length, index.length, last, 0, last.length);
    }

    private static GitIndex unknown(String problem) {
        return new GitIndex(List.of(), Optional.of("the index of git " + problem));
    }
}
