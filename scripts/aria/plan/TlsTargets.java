package aria.plan;

import aria.preset.Preset;
import aria.stack.StackService;
import java.util.List;
import java.util.Optional;

/**
 * Finds the addresses in a service's configuration ({@code host:port} or URLs) that are listeners of the secured
 * stack.
 */
final class TlsTargets {
    private static final List<String> SELF = List.of("localhost", "127.0.0.1", "[::1]");
    private final StackService owner;
    private final List<StackService> secured;
    private final String protocol;

    /**
     * @param owner   the service whose configuration is looked at: {@code localhost} is itself
     * @param secured the services that require certificates once the plan is applied
     * @param protocol what the listeners have to speak
     */
    TlsTargets(StackService owner, List<StackService> secured, String protocol) {
        this.owner = owner;
        this.protocol = protocol;
        this.secured = List.copyOf(secured);
    }

    /** What follows the scheme of a URL; all of an address that has none. */
    static String withoutScheme(String address) {
        return address.substring(address.indexOf("://") < 0 ? 0 : address.indexOf("://") + 3);
    }

    /** True when the address names such a listener of a secured service. */
    boolean contains(String address) {
        return at(address)
                .filter(end -> end.preset().listeners().stream()
                        .anyMatch(listener -> listener.port() == end.port()
                                && listener.protocol().equals(protocol)))
                .isPresent();
    }

    /**
     * What becomes of the address, when it names a port that its server's preset moves or closes; empty for all
     * others.
     */
    Optional<Preset.Port> left(String address) {
        return at(address)
                .flatMap(end -> end.preset().compose().ports().stream()
                        .filter(rule -> rule.from() == end.port())
                        .findFirst());
    }

    private record End(Preset preset, int port) {}

    private Optional<End> at(String address) {
        String target = withoutScheme(address).replaceFirst("/.*", "");
        int colon = target.lastIndexOf(':');
        if (colon < 0 || !target.substring(colon + 1).matches("\\d{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(target.substring(colon + 1));
        return server(target.substring(0, colon)).flatMap(StackService::preset).map(preset -> new End(preset, port));
    }

    private Optional<StackService> server(String host) {
        if (SELF.contains(host)) {
            return Optional.of(owner);
        }
        return secured.stream()
                .filter(service -> service.names().contains(host))
                .findFirst();
    }
}
