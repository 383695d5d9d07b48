package aria.stack;

import aria.compose.Port;
import aria.compose.Service;
import aria.preset.ClientSide;
import aria.preset.ImageName;
import aria.preset.Preset;
import java.util.List;
import java.util.Optional;

/**
 * A service of the user's stack.
 *
 * @param service      as Docker Compose sees it
 * @param names        every name and address it answers to, each once: its certificate is issued for these
 * @param preset       what secures it; empty when nothing is known of its kind
 * @param presetReason why this preset, or why none, in a few words for people
 * @param calls        the services it calls with settings that a preset knows
 * @param oneShot      another service waits for it to complete: a script, not a server
 * @param selected     false when {@code --only} leaves it out
 * @param alike        the preset that a person may ask for, because the image is a variant of its server's; the one of
 *                     the image where a person asked for one; empty for most
 */
public record StackService(
        Service service,
        List<String> names,
        Optional<Preset> preset,
        String presetReason,
        List<Call> calls,
        boolean oneShot,
        boolean selected,
        Optional<Preset> alike) {

    /** A call to another service of the stack, with the caller's preset settings for it. */
    public record Call(String service, Preset.Call settings) {}

    /** The service's name in the compose files. */
    public String name() {
        return service.name();
    }

    /** The hash of its name: it tells the services of a stack apart, and all the rest is a large tree. */
    @Override
    public int hashCode() {
        return name().hashCode();
    }

    /** Returns it with what its preset has for a client alone. It has a preset. */
    public StackService asClient() {
        return new StackService(
                service, names, preset.map(ClientSide::of), presetReason, calls, oneShot, selected, alike);
    }

    /** Returns the published ports that lead to a listener of its preset, before or after the preset moves it there. */
    public List<Port> published() {
        return service.ports().stream()
                .filter(port -> port.protocol().equals("tcp") && listener(port).isPresent())
                .toList();
    }

    /** Returns whether a port is published for this machine alone. */
    public static boolean isLocal(Port port) {
        return port.hostIp().matches("127\\..*|localhost|\\[?::1]?");
    }

    /** Returns whether a published port leads to a listener that speaks HTTP. */
    public boolean isHttp(Port port) {
        return listener(port)
                .filter(listener -> listener.protocol().equals("https"))
                .isPresent();
    }

    private Optional<Preset.Listener> listener(Port port) {
        return preset.flatMap(kind -> kind.listeners().stream()
                .filter(listener -> listener.port() == port.target()
                        || kind.compose().ports().stream()
                                .anyMatch(rule -> rule.from() == port.target()
                                        && rule.to().equals(Optional.of(listener.port()))))
                .findFirst());
    }

    /** True when it is to be given a certificate and, by its preset, to be secured. */
    public boolean secured() {
        return selected && preset.isPresent() && preset.get().leaveAlone().isEmpty();
    }

    /** True for a server of its own kind that can be given a certificate, whether or not a preset is known for it. */
    public boolean certifiable() {
        return selected && (secured() || preset.isEmpty() && !oneShot);
    }

    /**
     * The owner of the server's process: the service's own numeric {@code user:}, else what the preset says for the
     * image.
     */
    public Owner owner() {
        Preset.RunAs image = preset.orElseThrow()
                .runAsFor(service.image()
                        .map(ImageName::parse)
                        .map(ImageName::tag)
                        .orElse(""));
        return service.user().flatMap(Owner::parse).orElse(new Owner(image.uid(), image.gid()));
    }

    /** A numeric user and group. */
    public record Owner(int uid, int gid) {
        /** Reads {@code uid} or {@code uid:gid}; empty for names, whose number only the image knows. */
        public static Optional<Owner> parse(String user) {
            if (!user.matches("\\d{1,9}(:\\d{1,9})?")) {
                return Optional.empty();
            }
            String[] parts = user.split(":");
            return Optional.of(
                    new Owner(Integer.parseInt(parts[0]), parts.length == 2 ? Integer.parseInt(parts[1]) : 0));
        }

        @Override
        public String toString() {
            return uid + ":" + gid;
        }
    }
}
