package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.store.Layout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Containers that have the labels of a project's own, and are none of them. */
final class FalseContainers implements AutoCloseable {
    static final String IMAGE = "busybox:1.37";

    private static final String SERVICE = "com.docker.compose.service";
    private static final String PROGRAM = "program";

    final String name = "aria-hostile-" + UUID.randomUUID().toString().substring(0, 8);

    /** The network that they are on. */
    String network = "none";

    private final List<String> all = new ArrayList<>();

    /**
     * The labels of a proxy of the project of the same name as these containers.
     *
     * @param project what the project's name has behind that
     * @param owner   the service beside which the proxy stands
     * @param program what the shell does by which proxies are asked
     */
    Map<String, String> proxy(Layout layout, String project, String owner, String program) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("com.docker.compose.project", name + project);
        labels.put("com.docker.compose.project.working_dir", layout.root().toString());
        labels.put(
                "com.docker.compose.project.config_files",
                layout.root().resolve("compose.yaml").toString());
        labels.put(SERVICE, owner + "-mtls-proxy");
        labels.put("aria.role", "proxy");
        labels.put("aria.service", owner);
        labels.put(PROGRAM, program);
        return labels;
    }

    /** A container whose shell, by which proxies are asked, is the program among its labels. */
    String start(Map<String, String> labels) throws Exception {
        return start(
                labels,
                "--env",
                "PROGRAM=#!/bin/sh\n" + labels.get(PROGRAM),
                IMAGE,
                "sh",
                "-c",
                "echo \"$PROGRAM\" > /bin/bash; chmod +x /bin/bash; exec sleep 600");
    }

    /** A container that claims to be the init of a proxy. */
    String init(Map<String, String> proxy, String... command) throws Exception {
        Map<String, String> labels = new TreeMap<>(proxy);
        labels.put(SERVICE, proxy.get(SERVICE) + "-init");
        labels.remove("aria.role");
        List<String> words = new ArrayList<>(List.of(IMAGE));
        words.addAll(List.of(command));
        return start(labels, words.toArray(String[]::new));
    }

    /** A container whose {@code cat}, by which its sockets are read, does this. */
    String showing(Map<String, String> labels, String program) throws Exception {
        return start(
                labels,
                "--env",
                "PROGRAM=#!/bin/sh\n" + program,
                IMAGE,
                "sh",
                "-c",
                "rm /bin/cat; echo \"$PROGRAM\" > /bin/cat; chmod +x /bin/cat; exec nc -ll -p 5432 -e true");
    }

    private String start(Map<String, String> labels, String... last) throws Exception {
        String container = name + all.size();
        List<String> words = new ArrayList<>(List.of("run", "--detach", "--network", network, "--name", container));
        labels.forEach((label, text) -> words.addAll(List.of("--label", label + "=" + text)));
        words.addAll(List.of(last));
        all.add(container);
        docker(words.toArray(String[]::new));
        return container;
    }

    /** Puts those that are started from now on on a network of their own, so that they have addresses. */
    void join() throws Exception {
        docker("network", "create", name);
        network = name;
    }

    void remove(String container) throws Exception {
        docker("rm", "--force", container);
        all.remove(container);
    }

    static String docker(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Override
    public void close() throws Exception {
        for (String container : List.copyOf(all)) {
            remove(container);
        }
        if (network.equals(name)) {
            docker("network", "rm", name);
        }
    }
}
