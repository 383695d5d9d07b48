package aria.proxy;

import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.edit.yaml.PlainYaml;
import aria.preset.Presets;
import aria.stack.ProxyChoices;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.stack.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A stack drawn at random: networks, aliases, ports that collide, calls in circles, servers with TLS of their own. */
final class RandomStack {
    private static final List<Integer> PORTS = List.of(80, 5432, 8080, 20001);
    private static final Presets PRESETS = Presets.builtIn(PlainYaml::load);

    /** A call that the stack was drawn with. */
    record Call(String caller, String server, int port) {}

    final Stack stack;
    final Set<String> proxied = new TreeSet<>();
    /** Servers with TLS of their own, each with its only port. */
    final Map<String, Integer> natives = new LinkedHashMap<>();

    final Map<String, Set<Call>> calls = new LinkedHashMap<>();
    private final Random random;
    private final Map<String, Set<String>> networks = new LinkedHashMap<>();

    RandomStack(Path folder, long seed) {
        this(folder, seed, Optional.empty());
    }

    /** @param stage of every server behind a proxy; empty for none */
    RandomStack(Path folder, long seed, Optional<Stage> stage) {
        random = new Random(seed);
        String text = text(2 + random.nextInt(6));
        Map<String, Stage> stages = new HashMap<>();
        stage.ifPresent(same -> proxied.forEach(server -> stages.put(server, same)));
        stack = Stack.of(
                load(folder, text), PRESETS, Selection.EVERYTHING.proxying(ProxyChoices.AUTOMATIC.staging(stages)));
    }

    /** Returns the proxies of the servers that were drawn; those with TLS of their own stay if all callers reach them. */
    Topology topology() {
        Map<String, Set<String>> direct = CallerProxies.of(stack);
        Set<String> able = new TreeSet<>(natives.keySet());
        able.removeIf(name -> !calls.getOrDefault(name, Set.of()).stream()
                .allMatch(call -> direct.getOrDefault(name, Set.of()).contains(call.caller())));
        direct.keySet().retainAll(able);
        return TopologyPlanner.plan(stack, new Candidates(proxied, Set.of(), able, direct, direct), Map.of());
    }

    /** Returns a project of one file. */
    static ComposeProject load(Path folder, String text) {
        try {
            Path file = folder.resolve("compose.yaml");
            Files.writeString(file, text);
            return ComposeProject.load(new ProjectFiles(folder, List.of(file), "test"), Map.of());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private String text(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("s" + i);
            networks.put("s" + i, new TreeSet<>(Set.of("net" + random.nextInt(2))));
            networks.get("s" + i).add("net" + random.nextInt(3));
        }
        for (String name : names) {
            if (random.nextInt(3) > 0) {
                proxied.add(name);
            } else if (random.nextInt(2) > 0) {
                natives.put(name, PORTS.get(random.nextInt(PORTS.size())));
            }
        }
        StringBuilder yaml = new StringBuilder("services:\n");
        names.forEach(name -> yaml.append(service(name, names)));
        return yaml + "networks:\n  net0:\n  net1: {internal: true}\n  net2: {driver: bridge, enable_ipv6: true}\n";
    }

    private String service(String name, List<String> names) {
        StringBuilder yaml = new StringBuilder("  " + name + ":\n");
        yaml.append(
                natives.containsKey(name)
                        ? "    image: redis:8\n    command: redis-server --port " + natives.get(name) + "\n"
                        : "    image: example/" + name + ":1\n");
        yaml.append("    networks:\n");
        networks.get(name).forEach(network -> yaml.append("      " + network + ": {aliases: [" + name + "-alias]}\n"));
        yaml.append("    environment:\n      NAME: " + name + "\n");
        for (int i = 0; i < random.nextInt(4); i++) {
            String server = names.get(random.nextInt(names.size()));
            boolean meets = networks.get(name).stream().anyMatch(networks.get(server)::contains);
            if (!server.equals(name) && meets) {
                int port = random.nextInt(8) > 0 && natives.containsKey(server)
                        ? natives.get(server)
                        : PORTS.get(random.nextInt(PORTS.size()));
                String host = random.nextBoolean() ? server : server + "-alias";
                yaml.append("      URL_" + i + ": tcp://" + host + ":" + port + "/x\n");
                calls.computeIfAbsent(server, key -> new LinkedHashSet<>()).add(new Call(name, server, port));
            }
        }
        return yaml.toString();
    }
}
