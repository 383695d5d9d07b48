package aria.operate;

import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningService;
import aria.finding.UnavailableException;
import aria.stack.OurServices;
import aria.store.Layout;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The proxies on private networks that run for the projects of this folder. */
public final class RunningProxies {
    private RunningProxies() {}

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
     * other proxy from being told.
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
            int ended = 0;
            Set<String> older = new TreeSet<>();
            Optional<UnavailableException> failed = Optional.empty();
            for (RunningService proxy : proxies) {
                try {
                    boolean taken = ProxyRenewal.take(engine, proxy);
                    if (taken) {
                        ended += RevokedSessions.end(engine, proxy, names);
                    } else {
                        engine.signal(proxy.containerId(), "HUP");
                    }
                    if (!taken || RevokedSessions.hasOlder(engine, proxy)) {
                        older.add(proxy.service());
                    }
                } catch (UnavailableException silent) {
                    failed = Optional.of(about(proxy, silent));
                }
            }
            if (failed.isPresent()) {
                throw failed.get();
            }
            return new Outcome(
                    proxies.stream().map(RunningService::service).sorted().toList(), ended, List.copyOf(older));
        } catch (MissingEngineException none) {
            return Outcome.NOTHING;
        }
    }

    private static UnavailableException about(RunningService proxy, UnavailableException silent) {
        return new UnavailableException(
                silent.finding()
                        .saying("the container " + proxy.name() + ": "
                                + silent.finding().message()),
                silent);
    }
}
