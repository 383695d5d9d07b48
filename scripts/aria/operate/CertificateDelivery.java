package aria.operate;

import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.docker.ContainerAnswer;
import aria.docker.Engine;
import aria.docker.RunningService;
import aria.finding.UnavailableException;
import aria.stack.CertificateReload;
import aria.stack.Stack;
import aria.verify.EngineProject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Brings certificates that were issued anew to the running containers that use them.
 *
 * @param compose without it the engine is told, and containers that are gone are not made again
 * @param files   what Docker Compose is told of the project
 * @param line    told whom it tells, and Compose's progress
 */
public record CertificateDelivery(
        Engine engine, Optional<ComposeCommand> compose, Stack stack, ComposeFiles files, Consumer<String> line) {
    private static final Duration COPY_LIMIT = Duration.ofMinutes(1);
    private static final Duration TAKE_LIMIT = Duration.ofSeconds(30);
    private static final Duration TELL_LIMIT = Duration.ofMinutes(2);

    /** What a server does about a certificate that lies in its volume. */
    public enum Taken {
        /** It looks for new files from time to time. */
        BY_ITSELF,
        /** It was told, by a signal or by a restart. */
        TOLD,
        /** It would have to be restarted, and nobody has agreed to that. */
        NEEDS_RESTART,
        /** It does not run, and reads the files when it starts. */
        NOT_RUNNING,
        /** The certificate could not be copied, or the server could not be told. */
        FAILED
    }

    /** A server, and what was done about it. */
    public record Delivered(CertificateReload reload, Taken taken) {}

    /**
     * Copies the certificates of these services, and has the servers read them.
     *
     * @param restarts whether servers may be restarted that read them in no other way
     * @return one for each server that uses one of these certificates
     * @throws aria.finding.UnavailableException when the engine or Docker Compose does not answer
     */
    public List<Delivered> deliver(Collection<String> services, boolean restarts) {
        List<RunningService> containers = engine.services(EngineProject.of(stack));
        return stack.services().stream()
                .filter(service -> services.contains(service.name()))
                .flatMap(service -> CertificateReload.all(stack, service).stream())
                .map(reload -> new Delivered(reload, attempt(reload, containers, restarts)))
                .toList();
    }

    /** A container that is gone meanwhile, or claims to be ours and never ends, keeps no other server from its certificate. */
    private Taken attempt(CertificateReload reload, List<RunningService> containers, boolean restarts) {
        try {
            return deliver(reload, containers, restarts);
        } catch (UnavailableException silent) {
            line.accept(reload.server() + ": " + silent.finding().message());
            return Taken.FAILED;
        }
    }

    private Taken deliver(CertificateReload reload, List<RunningService> containers, boolean restarts) {
        if (named(containers, reload.server()).noneMatch(RunningService::runs)) {
            return Taken.NOT_RUNNING;
        }
        if (!copied(reload.init(), containers)) {
            return Taken.FAILED;
        }
        Optional<List<String>> words = reload.words();
        if (words.isEmpty()) {
            return Taken.BY_ITSELF;
        }
        if (reload.restarts() && !restarts) {
            return Taken.NEEDS_RESTART;
        }
        return told(reload, words.get(), containers, "") ? Taken.TOLD : Taken.FAILED;
    }

    /**
     * Has a server read files that are in its volume, without ending a connection where it can.
     *
     * @param words      what Docker Compose is told otherwise
     * @param containers of the stack
     * @param why        what the line about it begins with
     * @return whether it was told
     */
    boolean told(CertificateReload reload, List<String> words, List<RunningService> containers, String why) {
        if (reload.equals(CertificateReload.ofProxy(reload.service()))
                && taken(named(containers, reload.server())
                        .filter(RunningService::runs)
                        .toList())) {
            line.accept(why + reload.server() + ": set ssl cert by HAProxy's runtime API, so connections stay");
            return true;
        }
        if (compose.isEmpty()) {
            named(containers, reload.server()).filter(RunningService::runs).forEach(server -> tell(server, words, why));
            return true;
        }
        line.accept(why + compose.get().typed() + " " + String.join(" ", words));
        return compose.get().run(files, words, TELL_LIMIT, line) == 0;
    }

    /** Who does not answer, or may not be asked as behind an allow-list, has to reload. */
    private boolean taken(List<RunningService> proxies) {
        return ContainerAnswer.all(proxies, TAKE_LIMIT, proxy -> ProxyRenewal.take(engine, proxy)).stream()
                .allMatch(answer -> answer.value().orElse(false));
    }

    /** The words are those of Docker Compose: {@code kill -s SIGNAL SERVICE} or {@code restart SERVICE}. */
    private void tell(RunningService server, List<String> words, String why) {
        if (words.get(0).equals("restart")) {
            line.accept(why + "docker restart " + server.name());
            engine.restart(server.containerId());
        } else {
            line.accept(why + "docker kill -s " + words.get(2) + " " + server.name());
            engine.signal(server.containerId(), words.get(2));
        }
    }

    /**
     * The init ends with another number when it could not copy them. All that claim to be the init are started: another
     * one's end says nothing of the files.
     */
    private boolean copied(String init, List<RunningService> containers) {
        List<RunningService> inits = named(containers, init).toList();
        if (!inits.isEmpty()) {
            List<ContainerAnswer<Integer>> ended = ContainerAnswer.all(
                    inits, COPY_LIMIT, container -> engine.runAgain(container.containerId(), COPY_LIMIT));
            ended.stream()
                    .flatMap(one -> one.failure().stream())
                    .forEach(why -> line.accept(why.finding().message()));
            return ended.stream()
                    .allMatch(one -> one.value().filter(code -> code == 0).isPresent());
        }
        return compose.isPresent()
                && compose.get().run(files, List.of("run", "--rm", "--no-deps", "-T", init), COPY_LIMIT, line) == 0;
    }

    private static Stream<RunningService> named(List<RunningService> containers, String service) {
        return containers.stream().filter(container -> container.service().equals(service));
    }
}
