package aria.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * What a test needs of the machine it runs on.
 *
 * <p>Every method returns when the thing is there. When it is not, the test is skipped by a {@link TestAbortedException}
 * that names what is missing and how to get it; or it fails with an {@link AssertionError} where the environment variable
 * {@code ARIA_TEST_REQUIRE} (comma-separated: docker, compose, images, testcontainers, corpus, yaml-suite, limbo, mount, root, step, step-ca, or a program's name) lists it.
 *
 * <p>Programs are looked up in {@code $ARIA_TEST_TOOLS} (default {@code ~/.cache/aria-test/bin}), then on {@code PATH}.
 */
public final class Needs {
    private static final String INSTALL = "`.ci/run` installs it";

    private Needs() {}

    /** A Docker engine that answers. */
    public static void docker() {
        Path docker = program("docker", "docker");
        if (!succeeds(docker.toString(), "info", "--format", "{{.ServerVersion}}")) {
            throw missing("docker", "no Docker engine answers", "start dockerd, or set DOCKER_HOST");
        }
    }

    /** Docker Compose, version 2 or newer, as {@code docker compose}. A running engine is asked for by {@link #docker()}. */
    public static void compose() {
        Path docker = program("docker", "compose");
        if (!succeeds(docker.toString(), "compose", "version", "--short")) {
            throw missing("compose", "`docker compose` does not run", INSTALL + " in ~/.docker/cli-plugins");
        }
    }

    /** The program {@code name}, for example {@code openssl}: its absolute path. */
    public static Path program(String name) {
        return program(name, name);
    }

    /** The real step-ca of this version, for example {@code "0.30.2"}: a file named {@code step-ca-0.30.2}. */
    public static Path stepCa(String version) {
        return program("step-ca-" + version, "step-ca");
    }

    /** The {@code step} command line tool. */
    public static Path step() {
        return program("step", "step");
    }

    /**
     * An engine that Testcontainers can use. In a machine that is a container itself it would pull an image only to find its
     * own address, unless TESTCONTAINERS_HOST_OVERRIDE names it.
     */
    public static void testcontainers() {
        docker();
        if (Files.exists(Path.of("/.dockerenv")) && System.getenv("TESTCONTAINERS_HOST_OVERRIDE") == null) {
            throw missing(
                    "testcontainers",
                    "TESTCONTAINERS_HOST_OVERRIDE, inside a container,",
                    "set it to 127.0.0.1, and TESTCONTAINERS_RYUK_DISABLED to true");
        }
    }

    /** A local image with this tag, on an engine that answers. Nothing is pulled. */
    public static void image(String tag) {
        docker();
        if (!succeeds("docker", "image", "inspect", "--format", "{{.Id}}", tag)) {
            throw missing("images", "no local image " + tag, "`tests/images/build` makes it");
        }
    }

    /** An image for every service of this repository's stack and of what is added to it, on an engine that answers. */
    public static void wholeStack() {
        List.of(
                        "busybox:1.37",
                        "caddy:2.11-alpine",
                        "grafana/grafana:13.0.1",
                        "hashicorp/vault:1.21",
                        "nats:2.14-alpine",
                        "postgres:18",
                        "postgres:18-alpine",
                        "prom/prometheus:v2.53.3",
                        "quay.io/keycloak/keycloak:26.7",
                        "smallstep/step-ca:0.30.2",
                        "temporalio/server:1.31.2",
                        "temporalio/admin-tools:1.31.2",
                        "temporalio/ui:2.53.3",
                        "vaultwarden/server:1.37.2-alpine")
                .forEach(Needs::image);
    }

    /** The rights of root, for what only root may do, such as giving a file away. */
    public static void root() {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw missing("root", "only root may do this", "run as root");
        }
    }

    /**
     * A file system in memory, mounted on this folder: only root may.
     *
     * @param options as mount(8) takes them, for example {@code size=1m}
     */
    public static void mounted(Path folder, String options) {
        if (!succeeds("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString())) {
            throw missing("mount", "a small file system can't be mounted", "run as root");
        }
    }

    /** A folder mounted on another one, where everything looks open to everybody and chmod changes nothing, as on a Windows drive in WSL. */
    public static void mountedWithoutModes(Path from, Path to) {
        if (!succeeds(program("bindfs").toString(), "-p", "0777", "--chmod-ignore", from.toString(), to.toString())) {
            throw missing("mount", "a file system without permissions can't be mounted", "run as root, with /dev/fuse");
        }
    }

    /** The folder with other people's compose files that {@code ARIA_CORPUS} names; they are never part of this repository. */
    public static Path corpus() {
        String folder = System.getenv("ARIA_CORPUS");
        if (folder == null || !Files.isDirectory(Path.of(folder))) {
            throw missing("corpus", "no folder of compose files", "set ARIA_CORPUS to one");
        }
        return Path.of(folder);
    }

    /** The cases of YAML's own test suite, in the folder that {@code ARIA_YAML_SUITE} names; they are never part of this repository. */
    public static Path yamlSuite() {
        String folder = System.getenv("ARIA_YAML_SUITE");
        if (folder == null || !Files.isDirectory(Path.of(folder))) {
            throw missing(
                    "yaml-suite",
                    "no cases of yaml-test-suite",
                    "`tests/corpus/yaml-suite FOLDER` makes them, ARIA_YAML_SUITE names the folder");
        }
        return Path.of(folder);
    }

    /** The cases of x509-limbo that {@code ARIA_LIMBO} names; they are never part of this repository. */
    public static Path limbo() {
        String file = System.getenv("ARIA_LIMBO");
        if (file == null || !Files.isRegularFile(Path.of(file))) {
            throw missing("limbo", "no cases of x509-limbo", "set ARIA_LIMBO to limbo.json");
        }
        return Path.of(file);
    }

    private static Path program(String name, String need) {
        return searchPath()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing(need, "no program " + name, INSTALL + ", or put it on PATH"));
    }

    private static Stream<Path> searchPath() {
        String tools = Optional.ofNullable(System.getenv("ARIA_TEST_TOOLS"))
                .orElse(System.getProperty("user.home") + "/.cache/aria-test/bin");
        List<String> folders = new ArrayList<>(List.of(tools));
        folders.addAll(Arrays.asList(System.getenv("PATH").split(":")));
        return folders.stream().filter(folder -> !folder.isBlank()).map(Path::of);
    }

    private static RuntimeException missing(String need, String what, String remedy) {
        String message = what + ": " + remedy;
        if (required().contains(need)) {
            throw new AssertionError(message + " (ARIA_TEST_REQUIRE demands it)");
        }
        return new TestAbortedException(message);
    }

    private static Set<String> required() {
        String list = Optional.ofNullable(System.getenv("ARIA_TEST_REQUIRE")).orElse("");
        return Arrays.stream(list.split("[,\\s]+")).collect(Collectors.toSet());
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return process.waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command[0] + " was running", e);
        }
    }
}
