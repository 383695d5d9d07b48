package aria.attacks;

import static aria.attacks.FalseContainers.docker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.commands.Project;
import aria.docker.Engine;
import aria.docker.RunningService;
import aria.finding.UnavailableException;
import aria.operate.RunningProxies;
import aria.store.Layout;
import aria.testing.Needs;
import aria.verify.ProxySocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers that have the labels of this project's proxies and are none: they keep no proxy from being told, and speak for no other. */
class HostileContainersTest {
    @TempDir
    Path folder;

    private final FalseContainers containers = new FalseContainers();
    private final String name = containers.name;
    private Layout layout;

    @BeforeEach
    void prepare() throws Exception {
        Needs.docker();
        Needs.image(FalseContainers.IMAGE);
        Path root = folder.toRealPath();
        Files.writeString(root.resolve("compose.yaml"), "services: {}\n");
        layout = Layout.of(root);
    }

    @AfterEach
    void nothing_stays() throws Exception {
        containers.close();
    }

    @Test
    void one_that_never_ends_and_one_that_answers_anything_keep_no_other_from_being_told() throws Exception {
        Map<String, String> endless = proxy("a", "exec cat /dev/zero");
        String real = container(proxy("b", "echo \"$@\" >> /told; exit 1"));
        container(proxy("c", "printf '\\033]0;x\\007\\n==\\n-----BEGIN CERTIFICATE-----\\nAAAA\\n==\\nFilename: '"));
        container(endless);
        assertThatThrownBy(() -> RunningProxies.revoke(layout, Set.of("web"), Set.of("app")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("the container " + name)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
        assertThat(docker("exec", real, "cat", "/told")).isNotBlank();
    }

    /** The engine takes any text for a label. */
    @Test
    void labels_of_any_text_end_no_command() throws Exception {
        Map<String, String> odd = proxy("../../\u001b]0;x\u0007\nx: y", "exit 0");
        odd.replaceAll((label, text) -> label.endsWith("config_files") ? "\u0001/../,\n,/" + "a".repeat(5000) : text);
        container(odd);
        try (Engine engine = Engine.connect()) {
            assertThat(engine.projects()).isNotEmpty();
        }
        assertThat(RunningProxies.revoke(layout, Set.of("web"), Set.of("app")).told())
                .containsExactly("web-mtls-proxy");
    }

    /** They were told one after the other, thirty seconds each. */
    @Test
    @Tag("full")
    @Timeout(100)
    void many_that_never_answer_delay_the_others_together_and_not_one_by_one() throws Exception {
        for (int i = 0; i < 4; i++) {
            container(proxy("silent" + i, "sleep 300"));
        }
        String real = container(proxy("z", "echo \"$@\" >> /told; exit 1"));
        long begun = System.nanoTime();
        assertThatThrownBy(() -> RunningProxies.revoke(layout, Set.of("web"), Set.of("app")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("the container " + name);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(65));
        assertThat(docker("exec", real, "cat", "/told")).isNotBlank();
    }

    /** The engine knows a container by its id, which it gives to no other one. */
    @Test
    void one_that_is_replaced_between_look_up_and_question_is_told_as_gone_and_its_successor_is_not_reached()
            throws Exception {
        String first = container(proxy("a", "echo first"));
        try (Engine engine = Engine.connect()) {
            RunningService looked = engine.service(
                            docker("inspect", "--format", "{{.Id}}", first).strip())
                    .orElseThrow();
            containers.remove(first);
            String second = container(proxy("a", "echo \"$@\" >> /told"));
            assertThat(second).isEqualTo(first);
            assertThatThrownBy(() -> ProxySocket.ask(engine, looked, "show info"))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("No such container");
            assertThatThrownBy(() -> engine.signal(looked.containerId(), "HUP"))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("No such container");
            assertThat(docker("exec", second, "sh", "-c", "test -e /told && echo told || echo not"))
                    .contains("not");
        }
    }

    /** One says that all is done and another one nothing: which of the two is the proxy, nobody knows. */
    @Test
    @Tag("full")
    @Timeout(120)
    void enforce_and_open_end_and_claim_nothing_that_one_of_several_has_not_said() throws Exception {
        Project project = opened();
        for (String one : List.of("printf ''", "sleep 300")) {
            container(containers.proxy(layout, "", "db", one));
        }
        for (String[] words : new String[][] {{"enforce", "db"}, {"open", "db", "--for", "1h", "--yes"}}) {
            Project.Ran ran = project.run(words[0], Arrays.copyOfRange(words, 1, words.length));
            assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(6);
            assertThat(ran.err()).contains("db-mtls-proxy was told to read its configuration, and does not go by it");
            assertThat(ran.out()).doesNotContain("accepts no plaintext");
        }
    }

    /** What the first one says is not known of the one that was started meanwhile, which is asked for itself. */
    @ParameterizedTest
    @CsvSource({"sleep 300, 6", "true, 0"})
    @Tag("full")
    @Timeout(240)
    void an_answer_does_not_count_for_a_container_that_was_started_meanwhile(String successor, int exit)
            throws Exception {
        Project project = opened();
        Map<String, String> labels = containers.proxy(layout, "", "db", "touch /asked; sleep 3");
        String first = container(labels);
        labels.put("program", successor);
        CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(() -> {
            try {
                docker("exec", first, "sh", "-c", "until test -e /asked; do sleep 0.1; done");
                container(labels);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        Project.Ran ran = project.run("enforce", "db");

        meanwhile.join();
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(exit);
        assertThat(ran.out().contains("accepts no plaintext")).isEqualTo(exit == 0);
    }

    private Project opened() throws Exception {
        Project project = Project.empty(Files.createDirectory(folder.resolve("stage")))
                .file(
                        "compose.yaml",
                        "name: " + name + "\nservices:\n  db: {image: \"postgres:18\"}\n"
                                + "  app: {image: \"example/app:1\", environment: {URL: \"postgres://db/shop\"}}\n")
                .file("aria.yaml", "version: 1\nservices:\n  db: {stage: open}\n");
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        layout = project.layout;
        return project;
    }

    private Map<String, String> proxy(String project, String program) {
        return containers.proxy(layout, project, "web", program);
    }

    private String container(Map<String, String> labels) throws Exception {
        return containers.start(labels);
    }
}
