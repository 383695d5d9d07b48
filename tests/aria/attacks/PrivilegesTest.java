package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The containers that aria adds to a stack have no privilege that they don't need. */
class PrivilegesTest {
    private static final Pattern SERVICE = Pattern.compile("(?m)^  (\\S+):.*\\n(?:^(?:    .*)?\\n)+");
    private static final Pattern ACCEPT = Pattern.compile("--accept-record ([0-9a-f]{16})");
    private static final List<String> CONFINED =
            List.of("read_only: true", "cap_drop: [\"ALL\"]", "security_opt: [\"no-new-privileges:true\"]");
    private static final String DELIVERS = "cap_add: [\"CHOWN\", \"DAC_OVERRIDE\", \"FOWNER\"]";

    @TempDir
    Path folder;

    /** What earlier versions wrote becomes what this one writes, and is taken back to the byte. */
    @ParameterizedTest
    @CsvSource({"0.1, 2", "unconfined, 5"})
    void projects_of_earlier_versions_are_brought_up_to_date(String version, int added) throws IOException {
        Path fixture = Checkout.root().resolve("tests/golden/records").resolve(version);
        Project project = Project.empty(folder);
        copy(fixture.resolve("after"), project.root);
        Project.Ran planned = project.run("bootstrap", "--dry-run");
        assertThat(planned.out() + planned.err()).contains("brought up to date with read_only, cap_drop, cap_add");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        assertThat(ours(project))
                .hasSize(added)
                .allSatisfy(service -> assertThat(service).contains(CONFINED));
        Map<String, String> after = project.contents();
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        assertThat(project.contents()).isEqualTo(after);
        Matcher id = ACCEPT.matcher(project.run("bootstrap", "--undo", "--yes").err());
        assertThat(id.find()).isTrue();
        Project.Ran undone = project.answer("y", () -> {}, "bootstrap", "--undo", "--accept-record", id.group(1));
        assertThat(undone.exit()).as(undone.err()).isZero();
        assertThat(project.text("compose.yaml")).isEqualTo(Files.readString(fixture.resolve("before/compose.yaml")));
    }

    @Test
    void each_has_the_capabilities_it_needs_and_no_network_of_its_own() {
        Project project = Project.empty(folder).file("compose.yaml", """
                services:
                  dashboards: {image: grafana/grafana:13.0.1}
                  app: {image: "example/app:1", user: "1000", depends_on: [store]}
                  store: {image: "example/store:1"}
                """);
        assertThat(project.run("bootstrap", "--yes", "--with-step-ca", "--preset", "app=mount")
                        .exit())
                .isZero();
        assertThat(ours(project))
                .hasSize(5)
                .allSatisfy(service -> assertThat(service)
                        .contains(CONFINED)
                        .containsPattern("network_mode: (none|service:dashboards)"));
        assertThat(ours(project).filter(service -> service.contains("sh\", \"/mtls/")))
                .hasSize(3)
                .allSatisfy(init -> assertThat(init).contains(DELIVERS));
        assertThat(ours(project).filter(service -> service.contains("caddy")))
                .hasSize(1)
                .allSatisfy(proxy -> assertThat(proxy).contains("user: \"472:0\"", "cap_add: [\"NET_BIND_SERVICE\"]"));
        assertThat(ours(project).filter(service -> service.contains("[\"true\"]")))
                .hasSize(1)
                .allSatisfy(gate -> assertThat(gate).doesNotContain("cap_add"));
    }

    private static Stream<String> ours(Project project) {
        return SERVICE.matcher(project.text("compose.yaml") + "\n")
                .results()
                .filter(service -> service.group(1).matches(".*-mtls-.*"))
                .map(MatchResult::group);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
