package aria.verify.check;

import aria.verify.Finding;
import aria.verify.Place;
import aria.verify.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Keys and passwords: there, readable by nobody else, and on no way out of the machine. */
final class SecretChecks {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> WRITE_BY_OTHERS = PosixFilePermissions.fromString("----w--w-");

    private SecretChecks() {}

    static Map<String, Function<Subject, List<Finding>>> all() {
        return Map.of(
                "secrets.present",
                SecretChecks::present,
                "secrets.mode",
                SecretChecks::mode,
                "secrets.untracked",
                SecretChecks::untracked,
                "secrets.context",
                SecretChecks::context,
                "ca.root-key",
                SecretChecks::rootKey);
    }

    private static List<Finding> present(Subject subject) {
        List<Finding> missing = new SecretFiles(subject.layout())
                .required().stream()
                        .filter(file -> !Files.exists(file))
                        .map(file -> Finding.fail(subject.show(file) + " is missing" + subject.run("init-ca"))
                                .at(Place.of(subject.show(file))))
                        .toList();
        return missing.isEmpty()
                ? List.of(Finding.pass(subject.show(subject.layout().secretsFolder())))
                : missing;
    }

    private static List<Finding> mode(Subject subject) {
        List<Path> secrets = new SecretFiles(subject.layout()).present();
        if (secrets.isEmpty()) {
            return List.of();
        }
        if (!secrets.get(0).getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return List.of(Finding.skip("this file system has no POSIX modes"));
        }
        Stream<Finding> files = secrets.stream()
                .filter(file -> !OWNER.containsAll(permissions(file)))
                .map(file -> Finding.fail(subject.show(file) + " has mode " + octal(permissions(file))
                                + ": run chmod 600 " + subject.show(file))
                        .at(Place.of(subject.show(file))));
        Stream<Finding> folders = secrets.stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> permissions(folder).stream().anyMatch(WRITE_BY_OTHERS::contains))
                .map(folder -> Finding.fail(
                        subject.show(folder) + " can be written by others: run chmod go-w " + subject.show(folder)));
        List<Finding> open = Stream.concat(files, folders).toList();
        return open.isEmpty() ? List.of(Finding.pass(secrets.size() + " files")) : open;
    }

    private static List<Finding> untracked(Subject subject) {
        GitFiles git = GitFiles.tracked(subject.layout().root());
        if (git.problem().isPresent()) {
            return List.of(Finding.skip(git.problem().get()));
        }
        SecretFiles secrets = new SecretFiles(subject.layout());
        List<Finding> tracked = git.files().stream()
                .filter(secrets::isSecret)
                .map(file -> Finding.fail(subject.show(file)
                                + " is tracked by git: run git rm --cached " + subject.show(file)
                                + ", and replace the secret, for the history keeps it")
                        .at(Place.of(subject.show(file))))
                .toList();
        return tracked.isEmpty() ? List.of(Finding.pass("none of " + git.files().size() + " tracked files")) : tracked;
    }

    private static List<Finding> context(Subject subject) {
        List<Path> secrets = new SecretFiles(subject.layout()).present();
        List<Finding> swallowing = subject.compose().buildFolders().stream()
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve(".dockerignore")))
                .flatMap(folder -> secrets.stream().filter(secret -> secret.startsWith(folder)).findFirst().stream()
                        .map(secret -> Finding.fail(
                                        "the build folder " + subject.show(folder) + " takes " + subject.show(secret)
                                                + " along: list it in " + subject.show(folder.resolve(".dockerignore")))
                                .at(Place.of(subject.show(folder.resolve(".dockerignore"))))))
                .toList();
        return swallowing.isEmpty() && !subject.compose().buildFolders().isEmpty()
                ? List.of(Finding.pass(""))
                : swallowing;
    }

    private static List<Finding> rootKey(Subject subject) {
        Path key = subject.layout().rootKey();
        if (Files.exists(key)) {
            return List.of(Finding.fail(subject.show(key) + " is on this machine: move " + subject.show(key.getParent())
                            + " to a safe place, it is needed again only for a new intermediate")
                    .at(Place.of(subject.show(key))));
        }
        return Files.exists(subject.layout().rootCertificate()) ? List.of(Finding.pass("")) : List.of();
    }

    private static Set<PosixFilePermission> permissions(Path path) {
        try {
            return Files.getPosixFilePermissions(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the mode of " + path, e);
        }
    }

    private static String octal(Set<PosixFilePermission> permissions) {
        int mode = permissions.stream()
                .mapToInt(permission -> 1 << (PosixFilePermission.values().length - 1 - permission.ordinal()))
                .sum();
        return Integer.toOctalString(mode);
    }
}
