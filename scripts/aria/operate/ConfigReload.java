package aria.operate;

import aria.compose.Service;
import aria.docker.ContainerAnswer;
import aria.docker.Engine;
import aria.docker.RunningService;
import aria.stack.CertificateReload;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.store.Layout;
import aria.verify.CheckResult;
import aria.verify.EngineProject;
import aria.verify.LiveStack;
import aria.verify.ProxyConfiguration;
import aria.verify.Report;
import aria.verify.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes a running server read a mounted configuration that was changed after it was started.
 *
 * @param server the service in whose container it runs
 * @param file   the configuration
 * @param words  what Docker Compose is told
 */
public record ConfigReload(String server, Path file, List<String> words) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Keeps an unmodifiable copy. */
    public ConfigReload {
        words = List.copyOf(words);
    }

    /** Whether it ends the server's connections. */
    public boolean restarts() {
        return words.get(0).equals("restart");
    }

    /** Returns what the servers need that mount files which this run has written. */
    public static List<ConfigReload> ofWritten(Stack stack, LiveStack live, List<Path> written) {
        return reloads(stack)
                .flatMap(reload -> of(stack, reload, running(live, reload), written).stream())
                .toList();
    }

    /**
     * Returns what the running proxies on private networks need whose configuration was written after they have read
     * theirs, by this run or by one that was killed. A new caller that has to be admitted before it is healthy would wait
     * for it in vain.
     */
    public static List<ConfigReload> ofProxies(Stack stack, Layout layout, Engine engine) {
        List<RunningService> proxies = engine.services(EngineProject.of(stack)).stream()
                .filter(container -> container.runs() && isProxy(stack, container))
                .toList();
        return ContainerAnswer.all(proxies, LIMIT, proxy -> isOlder(engine, layout, proxy)).stream()
                .filter(answer -> answer.failure().isPresent() || answer.get())
                .map(answer -> OurServices.ownerOf(answer.container().service()))
                .distinct()
                .sorted()
                .map(service -> new ConfigReload(
                        Stack.proxyName(service),
                        ProxyConfiguration.file(layout, service),
                        CertificateReload.ofProxy(service).words().orElseThrow()))
                .toList();
    }

    private static boolean isProxy(Stack stack, RunningService container) {
        return stack.services().stream()
                .map(service -> CertificateReload.ofProxy(service.name()))
                .filter(proxy -> OurServices.front(stack.project(), proxy.service())
                        .filter(proxy.server()::equals)
                        .isEmpty())
                .anyMatch(proxy -> proxy.server().equals(container.service()));
    }

    private static boolean isOlder(Engine engine, Layout layout, RunningService proxy) {
        return ProxyConfiguration.isOlder(
                engine, proxy, ProxyConfiguration.file(layout, OurServices.ownerOf(proxy.service())));
    }

    /** Empty when the container is to be replaced. */
    private static Optional<RunningService> running(LiveStack live, CertificateReload reload) {
        return live.container(reload.server()).filter(container -> !live.stale().contains(reload.service()));
    }

    /** Returns what the servers need that fail a check, and have generated files that an earlier run wrote. */
    public static List<ConfigReload> ofFailing(Stack stack, LiveStack live, Layout layout, Report shown) {
        Set<String> failing = shown.results().stream()
                .filter(result ->
                        result.status() == Status.FAIL && result.listener().isPresent())
                .map(CheckResult::service)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return reloads(stack)
                .filter(reload -> failing.contains(reload.service()))
                .flatMap(reload ->
                        of(stack, reload, running(live, reload), files(layout.generatedFolder(reload.service())))
                                .stream())
                .toList();
    }

    /** Of every server with a preset, and of every proxy on a private network. */
    private static Stream<CertificateReload> reloads(Stack stack) {
        return stack.services().stream().flatMap(service -> CertificateReload.all(stack, service).stream());
    }

    /** Empty where the server does not run, has been started since, or reads the file by itself. */
    private static Optional<ConfigReload> of(
            Stack stack, CertificateReload reload, Optional<RunningService> container, List<Path> changed) {
        Service mounting = stack.project().services().get(reload.server());
        Optional<Instant> started = container.filter(RunningService::runs).flatMap(RunningService::startedAt);
        if (mounting == null || started.isEmpty()) {
            return Optional.empty();
        }
        List<Path> newer =
                changed.stream().filter(file -> isNewer(file, started.get())).toList();
        List<Path> mounts = mounting.mounts().stream()
                .filter(mount -> mount.type().equals("bind"))
                .map(mounting::hostPath)
                .toList();
        Optional<Path> pinned = newer.stream().filter(mounts::contains).findFirst();
        if (pinned.isPresent()) {
            // A file that is mounted by itself stays the old one in the container until that is started again.
            return Optional.of(new ConfigReload(reload.server(), pinned.get(), List.of("restart", reload.server())));
        }
        return newer.stream()
                .filter(file -> mounts.stream().anyMatch(file::startsWith))
                .findFirst()
                .flatMap(file -> reload.words().map(words -> new ConfigReload(reload.server(), file, words)));
    }

    private static boolean isNewer(Path file, Instant started) {
        try {
            return Files.isRegularFile(file)
                    && Files.getLastModifiedTime(file).toInstant().isAfter(started);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
