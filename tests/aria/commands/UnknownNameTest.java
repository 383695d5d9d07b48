package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name that nothing has means the same in every command, and so does a file that is not there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnknownNameTest {
    private Project project;

    @BeforeAll
    void a_project_with_certificates(@TempDir Path folder) {
        project = Project.empty(folder).file("compose.yaml", "services:\n  db: {image: \"postgres:18\"}\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bootstrap --yes --only gone",
                "bootstrap --yes --preset gone=postgres",
                "bootstrap --yes --preset db=gone",
                "bootstrap --yes --san gone=a.example.org",
                "bootstrap --undo --yes --only gone",
                "patch-compose --yes --only gone",
                "patch-compose --undo --yes --only gone",
                "generate-service-certs --san gone=a.example.org",
                "verify-mtls-setup --only gone",
                "rotate-certs gone",
                "enforce gone --yes",
                "open gone --for 1h --yes",
                "pki-cert inspect gone",
                "pki-cert verify gone",
                "pki-cert lint gone",
                "pki-cert renew gone",
                "pki-cert revoke gone",
                "pki-cert export gone --format p12",
                "pki-cert trust install --store gone"
            })
    void an_unknown_name_is_wrong_usage(String typed) {
        exits(typed, 2, "gone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bootstrap --yes -f gone.yaml",
                "patch-compose --yes gone.yaml",
                "generate-service-certs -f gone.yaml",
                "verify-mtls-setup -f gone.yaml",
                "rotate-certs -f gone.yaml",
                "observe -f gone.yaml",
                "enforce db -f gone.yaml --yes",
                "init-ca --force --adopt gone.d",
                "pki-cert inspect gone.crt",
                "pki-cert verify gone.crt",
                "pki-cert revoke gone.crt",
                "pki-cert create x --csr gone.csr",
                "pki-cert crl gone.crl",
                "pki-cert restore gone.backup",
                "pki-cert trust install --java-password-file gone.txt"
            })
    void a_file_that_is_not_there_is_refused_input(String typed) {
        exits(typed, 3, "gone.");
    }

    private void exits(String typed, int code, String named) {
        Map<String, String> files = project.state();
        String[] words = (typed + " --no-input").split(" ");
        Project.Ran ran = project.run(words[0], Arrays.copyOfRange(words, 1, words.length));
        assertThat(ran.exit()).as(typed + ": " + ran.out() + ran.err()).isEqualTo(code);
        assertThat(ran.err()).contains(named);
        assertThat(project.state()).isEqualTo(files);
    }
}
