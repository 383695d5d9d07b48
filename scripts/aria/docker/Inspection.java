package aria.docker;

import aria.docker.RunningService.Health;
import aria.docker.RunningService.PublishedPort;
import aria.docker.RunningService.State;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports.Binding;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The engine's description of one container, translated into this program's terms. */
record Inspection(InspectContainerResponse answer) {

    /** Asks for that of a container; empty when it is gone. */
    static Optional<Inspection> of(DockerClient client, String containerId) {
        try {
            return Optional.of(
                    new Inspection(client.inspectContainerCmd(containerId).exec()));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw EngineCalls.failed("inspect " + EngineCalls.shortId(containerId), e);
        }
    }

    RunningService service() {
        Map<String, String> labels =
                Optional.ofNullable(answer.getConfig().getLabels()).orElse(Map.of());
        State state = State.valueOf(answer.getState().getStatus().toUpperCase(Locale.ROOT));
        return new RunningService(
                labels.getOrDefault(ComposeLabels.SERVICE, ""),
                answer.getId(),
                answer.getName().substring(1),
                answer.getConfig().getImage(),
                state,
                health(),
                Instant.parse(answer.getCreated()),
                startedAt(),
                exitCode(state),
                Optional.ofNullable(answer.getRestartCount()).orElse(0),
                ports(),
                addresses(),
                aliases(),
                labels);
    }

    private Health health() {
        return Optional.ofNullable(answer.getState().getHealth())
                .map(HealthState::getStatus)
                .map(status -> Health.valueOf(status.toUpperCase(Locale.ROOT)))
                .orElse(Health.NONE);
    }

    /** The engine writes year 1 for "never". */
    private Optional<Instant> startedAt() {
        return Optional.ofNullable(answer.getState().getStartedAt())
                .filter(time -> !time.isBlank())
                .map(Instant::parse)
                .filter(time -> time.isAfter(Instant.EPOCH));
    }

    private Optional<Integer> exitCode(State state) {
        boolean ended = state == State.EXITED || state == State.DEAD;
        return Optional.ofNullable(answer.getState().getExitCodeLong())
                .filter(code -> ended)
                .map(Long::intValue);
    }

    private List<PublishedPort> ports() {
        Map<ExposedPort, Binding[]> bindings =
                answer.getNetworkSettings().getPorts().getBindings();
        return bindings.entrySet().stream()
                .filter(port -> port.getValue() != null)
                .flatMap(port -> Arrays.stream(port.getValue()).flatMap(binding -> published(port.getKey(), binding)))
                .sorted(Comparator.comparingInt(PublishedPort::containerPort).thenComparing(PublishedPort::hostIp))
                .toList();
    }

    private static Stream<PublishedPort> published(ExposedPort port, Binding binding) {
        String hostPort = Optional.ofNullable(binding.getHostPortSpec()).orElse("");
        return hostPort.isBlank()
                ? Stream.empty()
                : Stream.of(new PublishedPort(
                        Optional.ofNullable(binding.getHostIp()).orElse(""),
                        Integer.parseInt(hostPort),
                        port.getPort(),
                        port.getProtocol().toString()));
    }

    Set<String> ownSources() {
        return Stream.concat(
                        networks().values().stream()
                                .flatMap(network -> Stream.of(
                                        network.getGateway(),
                                        network.getIpV6Gateway(),
                                        network.getIpAddress(),
                                        network.getGlobalIPv6Address())),
                        Stream.of("127.0.0.1", "::1"))
                .filter(address -> address != null && !address.isBlank())
                .collect(Collectors.toSet());
    }

    private Map<String, ContainerNetwork> networks() {
        return Optional.ofNullable(answer.getNetworkSettings().getNetworks()).orElse(Map.of());
    }

    private Map<String, List<String>> aliases() {
        Map<String, List<String>> aliases = new TreeMap<>();
        networks()
                .forEach((name, network) -> aliases.put(
                        name, Optional.ofNullable(network.getAliases()).orElse(List.of())));
        return aliases;
    }

    private Map<String, String> addresses() {
        Map<String, String> addresses = new TreeMap<>();
        networks()
                .forEach((name, network) -> Stream.of(network.getIpAddress(), network.getGlobalIPv6Address())
                        .filter(address -> address != null && !address.isBlank())
                        .findFirst()
                        .ifPresent(address -> addresses.put(name, address)));
        return addresses;
    }
}
