package aria.operate;

import aria.docker.ContainerAnswer;
import aria.docker.Engine;
import aria.docker.RunningProject;
import aria.docker.RunningService;
import aria.store.Layout;
import aria.verify.ProxyIdentity;
import aria.verify.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Whether running proxies go by the certificates that were delivered to them. A server's proxy does when every container
 * that claims to be it says so. All are asked side by side, so those that never answer delay the others once.
 *
 * @param line told who does not answer
 */
record ProxyTakeUp(Engine engine, Layout layout, RunningProject project, Consumer<String> line) {
    private static final Duration TAKE_LIMIT = Duration.ofSeconds(20);
    /** A worker with the new configuration answers within a second or two. */
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(15);

    private static final long PAUSE = Duration.ofMillis(200).toNanos();

    /** Has the proxies of these services take up their certificates, and returns those that have. */
    Set<String> taken(Collection<String> services, List<RunningService> containers) {
        List<RunningService> proxies = ClaimedProxies.of(services, containers);
        return all(
                services,
                ContainerAnswer.all(proxies, TAKE_LIMIT, proxy -> ProxyRenewal.take(engine, proxy)).stream()
                        .filter(answer -> !answer.value().orElse(false))
                        .toList(),
                proxies);
    }

    /** Waits until the proxies of these services go by the files after a reload, and returns those that do. */
    Set<String> reloaded(Collection<String> services) {
        if (services.isEmpty()) {
            return Set.of();
        }
        long end = System.nanoTime() + RELOAD_LIMIT.toNanos();
        while (true) {
            List<RunningService> proxies = ClaimedProxies.of(services, engine.services(project));
            List<ContainerAnswer<Boolean>> not = ContainerAnswer.all(
                            proxies,
                            Duration.ofNanos(Math.max(1, end - System.nanoTime())),
                            proxy -> goesByFiles(proxy, services))
                    .stream()
                    // Behind an allow-list no proxy may be asked; handshakes tell what it shows.
                    .filter(answer -> !answer.isForbidden() && !answer.value().orElse(false))
                    .toList();
            Set<String> done = all(services, not, proxies);
            if (not.isEmpty() || System.nanoTime() >= end) {
                not.forEach(this::tell);
                return done;
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private void tell(ContainerAnswer<Boolean> not) {
        line.accept(not.failure()
                .map(silent -> silent.finding().message())
                .orElseGet(() -> "the container " + not.container().name() + ": it goes by other certificates"));
    }

    private boolean goesByFiles(RunningService proxy, Collection<String> services) {
        return ProxyIdentity.judged(ProxyIdentity.of(engine, proxy), layout, ClaimedProxies.owner(proxy, services))
                        .status()
                == Status.PASS;
    }

    private static Set<String> all(
            Collection<String> services, List<ContainerAnswer<Boolean>> not, List<RunningService> proxies) {
        Set<String> all = proxies.stream()
                .map(proxy -> ClaimedProxies.owner(proxy, services))
                .collect(Collectors.toCollection(TreeSet::new));
        not.forEach(answer -> all.remove(ClaimedProxies.owner(answer.container(), services)));
        return all;
    }
}
