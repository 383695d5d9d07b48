package aria.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import aria.store.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files a record may name, whoever wrote it. */
class RecordLimitsTest {
    @TempDir
    Path parent;

    private Layout layout;

    @BeforeEach
    void project() throws IOException {
        Path root = Files.createDirectory(parent.toRealPath().resolve("project"));
        Files.createDirectory(root.resolve("deploy"));
        Files.createSymbolicLink(root.resolve("out"), Files.createDirectory(parent.resolve("elsewhere")));
        layout = Layout.of(root);
    }

    @ParameterizedTest(name = "{0}: known writer {1}, unknown writer {2}")
    @CsvSource({
        "compose.yaml, true, true",
        "deploy/vault.hcl, true, true",
        "deploy/.dockerignore, true, true",
        ".devcontainer/compose.yml, true, true",
        "data/certs/db/db.key, true, true",
        "config/step-ca/ca.json, true, true",
        "config/other/ca.json, true, false",
        "data/certs, true, false",
        "deploy/run.sh, true, false",
        ".hidden.yaml, true, false",
        ".github/workflows/ci.yml, true, false",
        "../elsewhere/compose.yaml, false, false",
        "deploy/../compose.yaml, false, false",
        "out/compose.yaml, true, false",
        ".git/config, false, false",
        "deploy/.git/hooks.conf, false, false",
    })
    void a_file_is_within_the_limits_or_not(String name, boolean known, boolean unknown) {
        assertThat(allows(name, true)).as("known").isEqualTo(known);
        assertThat(allows(name, false)).as("unknown").isEqualTo(unknown);
    }

    @Test
    void nothing_outside_the_project_is_named_by_who_is_not_known() {
        Path outside = parent.resolve("elsewhere/compose.yaml").toAbsolutePath();
        assertThatCode(() -> limits(true).require(outside)).doesNotThrowAnyException();
        assertThatThrownBy(() -> limits(false).require(outside))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("which aria does not write");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource({
        "data/certs/db/db.key, ..db.5f3c9a1e, true",
        "data/certs/db/db.key, ..data/db.key, true",
        "data/certs/db/db.key, ../../other.key, false",
        "data/certs/db/db.key, /etc/shadow, false",
        "compose.yaml, ..data/compose.yaml, false",
    })
    void a_link_is_one_of_our_generations_or_refused(String name, String target, boolean allowed) {
        FileOperation link = new FileOperation.Link(layout.root().resolve(name), target, Optional.empty());
        assertThat(passes(() -> limits(true).require(link))).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource({
        "data/certs/db/db.key, data/certs/db/old.key, true",
        "compose.yaml, data/certs/db/db.key, false",
        "data/certs/db/db.key, compose.yaml, false",
    })
    void a_file_is_moved_among_our_own_only(String from, String to, boolean allowed) {
        FileOperation move = new FileOperation.Move(
                layout.root().resolve(from), layout.root().resolve(to));
        assertThat(passes(() -> limits(true).require(move))).isEqualTo(allowed);
    }

    private boolean allows(String name, boolean known) {
        return passes(() -> limits(known).require(layout.root().resolve(name)));
    }

    private static boolean passes(Runnable check) {
        try {
            check.run();
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }

    private RecordLimits limits(boolean trusted) {
        return new RecordLimits(layout, layout.mtlsFolder().resolve("record.json"), trusted);
    }
}
