package aria.operate;

import aria.docker.ContainerAnswer;
import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningService;
import aria.finding.UnavailableException;
import aria.proxy.HaproxyConfig;
import aria.proxy.Sidecar;
import aria.proxy.Topology;
import aria.stack.Stack;
import aria.stack.Stage;
import aria.verify.EngineProject;
import aria.verify.ProxySocket;
import aria.verify.traffic.PlaintextUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Has the running proxies of a stack accept plaintext, or accept it no longer, by their changed configuration. No
 * container is made anew, and no connection of a caller with a certificate ends.
 *
 * @param stack   whose
 * @param proxies as they are to be
 */
public record StageSwitch(Stack stack, Topology proxies) {
    /** A worker with the new configuration answers within a second or two. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    /**
     * The proxies that run and were told.
     *
     * @param told  the servers behind them
     * @param taken those of them whose proxies do what was decided
     */
    public record Outcome(Set<String> told, Set<String> taken) {
        private static final Outcome NOTHING = new Outcome(Set.of(), Set.of());

        /** Returns the servers whose proxies do not do it. */
        public Set<String> failed() {
            Set<String> failed = new TreeSet<>(told);
            failed.removeAll(taken);
            return failed;
        }
    }

    /**
     * Returns what the proxies accept in plaintext now, by their servers; a proxy that does not run is left out.
     *
     * @throws UnavailableException when the engine does not answer
     */
    public Map<String, List<PlaintextUse>> seen() {
        if (Engine.hasNone(EngineProject.of(stack)::isSame)) {
            return Map.of();
        }
        try (Engine engine = Engine.connect()) {
            return PlaintextUse.of(stack, proxies, engine.services(EngineProject.of(stack)), Instant.now());
        } catch (MissingEngineException none) {
            return Map.of();
        }
    }

    /**
     * Has the proxies of these servers read their configurations again, and waits until they go by them. What came in
     * plaintext is ended where it is accepted no longer.
     *
     * @throws UnavailableException when the engine does not carry it out
     */
    public Outcome tell(Set<String> servers, Stage stage) {
        if (Engine.hasNone(EngineProject.of(stack)::isSame)) {
            return Outcome.NOTHING;
        }
        try (Engine engine = Engine.connect()) {
            List<RunningService> told = claiming(engine, servers);
            Set<String> names = told.stream()
                    .map(container -> ClaimedProxies.owner(container, servers))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!stage.open()) {
                ContainerAnswer.all(told, LIMIT, proxy -> end(engine, proxy));
            }
            // One that is gone by now is seen not to do it.
            ContainerAnswer.all(told, LIMIT, proxy -> {
                engine.signal(proxy.containerId(), "HUP");
                return true;
            });
            return new Outcome(names, awaited(engine, names, stage));
        } catch (MissingEngineException none) {
            return Outcome.NOTHING;
        }
    }

    private List<RunningService> claiming(Engine engine, Set<String> servers) {
        return ClaimedProxies.of(servers, engine.services(EngineProject.of(stack)));
    }

    /** Nobody comes in between, for the listener is closed first. A proxy of an earlier version has none. */
    private static boolean end(Engine engine, RunningService proxy) {
        try {
            List<String> commands = new ArrayList<>();
            for (String backend : ProxySocket.ask(engine, proxy, "show backend")) {
                if (backend.startsWith(HaproxyConfig.OPEN)) {
                    commands.add("disable frontend " + backend.replaceFirst(HaproxyConfig.UNTIL + "\\d+$", ""));
                    ProxySocket.ask(engine, proxy, "show servers conn " + backend.strip()).stream()
                            .map(line -> line.split(" ", 2)[0])
                            .filter(server -> server.startsWith(backend.strip() + "/"))
                            .forEach(server -> commands.add("shutdown sessions server " + server));
                }
            }
            if (!commands.isEmpty()) {
                ProxySocket.ask(engine, proxy, String.join(";", commands));
            }
            return true;
        } catch (UnavailableException silent) {
            return false; // What it does after the reload is looked at.
        }
    }

    /**
     * A server's proxy does it when every container that claims to be this proxy says so: one that says so, and is not
     * the proxy, does not speak for one that is silent. Nor does one that was replaced meanwhile speak for its successor.
     */
    private Set<String> awaited(Engine engine, Set<String> servers, Stage stage) {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<RunningService> containers = claiming(engine, servers);
        while (true) {
            Map<RunningService, List<PlaintextUse>> seen =
                    PlaintextUse.answers(proxies, containers, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            List<RunningService> asked = containers;
            containers = claiming(engine, servers);
            List<RunningService> now = containers;
            Set<String> taken = servers.stream()
                    .filter(server -> processes(asked, server).equals(processes(now, server))
                            && asked.stream().anyMatch(container -> ClaimedProxies.isOf(container, server))
                            && asked.stream()
                                    .filter(container -> ClaimedProxies.isOf(container, server))
                                    .allMatch(container -> Optional.ofNullable(seen.get(container))
                                            .filter(uses -> isTaken(server, stage, uses))
                                            .isPresent()))
                    .collect(Collectors.toSet());
            if (taken.equals(servers) || System.nanoTime() >= end) {
                return taken;
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** The containers that claim to be a server's proxy, each with the time at which its process was started. */
    private static Map<String, Optional<Instant>> processes(List<RunningService> containers, String server) {
        return containers.stream()
                .filter(container -> ClaimedProxies.isOf(container, server))
                .collect(Collectors.toMap(RunningService::containerId, RunningService::startedAt));
    }

    private boolean isTaken(String server, Stage stage, List<PlaintextUse> uses) {
        Set<Integer> open = uses.stream().map(PlaintextUse::port).collect(Collectors.toSet());
        Set<Integer> ports =
                proxies.of(server).map(Sidecar::open).map(Set::copyOf).orElse(Set.of());
        return open.equals(ports) && uses.stream().allMatch(use -> use.until().equals(stage.until()));
    }
}
