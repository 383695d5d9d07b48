package aria.operate.schedule;

import aria.store.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The program that is running, as files that another Java runs: its jars, those of its libraries, and their checksums. */
final class ProgramFiles {
    /** The list of checksums, in the form of sha256sum(1). */
    static final String SUMS = "SHA256SUMS";

    private static final String JAR = ".jar";

    private ProgramFiles() {}

    /** Returns the jars of a class path by new names; its folders are packed into jars. */
    static SortedMap<String, byte[]> of(String classPath) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try {
            for (Path part : parts(classPath)) {
                String name = "%03d-%s".formatted(files.size(), plain(part));
                files.put(
                        name.endsWith(JAR) ? name : name + JAR,
                        Files.isDirectory(part) ? packed(part) : Files.readAllBytes(part));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the program cannot be read: " + e.getMessage(), e);
        }
        return files;
    }

    /** Returns the list of checksums of some files. */
    static byte[] sums(Map<String, byte[]> files) {
        return files.entrySet().stream()
                .map(file -> Digest.sha256(file.getValue()) + "  " + file.getKey() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static List<Path> parts(String classPath) {
        return Stream.of(classPath.split(":"))
                .filter(part -> !part.isEmpty())
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    private static String plain(Path part) {
        return String.valueOf(part.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** The same bytes for the same classes: no time of a file is kept. */
    private static byte[] packed(Path folder) throws IOException {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(jar);
                Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new))) {
                String name = folder.relativize(file).toString();
                if (name.endsWith(".class") || name.startsWith("templates/")) {
                    ZipEntry entry = new ZipEntry(name);
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    zip.write(Files.readAllBytes(file));
                    zip.closeEntry();
                }
            }
        }
        return jar.toByteArray();
    }
}
