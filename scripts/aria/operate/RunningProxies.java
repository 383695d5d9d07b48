package aria.operate;

import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningService;
import aria.stack.OurServices;
import aria.store.Layout;
import java.util.Collection;
import java.util.List;

/** The proxies on private networks that run for the projects of this folder. */
public final class RunningProxies {
    private RunningProxies() {}

    /**
     * Has the running proxies of these services read their lists of revoked certificates again.
     *
     * @return the services of these proxies; empty when none runs, and when no engine is there
     * @throws aria.finding.UnavailableException when the engine does not carry it out
     */
    public static List<String> reload(Layout layout, Collection<String> services) {
        if (services.isEmpty() || StepCaHere.nothingRuns(layout)) {
            return List.of();
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
            proxies.stream()
                    .filter(proxy -> !ProxyRenewal.take(engine, proxy))
                    .forEach(proxy -> engine.signal(proxy.containerId(), "HUP"));
            return proxies.stream().map(RunningService::service).sorted().toList();
        } catch (MissingEngineException none) {
            return List.of();
        }
    }
}
