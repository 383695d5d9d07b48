package aria.operate;

import static aria.finding.Remedy.advice;

import aria.docker.Engine;
import aria.docker.Helper;
import aria.docker.MissingEngineException;
import aria.docker.RunningProject;
import aria.docker.RunningService;
import aria.docker.SocketReader;
import aria.finding.FindingId;
import aria.finding.UnavailableException;
import aria.stack.Stack;
import aria.verify.EngineProject;
import aria.verify.traffic.Call;
import aria.verify.traffic.Connections;
import aria.verify.traffic.EarlierState;
import aria.verify.traffic.StackTraffic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Looks at what a project does. Nothing of it is changed. */
public final class ProjectObserver {
    /** A connection that has ended can be seen for a minute, so most would be seen at longer intervals, too. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private ProjectObserver() {}

    /** Returns what runs of a project, and who is connected to whom; nothing where there is no engine. */
    public static EarlierState observe(Stack stack) {
        RunningProject project = EngineProject.of(stack);
        if (Engine.hasNone(project::isSame)) {
            return EarlierState.NONE;
        }
        try (Engine engine = Engine.connect()) {
            List<RunningService> containers = engine.services(project).stream()
                    .filter(container -> stack.service(container.service()).isPresent())
                    .toList();
            Connections seen = Connections.read(reader(engine), containers);
            return EarlierState.of(containers, seen, outside(engine, project, seen));
        } catch (MissingEngineException none) {
            return EarlierState.NONE;
        }
    }

    /**
     * Returns what a running project does.
     *
     * @param time how long it is watched; it is looked at once, however short that is
     * @throws UnavailableException when there is no engine, or nothing of the project runs
     */
    public static StackTraffic watch(Stack stack, Duration time) {
        RunningProject project = EngineProject.of(stack);
        long end = System.nanoTime() + time.toNanos();
        try (Engine engine = Engine.connect()) {
            Connections seen = Connections.NONE;
            List<RunningService> containers;
            while (true) {
                containers = engine.services(project);
                seen = seen.and(Connections.read(reader(engine), containers));
                if (System.nanoTime() >= end) {
                    break;
                }
                LockSupport.parkNanos(Math.min(PAUSE.toNanos(), end - System.nanoTime()));
            }
            if (containers.stream().noneMatch(RunningService::runs)) {
                throw new UnavailableException(
                        FindingId.ENGINE_FAILED,
                        "nothing of the project " + project.name() + " runs"
                                + EngineProject.elsewhere(engine, project)
                                        .map(folder -> " here, only one of the same name in " + folder)
                                        .orElse("")
                                + ", so there is nothing to observe",
                        advice("start it with docker compose"));
            }
            return StackTraffic.of(stack, containers, seen);
        }
    }

    /** The calls of containers of other projects, which are on a network of this one. */
    private static Set<Call> outside(Engine engine, RunningProject project, Connections seen) {
        List<Connections.Stranger> callers =
                seen.strangers().stream().filter(Connections.Stranger::calls).toList();
        Map<String, String> names = new HashMap<>();
        if (!callers.isEmpty()) {
            engine.projects().stream()
                    .filter(running -> !project.isSame(running))
                    .flatMap(running -> engine.services(running).stream())
                    .forEach(
                            container -> container.addresses().values().forEach(at -> names.put(at, container.name())));
        }
        return callers.stream()
                .filter(caller -> names.containsKey(caller.address()))
                .map(caller -> new Call(names.get(caller.address()), caller.service(), caller.port()))
                .collect(Collectors.toSet());
    }

    private static SocketReader reader(Engine engine) {
        return new SocketReader(engine, Helper.IMAGE);
    }
}
