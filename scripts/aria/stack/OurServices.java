package aria.stack;

import aria.compose.ComposeProject;
import aria.compose.Service;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The services that this program adds, recognized by their names and by the service that each is for. */
public final class OurServices {
    private OurServices() {}

    /** The service for which a service of this name delivers a key, or waits for it; empty for names of others. */
    public static String baseOf(String name) {
        return base(name, Stream.of(Stack.INIT_SUFFIX, Stack.READY_SUFFIX));
    }

    /** The service that one of ours is there for, by the name of that one; empty for names of others. */
    public static String ownerOf(String name) {
        return base(
                name, Stream.of(Stack.INIT_SUFFIX, Stack.READY_SUFFIX, Stack.PROXY_INIT_SUFFIX, Stack.PROXY_SUFFIX));
    }

    private static String base(String name, Stream<String> suffixes) {
        return suffixes.filter(name::endsWith)
                .map(suffix -> name.substring(0, name.length() - suffix.length()))
                .findFirst()
                .orElse("");
    }

    /**
     * The services that were added for one that is gone or has another name now. One that a service waits for because
     * it extends one of another file is needed.
     */
    public static List<Service> leftOver(ComposeProject project) {
        return project.services().values().stream()
                .filter(service ->
                        isLeftOver(service, project.services()) && !project.isInherited("depends_on", service.name()))
                .toList();
    }

    private static boolean isLeftOver(Service service, Map<String, Service> all) {
        String owner = ownerOf(service.name());
        return !owner.isEmpty()
                && !all.containsKey(owner)
                && service.networkMode()
                        .filter(mode -> mode.equals("none") || mode.equals("service:" + owner))
                        .isPresent();
    }

    /** A one-shot service of ours may be there for a service of another file, which one of this file extends. */
    static boolean isOurs(Service service, Map<String, Service> all, Set<String> waitedFor) {
        String owner = ownerOf(service.name());
        return !owner.isEmpty() && all.containsKey(owner)
                || !baseOf(service.name()).isEmpty() && waitedFor.contains(service.name())
                || isLeftOver(service, all);
    }
}
