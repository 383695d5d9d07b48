package aria.plan;

import aria.preset.Preset;
import aria.stack.StackService;
import java.util.List;
import java.util.Optional;

/** Which {@code host:port} texts of a service's configuration are HTTPS listeners of the secured stack. */
final class TlsTargets {
    private static final List<String> SELF = List.of("localhost", "127.0.0.1", "[::1]");
    private final StackService owner;
    private final List<StackService> secured;

    /**
     * @param owner   the service whose configuration is looked at: {@code localhost} is itself
     * @param secured the services that require certificates once the plan is applied
     */
    TlsTargets(StackService owner, List<StackService> secured) {
        this.owner = owner;
        this.secured = List.copyOf(secured);
    }

    /** True when the text names an HTTPS listener of a secured service. */
    boolean contains(String target) {
        int colon = target.lastIndexOf(':');
        if (colon < 0 || !target.substring(colon + 1).matches("\\d{1,5}")) {
            return false;
        }
        String host = target.substring(0, colon);
        int port = Integer.parseInt(target.substring(colon + 1));
        return server(host).flatMap(StackService::preset).map(Preset::listeners).orElse(List.of()).stream()
                .anyMatch(listener -> listener.port() == port && listener.protocol().equals("https"));
    }

    private Optional<StackService> server(String host) {
        if (SELF.contains(host)) {
            return Optional.of(owner);
        }
        return secured.stream().filter(service -> service.names().contains(host)).findFirst();
    }
}
