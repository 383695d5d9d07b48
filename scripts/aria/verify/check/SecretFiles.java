package aria.verify.check;

import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The secret files of a project.
 *
 * @param layout where they lie
 */
record SecretFiles(Layout layout) {
    private static final Pattern KEY = Pattern.compile(".*(\\.key|\\.der|\\.p12|\\.password|\\.env|_key)");

    private static final List<Map.Entry<Function<Layout, Path>, String>> KINDS = List.of(
            Map.entry(Layout::rootKeyFolder, "the root's key and its password"),
            Map.entry(Layout::pkiFolder, "the CA's key"),
            Map.entry(Layout::secretsFolder, "the passwords of the CA and its provisioner's key"),
            Map.entry(Layout::peopleFolder, "people's keys"),
            Map.entry(Layout::mtlsFolder, "settings with passwords"),
            Map.entry(Layout::certsDir, "services' keys"));

    /** What a CA cannot do without. */
    List<Path> required() {
        return List.of(
                layout.intermediateKey(),
                layout.passwordFile(),
                layout.provisionerKey(),
                layout.provisionerPasswordFile());
    }

    /** All that are there, by path. */
    List<Path> present() {
        return folders()
                .flatMap(SecretFiles::filesBelow)
                .filter(this::isSecret)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether a file in one of our folders is secret, by its place or its name. */
    boolean isSecret(Path file) {
        boolean secretPlace = file.startsWith(layout.secretsFolder()) || file.startsWith(layout.rootKeyFolder());
        return secretPlace && !file.getFileName().toString().equals(".gitignore")
                || folders().anyMatch(file::startsWith)
                        && KEY.matcher(file.getFileName().toString()).matches();
    }

    /** What sort of secret a secret file is, with its folder. */
    String kind(Path file) {
        return KINDS.stream()
                .filter(kind -> file.startsWith(kind.getKey().apply(layout)))
                .map(kind ->
                        kind.getValue() + " (" + layout.display(kind.getKey().apply(layout)) + ")")
                .findFirst()
                .orElseThrow();
    }

    private Stream<Path> folders() {
        return Stream.of(
                layout.pkiFolder(),
                layout.secretsFolder(),
                layout.rootKeyFolder(),
                layout.certsDir(),
                layout.peopleFolder(),
                layout.mtlsFolder());
    }

    private static Stream<Path> filesBelow(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
