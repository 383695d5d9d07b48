package aria.stack;

import aria.compose.ComposeProject;
import aria.compose.Service;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The services that this program adds. They are recognized by their labels and names; those of earlier versions, which
 * have no labels, by their names and by the service that each is for.
 */
public final class OurServices {
    /** The label that says what one of ours does. */
    public static final String ROLE = "aria.role";

    /** The label that says for which service. */
    public static final String SERVICE = "aria.service";

    /** The role of a one-shot service that delivers a key. */
    public static final String INIT = "init";

    /** The role of a service that another one waits for instead of the one that delivers its key. */
    public static final String READY = "ready";

    /** The role of a proxy beside a server. */
    public static final String PROXY = "proxy";

    /** The variable with the first two parts of every private address. */
    public static final String PROXY_NETWORKS = "ARIA_PROXY_NETWORKS";

    /** What the name of a proxy in a server's own network ends with, where another one stands beside that server. */
    private static final String FRONT_SUFFIX = "-mtls-front";

    /** What the name ends with by which callers' proxies find a server that speaks TLS itself. */
    private static final String ALIAS_SUFFIX = ".srv.mtls";

    private OurServices() {}

    /** The service for which a service of this name delivers a key, or waits for it; empty for names of others. */
    public static String baseOf(String name) {
        return base(name, Stream.of(Stack.INIT_SUFFIX, Stack.READY_SUFFIX));
    }

    /** The service that one of ours is there for, by the name of that one; empty for names of others. */
    public static String ownerOf(String name) {
        return base(
                name,
                Stream.of(
                        Stack.INIT_SUFFIX,
                        Stack.READY_SUFFIX,
                        Stack.PROXY_INIT_SUFFIX,
                        Stack.PROXY_SUFFIX,
                        FRONT_SUFFIX));
    }

    /** Returns whether a service of this name delivers a key, to a service or to its proxy. */
    public static boolean isInit(String name) {
        return name.endsWith(Stack.INIT_SUFFIX) || name.endsWith(Stack.PROXY_INIT_SUFFIX);
    }

    /** Returns the name of a proxy in a service's own network, where another one stands beside the service. */
    public static String frontName(String service) {
        return service + FRONT_SUFFIX;
    }

    /** Returns whether a service bears the label of a proxy of ours. */
    public static boolean isProxy(Service service) {
        return label(service.raw(), ROLE).filter(PROXY::equals).isPresent();
    }

    /** Returns the proxy in a service's own network, which answers for it in the files as they are; empty without one. */
    public static Optional<String> front(ComposeProject project, String service) {
        return Stream.of(frontName(service), Stack.proxyName(service))
                .filter(name -> Optional.ofNullable(project.services().get(name))
                        .flatMap(Service::networkMode)
                        .filter(("service:" + service)::equals)
                        .isPresent())
                .findFirst();
    }

    /** Returns the name of a private network of a service and its proxy; {@code number} counts from 0. */
    public static String network(String service, int number) {
        return service + Stack.VOLUME_SUFFIX + (number == 0 ? "" : String.valueOf(number));
    }

    /** Returns the name by which callers' proxies find a server that speaks TLS itself. */
    public static String alias(String service) {
        return service + ALIAS_SUFFIX;
    }

    /** Returns whether a name is one by which callers' proxies find a server. */
    public static boolean isAlias(String name) {
        return name.endsWith(ALIAS_SUFFIX);
    }

    /** Returns the names that lead a service to its proxy, in its own table of hosts. */
    public static Set<String> hosts(Service service) {
        return service.hosts().entrySet().stream()
                .filter(host -> host.getValue().startsWith("${" + PROXY_NETWORKS + ":-"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The service whose private network has this name; empty for names of others. */
    public static String ownerOfNetwork(String name) {
        return base(name.replaceFirst("\\d+$", ""), Stream.of(Stack.VOLUME_SUFFIX));
    }

    /** Returns the services that were added to a stack. */
    public static List<String> added(Stack stack) {
        return stack.project().services().keySet().stream()
                .filter(name -> stack.service(name).isEmpty())
                .toList();
    }

    /** Returns the private networks that were added to a project, by the service that each is for. */
    public static Map<String, List<String>> networks(ComposeProject project) {
        return project.networks().entrySet().stream()
                .filter(network -> network.getValue() instanceof YamlMap map
                        && label(map, ROLE).isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.groupingBy(OurServices::ownerOfNetwork));
    }

    /** The service whose key lies in a volume of this name; empty for names of others. */
    public static String ownerOfVolume(String name) {
        return base(name, Stream.of(Stack.VOLUME_SUFFIX, Stack.PROXY_SUFFIX));
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

    /** The service that one of ours is there for; empty for services of others. */
    public static String ownerOf(Service service) {
        return label(service.raw(), SERVICE).orElseGet(() -> ownerOf(service.name()));
    }

    private static Optional<String> label(YamlMap object, String key) {
        return object.get("labels")
                .filter(YamlMap.class::isInstance)
                .flatMap(labels -> ((YamlMap) labels).get(key))
                .map(YamlValue::toString);
    }

    private static boolean isLeftOver(Service service, Map<String, Service> all) {
        String owner = ownerOf(service);
        return !owner.isEmpty()
                && !ownerOf(service.name()).isEmpty()
                && !all.containsKey(owner)
                && (label(service.raw(), ROLE).isPresent()
                        || service.networkMode()
                                .filter(mode -> mode.equals("none") || mode.equals("service:" + owner))
                                .isPresent());
    }

    /**
     * A label alone makes no service one of ours: anybody can write it, and what is ours is not looked at as the user's
     * services are. A one-shot service of ours may be there for a service of another file, which one of this file
     * extends.
     */
    static boolean isOurs(Service service, Map<String, Service> all, Set<String> waitedFor) {
        String owner = ownerOf(service.name());
        return !owner.isEmpty() && (label(service.raw(), ROLE).isPresent() || all.containsKey(owner))
                || !baseOf(service.name()).isEmpty() && waitedFor.contains(service.name())
                || isLeftOver(service, all);
    }
}
