package aria.trust;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the trust stores of a machine. */
public final class TrustStores {
    /** Where browsers keep their databases, below the home. A star stands for any one name. */
    static final List<String> NSS_FOLDERS = List.of(
            ".pki/nssdb",
            ".local/share/pki/nssdb",
            "snap/*/current/.pki/nssdb",
            ".var/app/*/.pki/nssdb",
            ".var/app/*/data/pki/nssdb",
            ".mozilla/firefox/*",
            ".config/mozilla/firefox/*",
            ".librewolf/*",
            "snap/firefox/common/.mozilla/firefox/*",
            ".var/app/org.mozilla.firefox/.mozilla/firefox/*",
            ".var/app/org.mozilla.firefox/config/mozilla/firefox/*",
            ".var/app/io.gitlab.librewolf-community/.librewolf/*",
            "Library/Application Support/Firefox/Profiles/*");

    /** The files of a database: the first since 2009, the second before, which certutil no longer opens. */
    private static final String DATABASE = "cert9.db";

    private TrustStores() {}

    /**
     * Returns the stores of a kind that are there.
     *
     * @param javaPassword of Java's stores
     */
    public static List<TrustStore> of(StoreKind kind, Machine machine, char[] javaPassword) {
        return switch (kind) {
            case SYSTEM -> system(machine).stream().toList();
            case JAVA ->
                cacerts(machine).stream()
                        .<TrustStore>map(file -> new JavaStore(file, javaPassword))
                        .toList();
            case NSS ->
                databases(machine).stream()
                        .<TrustStore>map(folder -> new NssStore(folder, machine))
                        .toList();
        };
    }

    /** Returns why there may be no store of a kind, for people. */
    public static String absence(StoreKind kind, Machine machine) {
        return switch (kind) {
            case SYSTEM -> "this kind of system is not known";
            case JAVA -> "there is no JDK: JAVA_HOME is not set, and java is not on the PATH";
            case NSS ->
                "there is no database of a browser in "
                        + machine.home().map(Path::toString).orElse("the home")
                        + "; a browser makes it when it starts for the first time";
        };
    }

    private static Optional<TrustStore> system(Machine machine) {
        if (machine.isMac() || machine.isWindows()) {
            return Optional.of(machine.isMac() ? ManualStore.MAC : ManualStore.WINDOWS);
        }
        return SystemKind.ALL.stream()
                .filter(kind -> Files.isDirectory(kind.anchors()))
                .findFirst()
                .map(SystemStore::new);
    }

    /** JAVA_HOME says which JDK a person means; else it is the one that they call. */
    private static Optional<Path> cacerts(Machine machine) {
        Optional<Path> home = Optional.ofNullable(machine.environment().get("JAVA_HOME"))
                .filter(path -> path.startsWith("/"))
                .map(Path::of)
                .or(() -> machine.program("java")
                        .flatMap(TrustStores::real)
                        .map(java -> java.getParent().getParent()));
        return home.flatMap(jdk -> Stream.of("lib/security/cacerts", "jre/lib/security/cacerts")
                .map(jdk::resolve)
                .flatMap(file -> real(file).stream())
                .findFirst());
    }

    /** A snap has links to its versions, which lead to one database. */
    private static List<Path> databases(Machine machine) {
        return machine.home().stream()
                .flatMap(home -> NSS_FOLDERS.stream().flatMap(pattern -> matching(home, pattern).stream()))
                .filter(folder -> Files.isRegularFile(folder.resolve(DATABASE)))
                .flatMap(folder -> real(folder).stream())
                .distinct()
                .toList();
    }

    private static List<Path> matching(Path home, String pattern) {
        List<Path> folders = List.of(home);
        for (Path part : Path.of(pattern)) {
            List<Path> next = new ArrayList<>();
            folders.forEach(folder -> next.addAll(children(folder, part.toString())));
            folders = next;
        }
        return folders;
    }

    private static List<Path> children(Path folder, String name) {
        if (!name.equals("*")) {
            return Stream.of(folder.resolve(name)).filter(Files::isDirectory).toList();
        }
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, Files::isDirectory)) {
            found.forEach(all::add);
        } catch (IOException unreadable) {
            return List.of();
        }
        all.sort(null);
        return all;
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
