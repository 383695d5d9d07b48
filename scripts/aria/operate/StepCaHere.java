package aria.operate;

import aria.ca.CaInfo;
import aria.ca.CaUrl;
import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningProject;
import aria.docker.RunningService;
import aria.docker.RunningService.PublishedPort;
import aria.preset.ImageName;
import aria.preset.Preset;
import aria.preset.Presets;
import aria.store.Layout;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A step-ca that runs in a container of this project.
 *
 * @param server its container
 * @param init   the one-shot that copies its files; empty when it has none
 */
public record StepCaHere(RunningService server, Optional<RunningService> init) {
    /** Those that run; whether they serve this project's CA is not asked. */
    public static List<StepCaHere> all(Engine engine, Layout layout, Presets presets) {
        return engine.projects().stream()
                .filter(project -> isHere(project, layout))
                .flatMap(project -> among(engine.services(project), presets).stream())
                .toList();
    }

    /**
     * The one that runs, on whatever port it is published; empty when none does, or there is no engine to ask.
     *
     * @param presets read only when some container runs here
     */
    public static Optional<URI> publishedAt(Layout layout, Supplier<Presets> presets) {
        return running(layout, presets).stream()
                .flatMap(found -> found.published(CaInfo.of(layout)).stream())
                .findFirst();
    }

    /**
     * Those that run, as {@link #all}; none when there is no engine to ask.
     *
     * @param presets read only when some container runs here
     */
    public static List<StepCaHere> running(Layout layout, Supplier<Presets> presets) {
        if (nothingRuns(layout)) {
            return List.of();
        }
        try (Engine engine = Engine.connect()) {
            return all(engine, layout, presets.get());
        } catch (MissingEngineException none) {
            return List.of();
        }
    }

    /** Whether it is known, without much ado, that no project of this folder has a container. */
    static boolean nothingRuns(Layout layout) {
        return Engine.hasNone(project -> isHere(project, layout));
    }

    /** The one among these containers of a project; empty when none runs. */
    static Optional<StepCaHere> among(List<RunningService> services, Presets presets) {
        return services.stream()
                .filter(service ->
                        service.state() == RunningService.State.RUNNING && isStepCa(service.image(), presets))
                .findFirst()
                .map(server -> new StepCaHere(
                        server,
                        services.stream()
                                .filter(each -> each.service().equals(server.service() + "-init")
                                        || each.service().equals(server.service() + "-mtls-init"))
                                .findFirst()));
    }

    private static boolean isStepCa(String image, Presets presets) {
        return presets.forImage(ImageName.parse(image))
                .filter(Preset::authority)
                .isPresent();
    }

    static boolean isHere(RunningProject project, Layout layout) {
        return project.configFiles().stream().anyMatch(file -> isHere(file, layout));
    }

    /** In the working directory, or in a folder of it as compose/ is: what lies deeper is a project of its own. */
    private static boolean isHere(Path file, Layout layout) {
        return file.startsWith(layout.root()) && layout.root().relativize(file).getNameCount() <= 2;
    }

    /** Where it answers on this machine: as published, else as defaults.json says; empty when neither is known. */
    public Optional<URI> url(CaInfo known) {
        return published(known).or(() -> known.url().filter(CaUrl::isLoopback));
    }

    /** Whether this address of the CA is the port at which it is published on this machine. */
    boolean answersAt(URI url) {
        return CaUrl.isLoopback(url)
                && server.ports().stream()
                        .anyMatch(each -> each.protocol().equals("tcp") && each.hostPort() == CaUrl.port(url));
    }

    /** Under a name of its own on the port it is published at, for its certificate holds that name. */
    private Optional<URI> published(CaInfo known) {
        Stream<Integer> ports = server.ports().stream()
                .filter(each -> each.protocol().equals("tcp"))
                .map(PublishedPort::hostPort);
        String host = known.url().filter(CaUrl::isLoopback).map(URI::getHost).orElse("localhost");
        return ports.findFirst().map(number -> URI.create("https://" + host + ":" + number));
    }
}
