package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The revocation list of the root, which only the root's key can sign. */
class RootListTest {
    private static final String LIST = "config/step-ca/pki/root_ca.crl";

    @TempDir
    Path folder;

    @Test
    void a_ca_without_one_gets_it_from_the_key_wherever_that_is_kept() throws IOException {
        Project project = Project.empty(folder);
        assertThat(project.run("init-ca").exit()).isZero();
        assertThat(project.has(LIST)).isTrue();
        Files.delete(project.root.resolve(LIST));
        Files.move(project.layout.rootKeyFolder(), folder.resolve("safe"));

        Project.Ran without = project.run("pki-cert", "crl", "--root");
        assertThat(without.exit()).isEqualTo(3);
        assertThat(without.err())
                .contains("only it can sign the root's revocation list", "pki-cert@aria crl --root --root-key FILE");
        assertThat(project.has(LIST)).isFalse();

        Project.Ran signed = project.run(
                "pki-cert",
                "crl",
                "--root",
                "--root-key",
                folder.resolve("safe/root_ca_key").toString());
        assertThat(signed.exit()).as(signed.err()).isZero();
        assertThat(project.has(LIST)).isTrue();
    }
}
