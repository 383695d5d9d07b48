package aria.plan;

import aria.preset.ProxyScrapes;
import aria.proxy.HaproxyConfig;
import aria.proxy.Sidecar;
import aria.proxy.Topology;
import aria.stack.CommandWords;
import aria.stack.MountedFiles;
import aria.stack.StackService;
import aria.store.FileWrite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server of the stack that reads the metrics of proxies with its certificate.
 *
 * @param service  the server
 * @param how      its preset has it do so
 * @param sidecars the proxies on its networks
 */
record ProxyMetrics(StackService service, ProxyScrapes how, List<Sidecar> sidecars) {

    /** Returns one for each such server whose own file can be edited for it. */
    static List<ProxyMetrics> of(List<StackService> secured, Topology topology, StackOptions options) {
        return secured.stream()
                .flatMap(service -> service.preset().orElseThrow().configs().stream()
                        .filter(ProxyScrapes.class::isInstance)
                        .map(ProxyScrapes.class::cast)
                        .map(how -> new ProxyMetrics(service, how, met(service, topology))))
                .filter(metrics -> !metrics.sidecars.isEmpty() && metrics.isPossible(options))
                .toList();
    }

    private static List<Sidecar> met(StackService service, Topology topology) {
        return topology.sidecars().stream()
                .filter(sidecar -> HaproxyConfig.servesMetrics(sidecar)
                        && !Collections.disjoint(
                                sidecar.shared(), service.service().networks().keySet()))
                .toList();
    }

    private boolean isPossible(StackOptions options) {
        List<Path> files = configs().toList();
        return !files.isEmpty()
                && files.stream()
                        .allMatch(file -> ConfigTargets.isIn(options.layout().root(), file))
                && ServerVersion.of(service, options)
                        .filter(version -> version.isAtLeast(how.since()))
                        .isPresent();
    }

    /** Returns the files of the server that are edited. */
    Stream<Path> configs() {
        String path = how.pathFlag()
                .flatMap(flag -> CommandWords.value(service.service(), flag))
                .orElse(how.path());
        return MountedFiles.at(service.service(), path).stream();
    }

    /** Returns the generated file; empty when the user has taken it over. Each proxy shows the certificate of its service. */
    Optional<PlannedFile> file(StackOptions options) {
        Path path = options.layout().generatedFolder(service.name()).resolve(how.file());
        if (GeneratedHeader.takenOver(path)) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(GeneratedHeader.line(service.name()) + "\nscrape_configs:\n");
        for (Sidecar sidecar : sidecars) {
            text.append("  - job_name: ").append(sidecar.name());
            text.append("\n    scheme: https\n    tls_config:\n");
            for (String name : List.of("ca_file: %s/ca.crt", "cert_file: %s/tls.crt", "key_file: %s/tls.key")) {
                text.append("      ").append(name.formatted(StackOptions.CERTS)).append('\n');
            }
            text.append("      server_name: ").append(sidecar.service());
            text.append("\n    static_configs: [{targets: [\"").append(sidecar.name());
            text.append(':').append(HaproxyConfig.METRICS_PORT).append("\"]}]\n");
        }
        return Optional.of(PlannedFile.of(
                FileWrite.open(path, text.toString().getBytes(StandardCharsets.UTF_8)),
                "has " + service.name() + " read the metrics of proxies"));
    }
}
