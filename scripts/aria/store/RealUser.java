package aria.store;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whose run this is: the user of the process, or under {@code sudo} the one who called it.
 *
 * @param bySudo  whether it is another one than that of the process
 * @param trusted whose files this run takes for its own, as numbers: that user's, the process's and root's
 * @param home    that user's home; empty where it is not known
 */
public record RealUser(boolean bySudo, Set<Long> trusted, Optional<Path> home) {

    /**
     * Finds out.
     *
     * @param environment of the process
     */
    public static RealUser of(Map<String, String> environment) {
        return of(new UnixSystem().getUid(), environment, Path.of("/etc/passwd"));
    }

    static RealUser of(long process, Map<String, String> environment, Path passwords) {
        String sudo = environment.getOrDefault("SUDO_UID", "");
        if (process == 0 && sudo.matches("[1-9][0-9]{0,9}")) {
            return new RealUser(true, Set.of(0L, Long.parseLong(sudo)), homeOf(sudo, passwords));
        }
        Optional<Path> home = Stream.of(environment.getOrDefault("HOME", ""), System.getProperty("user.home", ""))
                .filter(path -> path.startsWith("/"))
                .findFirst()
                .map(Path::of)
                .map(UserPath::real);
        return new RealUser(false, process == 0 ? Set.of(0L) : Set.of(0L, process), home);
    }

    private static Optional<Path> homeOf(String uid, Path passwords) {
        try (Stream<String> lines = Files.lines(passwords, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length >= 6 && fields[2].equals(uid) && fields[5].startsWith("/"))
                    .map(fields -> UserPath.real(Path.of(fields[5])))
                    .findFirst();
        } catch (IOException e) {
            throw DiskTrouble.of(passwords, "read", e);
        }
    }

    /**
     * Whether a file and every folder above it, up to one of them, belong to this user.
     *
     * @param file absolute, below {@code top}; a link counts by its own owner
     */
    public boolean owns(Path file, Path top) {
        for (Path part = file; part != null && part.startsWith(top); part = part.getParent()) {
            if (!owns(part)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whose run the one of this process is. */
    public static RealUser here() {
        return of(System.getenv());
    }

    /**
     * Whether a file belongs to this user.
     *
     * @param path a link counts by its own owner
     */
    public boolean owns(Path path) {
        try {
            Number owner = (Number) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return trusted.contains(Integer.toUnsignedLong(owner.intValue()));
        } catch (IOException e) {
            throw DiskTrouble.of(path, "read", e);
        }
    }
}
