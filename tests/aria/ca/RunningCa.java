package aria.ca;

import aria.ca.config.CaConfig;
import aria.pki.Certificates;
import aria.pki.KeyType;
import aria.pki.Names;
import aria.store.Agreements;
import aria.store.Layout;
import aria.testing.Needs;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A project folder with a CA of ours in it, and the real step-ca running on it. */
public final class RunningCa implements AutoCloseable {
    /** What the policy of its ca.json allows. */
    public static final List<String> ALLOWED =
            List.of("keycloak", "keycloak.identity.svc.cluster.local", "localhost", "127.0.0.1", "::1");

    private final CaOnDisk project;
    private final Path program;
    private final int port;
    private final List<String> options;
    private StepCaProcess process;

    private RunningCa(CaOnDisk project, Path program, int port, List<String> options) {
        this.project = project;
        this.program = program;
        this.port = port;
        this.options = options;
    }

    /**
     * Starts one.
     *
     * @param version of step-ca
     * @param folder empty
     */
    public static RunningCa start(String version, Path folder) {
        return start(version, folder, json -> json, List.of());
    }

    /**
     * Starts one.
     *
     * @param config changes ca.json beforehand
     * @param options for step-ca
     */
    public static RunningCa start(String version, Path folder, UnaryOperator<String> config, List<String> options) {
        RunningCa ca = prepared(version, folder, options, Instant.now());
        ca.change(config);
        ca.up();
        return ca;
    }

    /** Makes the files at the given time, and starts nothing. */
    public static RunningCa prepared(String version, Path folder, List<String> options, Instant made) {
        Path program = Needs.stepCa(version);
        CaOnDisk project = CaOnDisk.in(folder);
        int port = StepCaProcess.freePort();
        project.init(
                CaOnDisk.with(Map.of(
                        "address", "127.0.0.1:" + port, "keyType", KeyType.P256, "policyNames", Names.of(ALLOWED))),
                made);
        CaInfo known = CaInfo.of(project.layout());
        Agreements.here()
                .keep(project.layout().root() + "\n" + known.url().orElseThrow() + "\n"
                        + Certificates.fingerprintSha256(known.roots().get(0)));
        return new RunningCa(project, program, port, options);
    }

    /** Changes ca.json; a running step-ca does not see it. */
    public void change(UnaryOperator<String> config) {
        project.write(
                layout().caJson(), config.apply(new String(project.bytes(layout().caJson()), StandardCharsets.UTF_8)));
    }

    /** Sets a member of ca.json, as {@code with(json, "true", "crl", "enabled")}. */
    public static String with(String json, String value, String... path) {
        JsonElement element = JsonParser.parseString(value);
        return new String(
                CaConfig.parse("ca.json", json.getBytes(StandardCharsets.UTF_8))
                        .with(element, path)
                        .content(),
                StandardCharsets.UTF_8);
    }

    /** Starts it, again. */
    public void up() {
        process = StepCaProcess.start(
                program, layout().configDir(), port, CaInfo.of(layout()).roots(), options);
    }

    public Layout layout() {
        return project.layout();
    }

    public URI url() {
        return URI.create("https://localhost:" + port);
    }

    public Optional<URI> atUrl() {
        return Optional.of(url());
    }

    public String log() {
        return process.log();
    }

    public void reload() {
        process.reload();
    }

    /** Makes it hang: connections are taken, and nothing is answered. */
    public void hang() {
        process.hang();
    }

    /** As a power cut would end it. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
