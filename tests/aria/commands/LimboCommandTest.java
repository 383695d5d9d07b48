package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code limbo} as a person meets it. */
class LimboCommandTest {
    private static final String CASE = """
            {"id": "%s", "expected_result": "%s", "validation_kind": "SERVER", "trusted_certs": [], "untrusted_intermediates": ["junk"],
             "peer_certificate": "junk", "validation_time": null, "max_chain_depth": null, "expected_peer_name": null,
             "expected_peer_names": [], "crls": []}""";

    @TempDir
    Path folder;

    @Test
    void prints_a_line_a_case_and_how_many_agree() {
        Project project = Project.empty(folder);
        project.file(
                "limbo.json",
                "{\"testcases\": [" + CASE.formatted("rfc5280::one", "FAILURE") + ","
                        + CASE.formatted("webpki::two", "SUCCESS") + "]}");
        project.file("other.json", "{}");
        Session session = new Session(project);
        session.run("limbo", "limbo.json");
        session.run("limbo", "limbo.json", "--differing");
        session.run("limbo", "limbo.json", "--json");
        session.run("limbo", "other.json");
        session.run("limbo", "nothing.json");
        session.run("limbo", "--help");
        session.assertGolden("limbo");
        assertThat(project.run("limbo", "limbo.json").out()).endsWith("1 of 2 agree\n");
    }
}
