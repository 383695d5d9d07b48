package aria.proxy;

import aria.compose.ComposeProject;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The addresses of a project's private networks. What the compose files have already stays; another network gets the
 * next free subnet.
 *
 * @param prefix  the first two parts of every address: {@code 10.77}
 * @param first   the number of the subnet to begin with
 * @param present the subnets that the files have, by the network's name
 */
public record AddressRange(String prefix, int first, Map<String, Subnet> present) {
    /** From here on, few routers, VPNs and clusters use 10.0.0.0/8. */
    private static final int LOWEST = 112;

    private static final int CHOICES = 64;
    private static final Pattern DEFAULT =
            Pattern.compile("\\$\\{" + Subnet.VARIABLE + ":-(\\d{1,3}\\.\\d{1,3})}.*", Pattern.DOTALL);

    /** Keeps an unmodifiable copy. */
    public AddressRange {
        present = Map.copyOf(present);
    }

    /** Returns the range that a project's files have; else one by the project's name and folder. */
    public static AddressRange of(ComposeProject project) {
        Map<String, Subnet> present = new HashMap<>();
        Optional<String> prefix = Optional.empty();
        for (Map.Entry<String, YamlValue> network : project.networks().entrySet()) {
            String text = subnet(network.getValue());
            Optional<Subnet> subnet = Subnet.parse(text);
            if (subnet.isPresent()) {
                present.put(network.getKey(), subnet.get());
                Matcher matcher = DEFAULT.matcher(text);
                prefix = prefix.or(() -> matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty());
            }
        }
        return new AddressRange(
                prefix.orElse(prefix(project, 0)), Math.floorMod(hash(project) / CHOICES, Subnet.COUNT), present);
    }

    /** Returns a prefix for a copy of a project, whose files have the one of the original. */
    public static String another(ComposeProject project) {
        String own = prefix(project, 0);
        return own.equals(of(project).prefix) ? prefix(project, 1) : own;
    }

    private static String prefix(ComposeProject project, int more) {
        return "10." + (LOWEST + Math.floorMod(hash(project) + more, CHOICES));
    }

    private static int hash(ComposeProject project) {
        return (project.name() + "\n" + project.files().directory()).hashCode();
    }

    /**
     * Returns a subnet for each of these networks, which have no address in common.
     *
     * @param replicas how many containers of its service each network has to hold, in the order of the networks
     */
    public Map<String, Subnet> allocate(Map<String, Integer> replicas) {
        Set<Integer> taken = new HashSet<>();
        present.values().forEach(subnet -> take(subnet, taken));
        Map<String, Subnet> allocated = new LinkedHashMap<>();
        int next = first;
        for (Map.Entry<String, Integer> network : replicas.entrySet()) {
            int bits = Subnet.bitsFor(network.getValue());
            Subnet subnet = present.get(network.getKey());
            while (subnet == null) {
                Subnet free = new Subnet(next - next % new Subnet(0, bits).blocks(), bits);
                next = (free.index() + free.blocks()) % Subnet.COUNT;
                subnet = take(free, taken) ? free : null;
            }
            allocated.put(network.getKey(), subnet);
        }
        return allocated;
    }

    /** Returns whether nothing of it was taken; only then it is. */
    private static boolean take(Subnet subnet, Set<Integer> taken) {
        List<Integer> blocks = IntStream.range(0, subnet.blocks())
                .mapToObj(block -> subnet.index() + block)
                .toList();
        return Collections.disjoint(blocks, taken) && taken.addAll(blocks);
    }

    private static String subnet(YamlValue network) {
        return child(network, "ipam")
                .flatMap(ipam -> child(ipam, "config"))
                .filter(YamlList.class::isInstance)
                .map(YamlList.class::cast)
                .filter(list -> list.items().size() == 1)
                .flatMap(list -> child(list.items().get(0), "subnet"))
                .map(YamlValue::toString)
                .orElse("");
    }

    private static Optional<YamlValue> child(YamlValue value, String key) {
        return value instanceof YamlMap map ? map.get(key) : Optional.empty();
    }
}
