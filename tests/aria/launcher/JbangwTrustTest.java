package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.launcher.Launcher.Result;
import aria.testing.Checkout;
import aria.testing.Needs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What jbangw starts is decided by the checkout and by this user's own cache, by nobody and nothing else. */
class JbangwTrustTest {
    private static final Result HELLO = new Result(0, "hello|a chéck out|", "");
    private static final String EVIL = "run.runtimeoption=-javaagent:./evil.jar\n";

    @TempDir
    private Path folder;

    private Launcher launcher;

    @BeforeEach
    void copyTheLauncher() throws IOException {
        Needs.program("mvn");
        launcher = new Launcher(folder);
    }

    @Test
    void it_is_a_short_script_that_evaluates_no_text() throws IOException {
        assertThat(Files.readAllLines(Checkout.root().resolve("jbangw")))
                .hasSizeLessThanOrEqualTo(200)
                .noneMatch(line -> line.matches(".*\\beval\\b.*"));
    }

    @Test
    void configuration_in_the_current_folder_has_no_effect() throws Exception {
        Path stranger = strangersFolder();
        Files.writeString(folder.resolve("jbang.properties"), EVIL);

        assertThat(launcher.runIn(stranger, "", "hello").out()).isEqualTo("hello|a stränger|");
        assertThat(launcher.runIn(stranger, "", "hello@" + launcher.root().resolve("jbang-catalog.json"))
                        .out())
                .as("handed to JBang as it stands")
                .isEqualTo("hello|a stränger|");
    }

    @Test
    void configuration_in_the_current_folder_has_no_effect_on_a_JBang_of_the_PATH() throws Exception {
        Path jar = launcher.jbangJar();
        launcher.set("JBANG_DIR", folder.resolve("another").toString())
                .bareMachine("java", "javac")
                .jbangOnThePath(jar);

        assertThat(launcher.runIn(strangersFolder(), "", "hello", "a").out()).isEqualTo("hello|a|a stränger|");
    }

    private Path strangersFolder() throws IOException {
        Path stranger = Files.createDirectories(folder.resolve("a stränger"));
        Files.writeString(stranger.resolve("jbang.properties"), EVIL);
        Files.writeString(Files.createDirectories(stranger.resolve(".jbang")).resolve("jbang.properties"), EVIL);
        Files.writeString(
                stranger.resolve("jbang-catalog.json"), "{\"aliases\": {\"hello\": {\"script-ref\": \"Evil.java\"}}}");
        return stranger;
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "277"})
    void the_cache_is_the_users_alone_whatever_the_umask(String umask) throws Exception {
        Files.writeString(
                launcher.script(),
                "//JAVA 17+\nclass Hello { public static void main(String[] a) throws Exception {"
                        + " java.nio.file.Files.createFile(java.nio.file.Path.of(a[0])); } }\n");
        Path made = folder.resolve("made");

        assertThat(launcher.umask(umask).run("hello", made.toString()).exitCode())
                .isZero();

        try (Stream<Path> files = Files.walk(launcher.jbangFolder())) {
            assertThat(files.filter(file -> !isPrivate(file))).isEmpty();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .as("of the command")
                .isEqualTo(umask.equals("000") ? "rw-rw-rw-" : "r--------");
    }

    private static boolean isPrivate(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .endsWith("------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_cache_that_others_can_write_is_refused() throws Exception {
        launcher.run("hello");

        for (String name : List.of(".", "wrapper", "wrapper/*.command")) {
            assertRefused(name, "hello");
            assertRefused(name, "--version");
        }
        assertThat(launcher.run("hello")).isEqualTo(HELLO);
    }

    @Test
    void nothing_is_built_with_a_cache_that_others_can_write() throws Exception {
        launcher.run("hello");
        Files.writeString(launcher.script(), "\n", StandardOpenOption.APPEND);

        for (String name : List.of("cache", "cache/jars", "cache/jars/*", "wrapper/*.jar")) {
            assertRefused(name, "hello");
        }
        assertThat(launcher.run("hello").out()).isEqualTo(HELLO.out());
    }

    private void assertRefused(String name, String command) throws Exception {
        Path file = find(name);
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(launcher.run(command), file);
        Files.setPosixFilePermissions(file, mode);
    }

    @Test
    void a_cache_of_somebody_else_is_refused() throws Exception {
        Needs.root();
        launcher.run("hello");
        Path file = find("wrapper");
        Files.setAttribute(file, "unix:uid", 65534);

        assertRefused(launcher.run("hello"), file);
    }

    private void assertRefused(Result result, Path file) throws IOException {
        assertThat(result)
                .isEqualTo(
                        new Result(
                                125,
                                "",
                                "jbangw: " + file.toRealPath()
                                        + " belongs to somebody else, or others can write it: delete it, or set JBANG_DIR to a folder of your own\n"));
    }

    private Path find(String glob) throws IOException {
        Path path = launcher.jbangFolder().resolve(glob);
        if (!glob.contains("*")) {
            return path.normalize();
        }
        try (var files =
                Files.newDirectoryStream(path.getParent(), path.getFileName().toString())) {
            return files.iterator().next();
        }
    }

    @Test
    void a_remembered_command_is_data() throws Exception {
        launcher.run("hello");
        Path evil = folder.resolve("evil");
        Path memo = find("wrapper/*.command");
        List<String> lines = Files.readAllLines(memo);
        lines.add("; touch '" + evil + "'");
        lines.add("$(touch '" + evil + "')");
        Files.write(memo, lines);

        assertThat(launcher.run("hello").out()).startsWith("hello|;|touch|");
        assertThat(evil).doesNotExist();
    }

    @Test
    void a_library_is_used_only_with_the_checksum_of_the_checkout() throws Exception {
        Path library = library("one");
        Path sums = launcher.root().resolve("scripts/launcher/jars.sha256");
        String refused = "jbangw: " + library
                + " does not have the SHA-256 listed in scripts/launcher/jars.sha256: delete the file to have it fetched again;"
                + " after a change of libraries run tests/jar-sums\n";

        Result unlisted = launcher.run("hello");
        assertThat(unlisted.exitCode()).isEqualTo(125);
        assertThat(unlisted.err()).endsWith(refused);

        Files.writeString(sums, sha256(library) + "  library.jar\n");
        assertThat(launcher.run("hello").out()).isEqualTo(HELLO.out());
        assertThat(launcher.run("hello")).as("warm").isEqualTo(HELLO);

        byte[] genuine = Files.readAllBytes(library);
        FileTime time = Files.getLastModifiedTime(library);
        byte[] changed = genuine.clone();
        changed[changed.length - 1]++;
        Files.write(library, changed);
        assertThat(launcher.run("hello")).as("written in place").isEqualTo(new Result(125, "", refused));

        Files.write(library, genuine);
        assertThat(launcher.run("hello")).as("as it was").isEqualTo(HELLO);

        Path other = Files.write(folder.resolve("other.jar"), changed);
        Files.setLastModifiedTime(other, time);
        Files.move(other, library, StandardCopyOption.REPLACE_EXISTING);
        assertThat(launcher.run("hello"))
                .as("replaced by one of the same size and time")
                .isEqualTo(new Result(125, "", refused));

        Files.delete(library);
        assertThat(launcher.run("hello").exitCode()).as("gone").isEqualTo(125);
    }

    private Path library(String content) throws IOException {
        Path library = folder.resolve("library.jar");
        try (OutputStream out = Files.newOutputStream(library);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(content));
        }
        Path catalog = launcher.root().resolve("jbang-catalog.json");
        Files.writeString(
                catalog,
                Files.readString(catalog)
                        .replace("\"description\"", "\"classpaths\": [\"" + library + "\"],\n      \"description\""));
        return library;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
