package aria.operate;

import aria.docker.ContainerAnswer;
import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningService;
import aria.stack.OurServices;
import aria.store.Layout;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The proxies on private networks that run for the projects of this folder. */
public final class RunningProxies {
    /** All of them together. A proxy needs a second or two. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private RunningProxies() {}

    /** What became of one proxy's connections. */
    private record Told(int ended, boolean older) {}

    /**
     * What became of proxies and their connections.
     *
     * @param told  the services of the proxies
     * @param ended how many connections were ended
     * @param older those of the services that may have connections from before they read their configuration last
     */
    public record Outcome(List<String> told, int ended, List<String> older) {
        /** That none runs. */
        private static final Outcome NOTHING = new Outcome(List.of(), 0, List.of());

        /** Keeps unmodifiable copies. */
        public Outcome {
            told = List.copyOf(told);
            older = List.copyOf(older);
        }
    }

    /**
     * Has the running proxies of these services read their lists of revoked certificates again, and end connections of
     * those on it.
     *
     * <p>Whoever starts containers can label one as a proxy, and have it answer anything or nothing. Such a one keeps no
     * other proxy from being told: they are told side by side, all within a minute.
     *
     * @param names in the certificates that were revoked now
     * @return that nothing was told when none runs, and when no engine is there
     * @throws aria.finding.UnavailableException when the engine does not carry it out, or some proxies do not
     */
    public static Outcome revoke(Layout layout, Collection<String> services, Set<String> names) {
        if (services.isEmpty() || StepCaHere.nothingRuns(layout)) {
            return Outcome.NOTHING;
        }
        try (Engine engine = Engine.connect()) {
            List<RunningService> proxies = engine.projects().stream()
                    .filter(project -> StepCaHere.isHere(project, layout))
                    .flatMap(project -> engine.services(project).stream())
                    .filter(RunningService::runs)
                    .filter(container ->
                            OurServices.PROXY.equals(container.labels().get(OurServices.ROLE))
                                    && services.contains(container.labels().get(OurServices.SERVICE)))
                    .toList();
            List<ContainerAnswer<Told>> answers =
                    ContainerAnswer.all(proxies, LIMIT, proxy -> tell(engine, proxy, names));
            answers.stream()
                    .flatMap(answer -> answer.failure().stream())
                    .findFirst()
                    .ifPresent(silent -> {
                        throw silent;
                    });
            return outcome(answers);
        } catch (MissingEngineException none) {
            return Outcome.NOTHING;
        }
    }

    private static Told tell(Engine engine, RunningService proxy, Set<String> names) {
        boolean taken = ProxyRenewal.take(engine, proxy);
        int ended = 0;
        if (taken) {
            ended = RevokedSessions.end(engine, proxy, names);
        } else {
            engine.signal(proxy.containerId(), "HUP");
        }
        return new Told(ended, !taken || RevokedSessions.hasOlder(engine, proxy));
    }

    private static Outcome outcome(List<ContainerAnswer<Told>> answers) {
        return new Outcome(
                answers.stream()
                        .map(answer -> answer.container().service())
                        .sorted()
                        .toList(),
                answers.stream()
                        .flatMap(answer -> answer.value().stream())
                        .mapToInt(Told::ended)
                        .sum(),
                answers.stream()
                        .filter(answer -> answer.value().filter(Told::older).isPresent())
                        .map(answer -> answer.container().service())
                        .distinct()
                        .sorted()
                        .toList());
    }
}
