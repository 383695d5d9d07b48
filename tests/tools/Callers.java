///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS ../../scripts/aria/Project.java
//DESCRIPTION Counts, over all compose files of a folder, how servers are secured, and why others are held back.

import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.edit.yaml.PlainYaml;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.plan.StackOptions;
import aria.plan.StackPlan;
import aria.plan.StackPlanner;
import aria.preset.Presets;
import aria.stack.Edge;
import aria.stack.ProxyChoices;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints a table of counts; {@code ARIA_CORPUS} or the first argument is a folder with a repository a folder. The
 * argument {@code loopback} agrees to every question whether a port may be published on the machine alone; {@code list}
 * names each server that no proxy can secure.
 */
class Callers {
    private static final String NO_PROXY = "can secure (?:it|calls to it), because ";

    private final boolean loopback;
    private final boolean listing;
    private final Presets presets = Presets.builtIn(PlainYaml::load);
    private final Map<String, Integer> counts = new TreeMap<>();

    public static void main(String... arguments) throws IOException {
        Path corpus = Path.of(arguments.length > 0 ? arguments[0] : System.getenv("ARIA_CORPUS"));
        Callers callers = new Callers(List.of(arguments));
        try (Stream<Path> files = Files.walk(corpus)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList()) {
                callers.file(corpus.resolve(corpus.relativize(file).getName(0)), file);
            }
        }
        callers.counts.forEach((what, count) -> System.out.printf("%6d  %s%n", count, what));
    }

    private Callers(List<String> arguments) {
        this.loopback = arguments.contains(ProxyChoices.LOOPBACK);
        this.listing = arguments.contains("list");
    }

    private void file(Path repository, Path file) {
        try {
            ComposeProject project = ComposeProject.load(
                    new ProjectFiles(repository, file.getParent(), List.of(file), "corpus"), Map.of());
            StackOptions options = new StackOptions(Layout.of(file.getParent()), StackOptions.REQUIRE, false);
            Stack stack = Stack.of(project, presets, Selection.EVERYTHING);
            StackPlan plan = StackPlanner.plan(stack, options);
            Set<String> narrowed = loopback ? publishedBeyond(plan) : Set.of();
            if (!narrowed.isEmpty()) {
                stack = Stack.of(
                        project, presets, Selection.EVERYTHING.proxying(ProxyChoices.AUTOMATIC.publishing(narrowed)));
                plan = StackPlanner.plan(stack, options);
            }
            count("files: planned");
            servers(stack, plan);
            ways(file, stack, plan);
        } catch (RefusedException refused) {
            count("files: refused, " + refused.finding().id());
        }
    }

    private static Set<String> publishedBeyond(StackPlan plan) {
        return plan.findings().stream()
                .filter(finding -> finding.remedies().stream()
                        .anyMatch(remedy -> remedy instanceof Remedy.Setting setting
                                && setting.name().equals(ProxyChoices.PUBLISHED)))
                .flatMap(finding -> finding.service().stream())
                .collect(Collectors.toSet());
    }

    private void servers(Stack stack, StackPlan plan) {
        List<StackService> servers = stack.services().stream()
                .filter(StackService::secured)
                .filter(service -> !service.preset().orElseThrow().listeners().isEmpty())
                .toList();
        if (servers.isEmpty()) {
            return;
        }
        count("files: with a server that has a preset");
        if (!plan.secured().isEmpty()) {
            count("files: with a server that is secured");
        }
        Map<String, Set<String>> why = plan.findings().stream()
                .filter(finding -> finding.service().isPresent())
                .collect(Collectors.groupingBy(
                        finding -> finding.service().get(), Collectors.mapping(Finding::id, Collectors.toSet())));
        for (StackService server : servers) {
            Set<String> ids = why.getOrDefault(server.name(), Set.of());
            count("servers");
            if (plan.secured().contains(server.name())) {
                count("servers: secured");
            } else if (ids.contains("held-back")) {
                count("servers: held back" + (plan.clients().contains(server.name()) ? ", secured as clients" : ""));
                stack.edges().stream()
                        .filter(edge ->
                                edge.server().equals(server.name()) && !plan.follows(edge.caller(), edge.server()))
                        .map(edge -> edge.evidence().kind().title() + (edge.outside() ? " (from outside)" : ""))
                        .distinct()
                        .forEach(kind -> count("held back by: " + kind));
                boolean onlyOrder = stack.edges().stream()
                        .filter(edge -> edge.server().equals(server.name()))
                        .noneMatch(Edge::namesAddress);
                if (onlyOrder) {
                    count("held back by: nothing but depends_on, links, ports");
                }
            } else {
                count("servers: " + (ids.contains("public-entrance") ? "public" : "refused or left alone"));
            }
        }
    }

    /** How each server is secured: whoever is called, or listens by its preset. */
    private void ways(Path file, Stack stack, StackPlan plan) {
        Set<String> called = stack.edges().stream()
                .filter(edge -> edge.evidence().kind() != Edge.Kind.PORTS)
                .map(Edge::server)
                .collect(Collectors.toSet());
        Set<String> open = plan.findings().stream()
                .filter(finding -> finding.is(FindingId.PUBLIC_ENTRANCE))
                .flatMap(finding -> finding.service().stream())
                .collect(Collectors.toSet());
        Map<String, Long> ways = stack.services().stream()
                .filter(service -> !service.oneShot())
                .filter(service -> called.contains(service.name())
                        || service.secured()
                                && !service.preset().orElseThrow().listeners().isEmpty())
                .collect(Collectors.groupingBy(service -> way(service, plan, open), Collectors.counting()));
        ways.forEach((way, number) -> counts.merge("ways: " + way, number.intValue(), Integer::sum));
        if (ways.isEmpty() || stack.services().size() < 2) {
            return;
        }
        count("stacks: with two services or more, of which one is called");
        boolean some = ways.containsKey("native") || ways.containsKey("proxied");
        boolean left = ways.containsKey("held back");
        count("stacks: " + (!left ? "all servers are secured or public" : some ? "partly" : "nothing is secured"));
        Set<String> reasons = new TreeSet<>();
        plan.findings().stream()
                .filter(finding -> finding.message().matches(".*" + NO_PROXY + ".*"))
                .forEach(finding -> {
                    String why = general(finding.message().replaceFirst(".*" + NO_PROXY, ""), stack);
                    count("no proxy: " + why);
                    reasons.add(why);
                    if (listing) {
                        System.out.println(file + "\t" + finding.service().orElse("") + "\t" + finding.message());
                    }
                });
        if (left && reasons.size() == 1) {
            count("stacks: held back by this alone: " + reasons.iterator().next());
        } else if (left) {
            count("stacks: held back by " + (reasons.isEmpty() ? "their presets alone" : "several reasons"));
        }
    }

    /** A reason without the names and numbers of one stack. */
    private static String general(String reason, Stack stack) {
        return stack.services().stream()
                .map(StackService::name)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .reduce(
                        reason,
                        (text, name) -> text.replaceAll("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])", "X"))
                .replaceAll("\\([^)]*\\)|\\b\\d[\\d.]*\\b", "");
    }

    private static String way(StackService service, StackPlan plan, Set<String> open) {
        if (plan.proxies().servers().contains(service.name())) {
            return "proxied";
        }
        return plan.secured().contains(service.name())
                ? "native"
                : open.contains(service.name()) ? "public" : "held back";
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }
}
