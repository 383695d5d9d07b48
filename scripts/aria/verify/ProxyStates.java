package aria.verify;

import aria.docker.ContainerAnswer;
import aria.docker.Engine;
import aria.docker.RunningService;
import aria.stack.OurServices;
import aria.store.Layout;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** What running proxies go by, as they say themselves, compared with the files of their services. */
final class ProxyStates {
    private ProxyStates() {}

    /**
     * Asks them side by side.
     *
     * @param limit for all of them
     * @return one for each, by their services
     */
    static List<Observation> of(Engine engine, Layout layout, List<RunningService> running, Duration limit) {
        return ContainerAnswer.all(running, limit, proxy -> judged(engine, layout, proxy)).stream()
                .map(answer -> answer.failure()
                        .map(why -> Observation.warn(why.finding()))
                        .orElseGet(answer::get)
                        .about(owner(answer.container())))
                .sorted(Comparator.comparing(seen -> seen.service().orElseThrow()))
                .toList();
    }

    /** A proxy with an earlier configuration, or in an image of one's own, may not say. */
    private static Observation judged(Engine engine, Layout layout, RunningService proxy) {
        String service = owner(proxy);
        if (ProxyConfiguration.isOlder(engine, proxy, ProxyConfiguration.file(layout, service))) {
            return ProxyConfiguration.older(layout, service);
        }
        return ProxyIdentity.judged(ProxyIdentity.of(engine, proxy), layout, service);
    }

    private static String owner(RunningService proxy) {
        return OurServices.ownerOf(proxy.service());
    }
}
