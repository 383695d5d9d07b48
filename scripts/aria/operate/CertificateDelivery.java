package aria.operate;

import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.docker.ContainerAnswer;
import aria.docker.Engine;
import aria.docker.RunningService;
import aria.finding.UnavailableException;
import aria.stack.CertificateReload;
import aria.stack.Stack;
import aria.store.Layout;
import aria.verify.EngineProject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings certificates that were issued anew to the running containers that use them.
 *
 * @param compose without it the engine is told, and containers that are gone are not made again
 * @param layout  where the certificates are
 * @param files   what Docker Compose is told of the project
 * @param line    told whom it tells, and Compose's progress
 */
public record CertificateDelivery(
        Engine engine,
        Optional<ComposeCommand> compose,
        Layout layout,
        Stack stack,
        ComposeFiles files,
        Consumer<String> line) {
    private static final Duration COPY_LIMIT = Duration.ofMinutes(1);
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
     * Copies the certificates of these services, and has the servers read them. What all of them may take together is
     * limited: whoever starts containers can have one claim to be ours and never end.
     *
     * @param restarts whether servers may be restarted that read them in no other way
     * @return one for each server that uses one of these certificates
     * @throws aria.finding.UnavailableException when the engine or Docker Compose does not answer
     */
    public List<Delivered> deliver(Collection<String> services, boolean restarts) {
        List<RunningService> containers = engine.services(EngineProject.of(stack));
        List<CertificateReload> all = stack.services().stream()
                .filter(service -> services.contains(service.name()))
                .flatMap(service -> CertificateReload.all(stack, service).stream())
                .toList();
        List<CertificateReload> running = all.stream()
                .filter(reload -> running(containers, reload).findAny().isPresent())
                .toList();
        List<CertificateReload> copied = copied(running, containers);
        List<CertificateReload> told = told(
                copied.stream()
                        .filter(reload -> reload.words().isPresent() && (restarts || !reload.restarts()))
                        .toList(),
                containers,
                "");
        return all.stream()
                .map(reload -> new Delivered(
                        reload,
                        !running.contains(reload)
                                ? Taken.NOT_RUNNING
                                : copied.contains(reload)
                                        ? taken(reload, restarts, told.contains(reload))
                                        : Taken.FAILED))
                .toList();
    }

    /** What became of a certificate that lies in its volume. */
    private static Taken taken(CertificateReload reload, boolean restarts, boolean told) {
        if (reload.words().isEmpty()) {
            return Taken.BY_ITSELF;
        }
        if (reload.restarts() && !restarts) {
            return Taken.NEEDS_RESTART;
        }
        return told ? Taken.TOLD : Taken.FAILED;
    }

    /**
     * Has servers read files that are in their volumes, without ending a connection where they can.
     *
     * @param containers of the stack
     * @param why        what the lines about it begin with
     * @return those that were told; of a proxy also that it goes by them
     */
    List<CertificateReload> told(List<CertificateReload> reloads, List<RunningService> containers, String why) {
        ProxyTakeUp proxies = new ProxyTakeUp(engine, layout, EngineProject.of(stack), line);
        Set<String> taken = proxies.taken(services(reloads), containers);
        List<CertificateReload> told = new ArrayList<>();
        for (CertificateReload reload : reloads) {
            if (isProxy(reload) && taken.contains(reload.service())) {
                line.accept(why + reload.server() + ": set ssl cert by HAProxy's runtime API, so connections stay");
                told.add(reload);
            } else if (isTold(reload, containers, why)) {
                told.add(reload);
            }
        }
        Set<String> unsure = services(told);
        unsure.removeAll(taken);
        unsure.removeAll(proxies.reloaded(Set.copyOf(unsure)));
        told.removeIf(reload -> isProxy(reload) && unsure.contains(reload.service()));
        return told;
    }

    private static boolean isProxy(CertificateReload reload) {
        return reload.equals(CertificateReload.ofProxy(reload.service()));
    }

    /** Those with a proxy among these. */
    private static Set<String> services(List<CertificateReload> reloads) {
        return reloads.stream()
                .filter(CertificateDelivery::isProxy)
                .map(CertificateReload::service)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A container that is gone meanwhile keeps no other server from its certificate. */
    private boolean isTold(CertificateReload reload, List<RunningService> containers, String why) {
        List<String> words = reload.words().orElseThrow();
        try {
            if (compose.isEmpty()) {
                running(containers, reload).forEach(server -> tell(server, words, why));
                return true;
            }
            line.accept(why + compose.get().typed() + " " + String.join(" ", words));
            return compose.get().run(files, words, TELL_LIMIT, line) == 0;
        } catch (UnavailableException silent) {
            line.accept(reload.server() + ": " + silent.finding().message());
            return false;
        }
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
    private List<CertificateReload> copied(List<CertificateReload> reloads, List<RunningService> containers) {
        Set<String> names = reloads.stream().map(CertificateReload::init).collect(Collectors.toSet());
        List<RunningService> inits = containers.stream()
                .filter(container -> names.contains(container.service()))
                .toList();
        Set<String> failed = new HashSet<>();
        ContainerAnswer.all(inits, COPY_LIMIT, container -> engine.runAgain(container.containerId(), COPY_LIMIT))
                .forEach(ended -> {
                    ended.failure().ifPresent(why -> line.accept(why.finding().message()));
                    if (ended.value().filter(code -> code == 0).isEmpty()) {
                        failed.add(ended.container().service());
                    }
                });
        names.stream()
                .filter(init -> inits.stream()
                        .noneMatch(container -> container.service().equals(init)))
                .filter(init -> !copiedByCompose(init))
                .forEach(failed::add);
        return reloads.stream()
                .filter(reload -> !failed.contains(reload.init()))
                .toList();
    }

    private boolean copiedByCompose(String init) {
        try {
            return compose.isPresent()
                    && compose.get().run(files, List.of("run", "--rm", "--no-deps", "-T", init), COPY_LIMIT, line) == 0;
        } catch (UnavailableException silent) {
            line.accept(init + ": " + silent.finding().message());
            return false;
        }
    }

    private static Stream<RunningService> running(List<RunningService> containers, CertificateReload reload) {
        return containers.stream().filter(container -> container.service().equals(reload.server()) && container.runs());
    }
}
