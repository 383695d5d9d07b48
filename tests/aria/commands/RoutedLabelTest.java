package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The label that tells Traefik at which network a page is called: written once, in whatever form, and taken back. */
class RoutedLabelTest {
    private static final String LABEL = "traefik.docker.network";
    private static final String FILE = """
            services:
              edge: {image: "traefik:v3.6", networks: [front]} # the way in
              page:
                image: ghcr.io/example/page:2
                environment: {DB_URL: "tcp://db:5432"}
                networks: [back, front]
                LABELS
              db: {image: "postgres:18", networks: [back]}
            networks: {front: {}, back: {}}
            """;
    private static final String BASE = "services:\n  base:\n    labels: [\"traefik.enable=true\"] # routed\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            labels: ["traefik.enable=true"] # routed       | compose.yaml
            labels: {traefik.enable: "true"}               | compose.yaml
            extends: {file: base.yml, service: base}       | compose.yaml
            labels: ["traefik.enable=true"] # routed       | compose.mtls.yaml
            extends: {file: base.yml, service: base}       | compose.mtls.yaml
            """)
    void is_written_once_and_taken_back_to_the_byte(String labels, String written) {
        String before = FILE.replace("LABELS", labels);
        Project project = Project.empty(folder).file("compose.yaml", before).file("base.yml", BASE);
        boolean beside = !written.equals("compose.yaml");
        String[] bootstrap = beside ? new String[] {"--override", written, "--yes"} : new String[] {"--yes"};
        Project.Ran first = project.run("bootstrap", bootstrap);
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out() + first.err()).contains("edge brings it requests from outside");
        String after = project.text(written);
        assertThat(after.split(LABEL, -1)).hasSize(2);
        assertThat(after).contains("${COMPOSE_PROJECT_NAME}_front");
        assertThat(project.text("base.yml")).isEqualTo(BASE);

        assertThat(project.run("bootstrap", bootstrap).exit()).isZero();
        assertThat(project.text(written)).isEqualTo(after);

        String[] undo =
                beside ? new String[] {"--override", written, "--undo", "--yes"} : new String[] {"--undo", "--yes"};
        assertThat(project.run("bootstrap", undo).exit()).isZero();
        assertThat(project.text("compose.yaml")).isEqualTo(before);
        assertThat(project.text("base.yml")).isEqualTo(BASE);
        assertThat(project.has("compose.mtls.yaml")).isFalse();
    }
}
