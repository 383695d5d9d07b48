package aria.stack;

import aria.compose.ComposeProject;
import aria.finding.Remedy;
import aria.preset.Preset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way in which a container loads a renewed certificate and key: an init service copies them into its volume, then
 * the server reads them by itself, after a signal, or after a restart.
 *
 * @param service  whose certificate it is
 * @param init     the one-shot service that copies it
 * @param server   the service in whose container the server runs: itself, or its proxy
 * @param reload   what makes that server read them
 */
public record CertificateReload(String service, String init, String server, Preset.Reload reload) {

    /** Of the server that shows the service's certificate to its callers. The service has a preset. */
    public static CertificateReload ofListeners(ComposeProject project, StackService service) {
        Preset preset = service.preset().orElseThrow();
        String init = Stack.initName(service.name());
        return preset.sidecar()
                .map(sidecar -> new CertificateReload(
                        service.name(),
                        init,
                        OurServices.front(project, service.name()).orElse(Stack.proxyName(service.name())),
                        sidecar.reload()))
                .orElseGet(() -> new CertificateReload(service.name(), init, service.name(), preset.reload()));
    }

    /** Of the server that shows the service's certificate, which is its proxy where it is behind one. */
    public static Optional<CertificateReload> ofListeners(Stack stack, StackService service) {
        return ProxiedServices.isMoved(stack, service)
                ? Optional.of(ofProxy(service.name()))
                : service.preset().map(preset -> ofListeners(stack.project(), service));
    }

    /** Of the proxy on the private network of a service. */
    public static CertificateReload ofProxy(String service) {
        return new CertificateReload(
                service,
                service + Stack.PROXY_INIT_SUFFIX,
                Stack.proxyName(service),
                new Preset.Reload("signal", Optional.of("HUP")));
    }

    /**
     * Returns all that use a service's certificate in the compose files as they are: the server or its proxy, and the
     * proxy on its private network. Empty for a service to which no certificate is delivered.
     */
    public static List<CertificateReload> all(Stack stack, StackService service) {
        return Stream.concat(Stream.of(ofProxy(service.name())), ofListeners(stack, service).stream())
                .distinct()
                .filter(reload -> stack.project().services().containsKey(reload.init()))
                .toList();
    }

    /** What Docker Compose is told once the files are in the volume; empty when the server looks by itself. */
    public Optional<List<String>> words() {
        return switch (reload.kind()) {
            case "poll" -> Optional.empty();
            case "signal" -> Optional.of(List.of("kill", "-s", reload.signal().orElseThrow(), server));
            default -> Optional.of(List.of("restart", server));
        };
    }

    /** Whether the server has to be restarted, which ends its connections. */
    public boolean restarts() {
        return words().filter(words -> words.get(0).equals("restart")).isPresent();
    }

    /** Returns all that a person does, in order: the init copies the files, then the server reads them. */
    public Remedy remedy() {
        return Remedy.inOrder(Remedy.compose(List.of(), List.of("up", "-d", init)), reading());
    }

    /** Returns what a person does so that the server reads its files. */
    public Remedy reading() {
        return words().<Remedy>map(words -> Remedy.compose(List.of(), words))
                .orElseGet(
                        () -> Remedy.advice("wait up to two minutes until " + server + " reads the files by itself"));
    }
}
