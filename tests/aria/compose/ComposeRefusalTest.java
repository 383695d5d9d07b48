package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aria.finding.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeRefusalTest {
    @TempDir
    Path outer;

    private ComposeFolder here;

    @BeforeEach
    void setUp() {
        here = new ComposeFolder(outer.resolve("project")).write("README", "");
    }

    private RefusedException refusal(String text) {
        return refusal(here.write("compose.yaml", text));
    }

    private static RefusedException refusal(ComposeFolder folder) {
        return catchThrowableOfType(RefusedException.class, () -> folder.load("compose.yaml"));
    }

    @Test
    void explains_the_first_compose_format() {
        RefusedException refused = refusal("web:\n  image: x\n");
        assertThat(refused.finding().id()).isEqualTo("no-services");
        assertThat(refused).hasMessageContaining("services:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "volumes: {a: }\n", "services: {}\n", "scrape_configs: []\n"})
    void a_file_without_services_is_no_project(String text) {
        assertThat(refusal(text).finding().id()).isEqualTo("no-services");
    }

    @Test
    void says_where_a_value_has_the_wrong_type() {
        RefusedException refused = refusal("services:\n  web:\n    image: x\n    ports: 80\n");
        assertThat(refused.finding().id()).isEqualTo("wrong-type");
        assertThat(refused).hasMessageStartingWith("compose.yaml:4:12: ports");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services: [a]\n",
                "services: {web: text}\n",
                "services: {web: {volumes: {a: b}}}\n",
                "services: {web: {environment: text}}\n",
                "services: {web: {environment: [{A: b}]}}\n",
                "services: {web: {image: [x]}}\n",
                "services: {web: {healthcheck: []}}\n",
                "services: {web: {depends_on: {db: healthy}}}\n",
                "services: {web: {extends: {file: compose.yaml}}}\n",
                "services: {web: {extends: missing}}\n",
                "services: {web: {ports: [{published: 80}]}}\n",
                "include: x\nservices: {web: {image: x}}\n",
                "include: [{env_file: x}]\n",
            })
    void refuses_what_compose_refuses(String text) {
        assertThat(refusal(text).finding().id()).isEqualTo("wrong-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-rf", ".hidden", "a..b", "../x", "a/b", "a b", "ü", "", "a\\nb"})
    void refuses_service_names_that_are_no_file_names(String name) {
        RefusedException refused = refusal("services:\n  \"" + name + "\":\n    image: x\n");
        assertThat(refused.finding().id()).isEqualTo("wrong-type");
        assertThat(refused.finding().place().orElseThrow().line()).isPositive();
    }

    @Test
    void an_include_or_extends_may_not_leave_the_project() {
        new ComposeFolder(outer).write("other.yaml", "services: {web: {image: x}}\n");
        assertThat(refusal("include: [../other.yaml]\n").finding().id()).isEqualTo("outside-project");
        assertThat(refusal("services: {web: {extends: {file: ../other.yaml, service: web}}}\n")
                        .finding()
                        .id())
                .isEqualTo("outside-project");
        assertThat(refusal("include: [/etc/hostname]\n").finding().id()).isEqualTo("outside-project");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/compose.yaml", "git@example.org:a/b.git", "oci://example.org/a:1"})
    void an_include_from_elsewhere_is_not_fetched(String address) {
        RefusedException refused = refusal("include: [\"" + address + "\"]\nservices: {web: {image: x}}\n");
        assertThat(refused.finding().id()).isEqualTo("outside-project");
        assertThat(refused).hasMessageContaining("includes " + address + ", which is remote");
    }

    @Test
    void an_include_may_not_leave_the_project_by_a_link() throws IOException {
        new ComposeFolder(outer).write("other.yaml", "services: {web: {image: x}}\n");
        Files.createSymbolicLink(here.file("link.yaml"), outer.resolve("other.yaml"));
        Files.createSymbolicLink(here.file("folder"), outer);
        assertThat(refusal("include: [link.yaml]\n").finding().id()).isEqualTo("outside-project");
        assertThat(refusal("include: [folder/other.yaml]\n").finding().id()).isEqualTo("outside-project");
    }

    @Test
    void an_env_file_behind_a_link_is_not_read() throws IOException {
        new ComposeFolder(outer).write("secret.env", "SECRET=x\n");
        Files.createSymbolicLink(here.file("a.env"), outer.resolve("secret.env"));
        assertThat(here.web("services: {web: {env_file: a.env}}\n").environment())
                .isEmpty();
    }

    @Test
    void refuses_files_that_include_each_other() {
        here.write("b.yaml", "include: [compose.yaml]\nservices: {b: {image: x}}\n");
        assertThat(refusal("include: [b.yaml]\n")).hasMessageContaining("includes itself");
    }

    @Test
    void refuses_services_that_extend_each_other() {
        assertThat(refusal("services: {a: {extends: b}, b: {extends: a}}\n")).hasMessageContaining("extends itself");
    }

    @Test
    void refuses_includes_that_multiply() {
        for (int i = 0; i < 20; i++) {
            here.write(
                    "f" + i + ".yaml",
                    "include: [f" + (i + 1) + ".yaml, ./f" + (i + 1) + ".yaml]\nservices: {s: {image: x}}\n");
        }
        here.write("f20.yaml", "services: {s: {image: x}}\n");
        assertThat(refusal("include: [f0.yaml]\n").finding().id()).isEqualTo("limit");
    }

    @Test
    void refuses_a_chain_of_extends_without_end() {
        StringBuilder text = new StringBuilder("services:\n  s0: {image: x}\n");
        for (int i = 1; i < 5000; i++) {
            text.append("  s").append(i).append(": {extends: s").append(i - 1).append("}\n");
        }
        assertThat(refusal(text.toString()).finding().id()).isEqualTo("limit");
    }

    @Test
    void says_that_an_included_file_is_missing() {
        RefusedException refused = refusal("include:\n  - gone.yaml\n");
        assertThat(refused.finding().id()).isEqualTo("not-found");
        assertThat(refused).hasMessage("compose.yaml:2:5: there is no file gone.yaml");
    }
}
