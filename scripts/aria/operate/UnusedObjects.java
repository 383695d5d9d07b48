package aria.operate;

import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningNetwork;
import aria.docker.RunningService;
import aria.finding.UnavailableException;
import aria.stack.OurServices;
import aria.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the engine has of ours that the project's files no longer name: volumes with copies of keys, private networks of
 * proxies, and containers.
 *
 * @param containers of our own services
 * @param volumes    by the engine's names of them
 * @param networks   by the engine's names of them
 */
public record UnusedObjects(List<RunningService> containers, List<String> volumes, List<String> networks) {
    private static final UnusedObjects NONE = new UnusedObjects(List.of(), List.of(), List.of());

    /**
     * Looks for them; nothing where there is no engine.
     *
     * @param delivered the services to which keys were delivered here: what is called like ours and is none of them is
     *                  the user's
     */
    public static UnusedObjects of(Stack stack, Set<String> delivered) {
        String project = stack.project().name();
        try (Engine engine = Engine.connect()) {
            return new UnusedObjects(
                    containers(engine, stack),
                    engine.volumes(project).stream()
                            .filter(name -> !stack.project().volumes().contains(name))
                            .filter(name -> delivered.contains(OurServices.ownerOfVolume(name)))
                            .map(name -> project + "_" + name)
                            .toList(),
                    networks(engine, stack, delivered));
        } catch (MissingEngineException none) {
            return NONE;
        }
    }

    /** Looks for containers of ours, and for the private networks that they are on: they could answer in the way of others. */
    public static UnusedObjects running(Engine engine, Stack stack) {
        List<RunningService> containers = containers(engine, stack);
        Set<String> owners = containers.stream()
                .map(container -> container.labels().getOrDefault(OurServices.SERVICE, ""))
                .collect(Collectors.toSet());
        return new UnusedObjects(containers, List.of(), networks(engine, stack, owners));
    }

    private static List<RunningService> containers(Engine engine, Stack stack) {
        return engine.services(stack.project().name()).stream()
                .filter(container -> container.labels().containsKey(OurServices.ROLE)
                        && !stack.project().services().containsKey(container.service()))
                .toList();
    }

    private static List<String> networks(Engine engine, Stack stack, Set<String> owners) {
        return engine.networks(stack.project().name()).stream()
                .filter(network -> !stack.project().networks().containsKey(network.key()))
                .filter(network -> owners.contains(OurServices.ownerOfNetwork(network.key())))
                .map(RunningNetwork::name)
                .toList();
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return containers.isEmpty() && volumes.isEmpty() && networks.isEmpty();
    }

    /** Returns a line for each, for people. */
    public List<String> lines() {
        return Stream.of(
                        containers.stream().map(container -> "container " + container.name()),
                        volumes.stream().map(name -> "volume " + name),
                        networks.stream().map(name -> "network " + name))
                .flatMap(lines -> lines)
                .toList();
    }

    /** Removes them; returns why some are still there, because a container of the user's uses them. */
    public List<String> remove() {
        List<String> left = new ArrayList<>();
        if (isEmpty()) {
            return left;
        }
        try (Engine engine = Engine.connect()) {
            containers.forEach(container -> attempt(() -> engine.remove(container.containerId()), left));
            volumes.forEach(name -> attempt(() -> engine.removeVolume(name), left));
            networks.forEach(name -> attempt(() -> engine.removeNetwork(name), left));
        }
        return left;
    }

    private static void attempt(Runnable removal, List<String> left) {
        try {
            removal.run();
        } catch (UnavailableException inUse) {
            left.add(inUse.finding().message());
        }
    }
}
