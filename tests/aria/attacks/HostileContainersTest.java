package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.docker.Engine;
import aria.finding.UnavailableException;
import aria.operate.RunningProxies;
import aria.store.Layout;
import aria.testing.Needs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that have the labels of this project's proxies and are none: they keep no proxy from being told. */
class HostileContainersTest {
    private static final String IMAGE = "busybox:1.37";

    @TempDir
    Path folder;

    private final List<String> containers = new ArrayList<>();
    private final String name = "aria-hostile-" + UUID.randomUUID().toString().substring(0, 8);
    private Layout layout;

    @BeforeEach
    void prepare() throws Exception {
        Needs.docker();
        Needs.image(IMAGE);
        Path root = folder.toRealPath();
        Files.writeString(root.resolve("compose.yaml"), "services: {}\n");
        layout = Layout.of(root);
    }

    @AfterEach
    void nothing_stays() throws Exception {
        for (String container : containers) {
            docker("rm", "--force", container);
        }
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

    private Map<String, String> proxy(String project, String program) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("com.docker.compose.project", name + project);
        labels.put("com.docker.compose.project.working_dir", layout.root().toString());
        labels.put(
                "com.docker.compose.project.config_files",
                layout.root().resolve("compose.yaml").toString());
        labels.put("com.docker.compose.service", "web-mtls-proxy");
        labels.put("aria.role", "proxy");
        labels.put("aria.service", "web");
        labels.put("program", program);
        return labels;
    }

    /** A container whose shell, by which proxies are asked, is this program. */
    private String container(Map<String, String> labels) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("run", "--detach", "--network", "none", "--name", name + containers.size()));
        labels.forEach((label, text) -> words.addAll(List.of("--label", label + "=" + text)));
        words.addAll(List.of(
                "--env",
                "PROGRAM=#!/bin/sh\n" + labels.get("program"),
                IMAGE,
                "sh",
                "-c",
                "echo \"$PROGRAM\" > /bin/bash; chmod +x /bin/bash; exec sleep 600"));
        containers.add(name + containers.size());
        docker(words.toArray(String[]::new));
        return containers.get(containers.size() - 1);
    }

    private static String docker(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
