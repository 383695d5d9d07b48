package aria.operate;

import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningNetwork;
import aria.docker.RunningProject;
import aria.docker.RunningService;
import aria.finding.Finding;
import aria.finding.Remedy;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.verify.EngineProject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the engine has of ours that the project no longer uses: volumes with copies of keys, private networks of
 * proxies, and containers.
 *
 * @param containers of our own services
 * @param volumes    by the engine's names of them
 * @param networks   by the engine's names of them
 */
public record UnusedObjects(List<RunningService> containers, List<String> volumes, List<String> networks) {
    private static final UnusedObjects NONE = new UnusedObjects(List.of(), List.of(), List.of());

    /**
     * Looks for them; nothing where there is no engine, or a project of the same name in another folder may own them.
     *
     * @param delivered the services to which keys were delivered here: what is called like ours and is none of them is
     *                  the user's
     */
    public static UnusedObjects of(Stack stack, Set<String> delivered) {
        RunningProject project = EngineProject.of(stack);
        try (Engine engine = Engine.connect()) {
            if (EngineProject.elsewhere(engine, project).isPresent()) {
                return NONE;
            }
            return new UnusedObjects(
                    containers(engine, stack),
                    engine.volumes(project.name()).stream()
                            .filter(name -> delivered.contains(OurServices.ownerOfVolume(name)))
                            .filter(name -> isUnused(
                                    stack.project().volumes().contains(name), OurServices.ownerOfVolume(name), stack))
                            .map(name -> project.name() + "_" + name)
                            .toList(),
                    networks(engine, stack, delivered));
        } catch (MissingEngineException none) {
            return NONE;
        }
    }

    /** Returns what {@link #of} finds for services that are gone. */
    public static UnusedObjects ofGone(Stack stack, Set<String> gone) {
        UnusedObjects all = gone.isEmpty() ? NONE : of(stack, gone);
        return new UnusedObjects(
                all.containers.stream()
                        .filter(container -> gone.contains(container.labels().getOrDefault(OurServices.SERVICE, "")))
                        .toList(),
                all.volumes,
                all.networks);
    }

    /**
     * Returns the names of the user's containers whose services the files that they were made from no longer have:
     * Docker Compose leaves them running.
     */
    public static List<String> orphans(Stack stack) {
        RunningProject project = EngineProject.of(stack);
        try (Engine engine = Engine.connect()) {
            return EngineProject.elsewhere(engine, project).isPresent()
                    ? List.of()
                    : engine.services(project).stream()
                            .filter(container -> !stack.project().services().containsKey(container.service())
                                    && !container.labels().containsKey(OurServices.ROLE)
                                    && project.made(container))
                            .map(RunningService::name)
                            .toList();
        } catch (MissingEngineException none) {
            return List.of();
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
        return engine.services(EngineProject.of(stack)).stream()
                .filter(container -> container.labels().containsKey(OurServices.ROLE)
                        && isUnused(
                                stack.project().services().containsKey(container.service()),
                                container.labels().getOrDefault(OurServices.SERVICE, ""),
                                stack))
                .toList();
    }

    /** What the files still name for a service that is gone is about to be removed from them. */
    private static boolean isUnused(boolean named, String owner, Stack stack) {
        return !named
                || OurServices.leftOver(stack.project()).stream()
                        .anyMatch(service -> OurServices.ownerOf(service).equals(owner));
    }

    private static List<String> networks(Engine engine, Stack stack, Set<String> owners) {
        return engine.networks(stack.project().name()).stream()
                .filter(network -> owners.contains(OurServices.ownerOfNetwork(network.key())))
                .filter(network -> isUnused(
                        stack.project().networks().containsKey(network.key()),
                        OurServices.ownerOfNetwork(network.key()),
                        stack))
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

    /**
     * Removes them.
     *
     * @param again the command that removes the rest
     * @return what is still there, for instance because a container of the user's uses it; empty when all is gone
     */
    public static Optional<Finding> remove(List<UnusedObjects> all, Remedy again) {
        if (all.stream().allMatch(UnusedObjects::isEmpty)) {
            return Optional.empty();
        }
        try (Engine engine = Engine.connect()) {
            List<InUse> left = all.stream()
                    .flatMap(each -> each.remove(engine))
                    .flatMap(Optional::stream)
                    .toList();
            return left.isEmpty() ? Optional.empty() : Optional.of(InUse.finding("all else is removed; ", left, again));
        }
    }

    private Stream<Optional<InUse>> remove(Engine engine) {
        return Stream.of(
                        containers.stream().map(each -> InUse.container(engine, each.containerId(), each.name())),
                        volumes.stream().map(name -> InUse.volume(engine, name)),
                        networks.stream().map(name -> InUse.network(engine, name)))
                .flatMap(removals -> removals);
    }
}
