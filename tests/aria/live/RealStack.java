package aria.live;

import aria.commands.Project;
import aria.docker.Engine;
import aria.docker.RunningService;
import aria.pki.Certificates;
import aria.pki.Pem;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** A project on the real engine, under a name and on ports of its own, so that several runs fit on a machine. */
final class RealStack implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(6);
    private static final Duration SHORT = Duration.ofSeconds(30);

    final Project project;
    final String name = "aria-e2e-" + UUID.randomUUID().toString().substring(0, 8);
    private final Path file;
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    private RealStack(Project project, String file, List<String> portVariables) {
        this.project = project;
        this.file = project.root.resolve(file);
        StringBuilder settings = new StringBuilder("COMPOSE_PROJECT_NAME=" + name + "\n");
        for (String variable : portVariables) {
            ports.put(variable, freePort());
            settings.append(variable).append('=').append(ports.get(variable)).append('\n');
        }
        project.file(Path.of(file).resolveSibling(".env").toString(), settings.toString());
    }

    /** The stack of this repository. */
    static RealStack aria(Path folder) {
        return new RealStack(
                Project.aria(folder),
                "compose/docker-compose.yml",
                List.of(
                        "KEYCLOAK_PORT",
                        "POSTGRES_PORT",
                        "PROMETHEUS_PORT",
                        "STEP_CA_PORT",
                        "GRAFANA_PORT",
                        "VAULTWARDEN_PORT",
                        "TEMPORAL_PORT",
                        "TEMPORAL_UI_PORT",
                        "VAULT_PORT",
                        "NATS_PORT",
                        "NATS_MONITOR_PORT"));
    }

    /** The stack of this repository, to run a part of it that publishes these ports. */
    static RealStack partOfAria(Path folder, String... portVariables) {
        return new RealStack(Project.aria(folder), "compose/docker-compose.yml", List.of(portVariables));
    }

    /** Somebody else's, in one file. */
    static RealStack of(Path folder, String text, String... portVariables) {
        return new RealStack(
                Project.empty(folder).file("docker-compose.yml", text), "docker-compose.yml", List.of(portVariables));
    }

    int port(String variable) {
        return ports.get(variable);
    }

    /** Runs {@code docker compose} on the files as they are now. */
    Shell compose(String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--ansi", "never", "-f", file.toString()));
        command.addAll(List.of(words));
        return Shell.run(project.root, LIMIT, command);
    }

    /** What a command inside a running service prints. */
    String exec(String service, String... words) {
        List<String> command = new ArrayList<>(List.of("exec", "-T", service));
        command.addAll(List.of(words));
        return compose(command.toArray(String[]::new)).ok().strip();
    }

    /** Runs any program in the project's folder. */
    Shell sh(String... words) {
        return Shell.run(project.root, SHORT, List.of(words));
    }

    /** Runs lines as root in a container that sees one volume of the stack, at {@code /v}. */
    String inVolume(String volume, String lines) {
        return sh(
                        "docker",
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "-v",
                        name + "_" + volume + ":/v",
                        "busybox:1.37",
                        "sh",
                        "-euc",
                        lines)
                .ok();
    }

    /** Its containers by service. */
    Map<String, RunningService> containers() {
        try (Engine engine = Engine.connect()) {
            return engine.services(name).stream()
                    .collect(Collectors.toMap(RunningService::service, found -> found, (a, b) -> b, TreeMap::new));
        }
    }

    /** The volumes of the project, by the names in its files. */
    List<String> volumes() {
        try (Engine engine = Engine.connect()) {
            return engine.volumes(name);
        }
    }

    /** Starts the key delivery of a service again, as after a renewal, and waits for its end. */
    void deliver(String service) {
        try (Engine engine = Engine.connect()) {
            int exit = engine.runAgain(containers().get(service + "-mtls-init").containerId(), SHORT);
            if (exit != 0) {
                throw new AssertionError(service + "-mtls-init ended with " + exit);
            }
        }
    }

    void signal(String service, String signal) {
        try (Engine engine = Engine.connect()) {
            engine.signal(containers().get(service).containerId(), signal);
        }
    }

    /**
     * The serial number of the certificate that is served on a port of this machine, hex.
     *
     * @param starttls for OpenSSL; may be none
     */
    String servedSerial(int port, String... starttls) {
        List<String> words = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
        words.addAll(List.of(starttls));
        String said = sh(words.toArray(String[]::new)).out();
        int begin = said.indexOf("-----BEGIN CERTIFICATE-----");
        if (begin < 0) {
            throw new AssertionError("no certificate is served on " + port + ": " + said);
        }
        return serial(said.substring(begin, said.indexOf("-----END CERTIFICATE-----") + 25)
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** The serial number of the certificate that was issued to a service, hex. */
    String issuedSerial(String service) {
        try {
            return serial(Files.readAllBytes(project.layout.serviceCertificate(service)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String serial(byte[] pem) {
        return Certificates.serialHex(Pem.readCertificates(pem, "certificate").get(0));
    }

    /** A result of {@code verify-mtls-setup}. */
    record Checked(String id, String service, String status, String via, String message) {}

    /**
     * What {@code verify-mtls-setup --live} finds.
     *
     * @param exit how it has to end
     */
    List<Checked> verify(int exit, String... arguments) {
        List<String> words = new ArrayList<>(List.of("--live", "--json"));
        words.addAll(List.of(arguments));
        Project.Ran ran = project.run("verify-mtls-setup", words.toArray(String[]::new));
        if (ran.exit() != exit) {
            throw new AssertionError("verify-mtls-setup ended with " + ran.exit() + ": " + ran.out() + ran.err());
        }
        return results(ran);
    }

    /** The results in what {@code verify-mtls-setup --json} printed. */
    List<Checked> results(Project.Ran ran) {
        List<Checked> results = new ArrayList<>();
        for (JsonElement check : JsonParser.parseString(ran.out())
                .getAsJsonObject()
                .getAsJsonObject("result")
                .getAsJsonArray("checks")) {
            JsonObject found = check.getAsJsonObject();
            results.add(new Checked(
                    text(found, "id"),
                    text(found, "service"),
                    text(found, "status"),
                    text(found, "via"),
                    text(found, "message")));
        }
        return results;
    }

    private static String text(JsonObject object, String name) {
        return object.has(name) ? object.get(name).getAsString() : "";
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes everything down, whatever state it is in. */
    @Override
    public void close() {
        Shell.run(
                project.root.getParent(),
                LIMIT,
                List.of("docker", "compose", "-p", name, "down", "--volumes", "--remove-orphans", "--timeout", "1"));
    }
}
