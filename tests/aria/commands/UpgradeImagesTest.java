package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image with a known flaw is warned of, and replaced where that is asked for; {@code patch-compose --upgrade-images}. */
class UpgradeImagesTest {
    private static final String FILE = """
            services:
              ca:
                image: "smallstep/step-ca:0.27.5"   # as in production
              hsm:
                image: docker.io/smallstep/step-ca-hsm:0.27.5-hsm
              chosen:
                image: smallstep/step-ca:${CA_VERSION:-0.27.5}
              pinned:
                image: smallstep/step-ca:0.27.5@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
              moving:
                image: smallstep/step-ca
              fine:
                image: smallstep/step-ca:0.30.2
              db:
                image: postgres:17
            """;

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeCa() {
        project = Project.empty(folder).file("compose.yaml", FILE);
        assertThat(project.run("init-ca").exit()).isZero();
        assertThat(project.run("generate-service-certs").exit()).isZero();
    }

    @Test
    void the_tag_becomes_the_oldest_safe_version_and_undo_brings_the_other_back() {
        Session session = new Session(project);
        session.run("patch-compose", "--dry-run", "--only", "ca,hsm,chosen,pinned,moving,fine");
        session.run("patch-compose", "--dry-run", "--only", "ca,hsm,chosen,pinned,moving,fine", "--upgrade-images");
        assertThat(session.run("patch-compose", "--yes", "--upgrade-images").exit())
                .isZero();
        session.show("compose.yaml");
        Map<String, String> patched = project.state();
        assertThat(session.run("patch-compose", "--check", "--upgrade-images").exit())
                .as("a second run")
                .isZero();
        assertThat(project.state()).isEqualTo(patched);
        assertThat(session.run("patch-compose", "--undo", "--yes").exit()).isZero();
        assertThat(project.text("compose.yaml")).isEqualTo(FILE);
        session.assertGolden("patch-upgrade-images");
    }

    @Test
    void services_that_are_left_out_keep_their_image() {
        assertThat(project.run("patch-compose", "--yes", "--upgrade-images", "--only", "db")
                        .err())
                .doesNotContain("step-ca 0.27.5");
        assertThat(project.text("compose.yaml")).contains(FILE.substring(0, FILE.indexOf("  db:")));
    }

    @Test
    void beside_files_that_are_left_alone_the_image_is_in_the_override() {
        assertThat(project.run("bootstrap", "--yes", "--upgrade-images", "--override", "compose.mtls.yaml")
                        .out())
                .contains("2 files edited: compose.mtls.yaml, aria.yaml");
        assertThat(project.text("compose.yaml")).isEqualTo(FILE);
        assertThat(project.text("compose.mtls.yaml"))
                .contains("  ca:\n    image: smallstep/step-ca:0.30.2\n", "step-ca-hsm:0.30.2-hsm");
    }
}
