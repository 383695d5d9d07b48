package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two projects in one folder whose services have one name would take each other's certificate and generated files. */
class SharedNamesTest {
    private static final String ONE = """
            name: one
            services:
              db: {image: "postgres:16", environment: {POSTGRES_PASSWORD: x}}
            """;
    private static final String TWO = """
            name: two
            services:
              db: {image: "postgres:16", hostname: other, environment: {POSTGRES_PASSWORD: x}}
              cache: {image: "redis:7.2"}
            """;
    private static final String REFUSED =
            "b.yml: db: the projects one (a.yml) and two both have a service of this name";

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void twoProjects() {
        project = Project.empty(folder).file("a.yml", ONE).file("b.yml", TWO);
    }

    @Test
    void the_second_is_refused_when_both_are_planned() {
        Project.Ran ran = project.run("patch-compose", "a.yml", "b.yml", "--yes");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
        assertThat(ran.err()).contains(REFUSED);
        assertThat(project.text("a.yml")).contains("db-mtls-init");
        assertThat(project.text("b.yml")).isEqualTo(TWO);
    }

    @Test
    void the_second_is_refused_when_the_first_was_set_up_before() {
        assertThat(project.run("bootstrap", "-f", "a.yml", "--once", "--yes").exit())
                .isZero();
        for (String mode : new String[] {"--yes", "--dry-run"}) {
            Project.Ran ran = project.run("bootstrap", "-f", "b.yml", "--once", mode);
            assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
            assertThat(ran.errors()).singleElement().asString().contains(REFUSED);
        }
        assertThat(project.has("data/certs/cache")).isFalse();
        assertThat(project.run("bootstrap", "-f", "a.yml", "--once", "--yes").exit())
                .isZero();
    }

    /** Variants of one project share what they have. */
    @Test
    void files_of_one_project_may_share() {
        project.file("b.yml", TWO.replace("name: two", "name: one"));
        assertThat(project.run("patch-compose", "a.yml", "b.yml", "--yes").exit())
                .isZero();
    }

    /** As folders are that were set up before the second was refused. */
    @Test
    void both_are_named_when_both_are_set_up_already() {
        project.file("b.yml", TWO.replace("name: two", "name: one"));
        assertThat(project.run("patch-compose", "a.yml", "b.yml", "--yes").exit())
                .isZero();
        project.file("b.yml", project.text("b.yml").replace("name: one", "name: two"));
        for (String[] words :
                new String[][] {{"patch-compose", "b.yml", "--yes"}, {"bootstrap", "-f", "b.yml", "--once", "--dry-run"}
                }) {
            Project.Ran ran = project.run(words);
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.err() + ran.out())
                    .containsOnlyOnce("warning: " + REFUSED + ", and share its certificate and its files in data/mtls");
        }
        assertThat(project.run("patch-compose", "a.yml", "--yes").err())
                .contains("warning: a.yml: db: the projects two (b.yml) and one both have a service of this name");
    }

    /** What commands without {@code -f} are about does not change by the way. */
    @Test
    void the_files_of_a_second_project_do_not_take_the_place_of_those_of_the_first() {
        assertThat(project.run("bootstrap", "-f", "a.yml", "--yes").exit()).isZero();
        project.file("b.yml", TWO.replace("db:", "store:"));
        Project.Ran ran = project.run("bootstrap", "-f", "b.yml", "--yes");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out() + ran.err())
                .contains("-f b.yml is not remembered, because commands without -f are about a.yml. Name it in each"
                        + " command, or change files in aria.yaml");
        assertThat(project.text("b.yml")).contains("store-mtls-init");
        assertThat(project.text("aria.yaml")).contains("files: [a.yml]");

        project.file("more.yml", "services: {db: {hostname: pg}}\n");
        assertThat(project.run("bootstrap", "-f", "a.yml", "-f", "more.yml", "--yes")
                        .exit())
                .isZero();
        assertThat(project.text("aria.yaml")).contains("files: [a.yml, more.yml]");
    }

    @Test
    void nor_of_those_that_are_found_by_their_name() {
        project.file("compose.yml", ONE).delete("a.yml");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        project.file("b.yml", TWO.replace("db:", "store:"));
        Project.Ran ran = project.run("bootstrap", "-f", "b.yml", "--yes");
        assertThat(ran.out() + ran.err())
                .contains("-f b.yml is not remembered, because commands without -f are about compose.yml.");
        assertThat(project.has("aria.yaml")).isFalse();
    }
}
