package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.RefusedException;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CorpusTest {
    private static final Set<String> REASONS = Set.of(
            "yaml-invalid",
            "duplicate-key",
            "merge-of-list",
            "no-services",
            "wrong-type",
            "outside-project",
            "limit",
            "template",
            "not-found");

    @Test
    void every_file_loads_or_is_refused_with_a_reason() throws IOException {
        Path corpus = Needs.corpus();
        Map<String, Integer> refusals = new TreeMap<>();
        int loaded = 0;
        for (Path file : files(corpus)) {
            Path repository = corpus.resolve(corpus.relativize(file).getName(0));
            try {
                ComposeProject.load(new ProjectFiles(repository, file.getParent(), List.of(file), "corpus"), Map.of());
                loaded++;
            } catch (RefusedException refused) {
                assertThat(refused.finding().id()).as(refused.getMessage()).isIn(REASONS);
                assertThat(refused.finding().message()).isNotBlank();
                refusals.merge(refused.finding().id(), 1, Integer::sum);
            }
        }
        int refused = refusals.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(loaded).as("loaded, against " + refusals).isGreaterThan(10 * refused);
    }

    private static List<Path> files(Path corpus) throws IOException {
        try (Stream<Path> all = Files.walk(corpus)) {
            return all.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
