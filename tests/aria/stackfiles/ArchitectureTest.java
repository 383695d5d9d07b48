package aria.stackfiles;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The picture in {@code docs/ARCHITECTURE.md}, held against the imports of the library; and the length of files. */
class ArchitectureTest {
    private static final Path LIBRARY = Checkout.root().resolve("scripts/aria");
    private static final Path GENERATED = LIBRARY.resolve("Project.java");
    private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\w+) --> (\\w+)$");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?aria\\.(\\w+)\\.");
    /** What every room may use, so that no arrow needs to lead there. */
    private static final String EVERYWHERE = "finding";

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

    @Test
    void a_room_uses_only_those_its_arrows_lead_to() throws IOException {
        Map<String, Set<String>> arrows = arrows();
        Map<String, Set<String>> imports = imports();
        assertThat(imports)
                .isNotEmpty()
                .allSatisfy((room, used) ->
                        assertThat(reachable(room, arrows)).as(room).containsAll(used));
    }

    @Test
    void every_arrow_stands_for_an_import() throws IOException {
        Map<String, Set<String>> imports = imports();
        assertThat(arrows())
                .isNotEmpty()
                .allSatisfy((room, used) -> assertThat(imports.getOrDefault(room, Set.of()))
                        .as(room)
                        .containsAll(used));
    }

    @Test
    void arrows_go_one_way() throws IOException {
        Map<String, Set<String>> arrows = arrows();
        assertThat(arrows.keySet())
                .allSatisfy(room -> assertThat(reachable(room, arrows)).doesNotContain(room));
    }

    @Test
    void every_room_has_its_row_and_every_row_its_room() throws IOException {
        assertThat(ROW.matcher(page()).results().map(row -> row.group(1)).toList())
                .containsExactlyInAnyOrderElementsOf(imports().keySet());
    }

    @Test
    void no_file_has_more_than_300_lines() throws IOException {
        try (Stream<Path> files = Files.walk(LIBRARY.getParent())) {
            assertThat(files.filter(path -> path.toString().endsWith(".java") && !path.equals(GENERATED)))
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(Files.readAllLines(path)).hasSizeLessThanOrEqualTo(300));
        }
    }

    private static String page() throws IOException {
        return Files.readString(Checkout.root().resolve("docs/ARCHITECTURE.md"));
    }

    private static Map<String, Set<String>> arrows() throws IOException {
        return ARROW.matcher(page())
                .results()
                .collect(Collectors.groupingBy(
                        arrow -> arrow.group(1),
                        TreeMap::new,
                        Collectors.mapping(arrow -> arrow.group(2), Collectors.toCollection(TreeSet::new))));
    }

    /** The rooms, each with those that its sources import; a folder within a room belongs to it. */
    private static Map<String, Set<String>> imports() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(LIBRARY)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")
                            && !path.getParent().equals(LIBRARY))
                    .toList()) {
                String room = LIBRARY.relativize(file).getName(0).toString();
                Set<String> used = found.computeIfAbsent(room, ignored -> new TreeSet<>());
                IMPORT.matcher(Files.readString(file))
                        .results()
                        .map(match -> match.group(1))
                        .filter(other -> !other.equals(room) && !other.equals(EVERYWHERE))
                        .forEach(used::add);
            }
        }
        return found;
    }

    private static Set<String> reachable(String room, Map<String, Set<String>> arrows) {
        Set<String> reached = new TreeSet<>();
        for (String next : arrows.getOrDefault(room, Set.of())) {
            if (reached.add(next)) {
                reached.addAll(reachable(next, arrows));
            }
        }
        return reached;
    }
}
