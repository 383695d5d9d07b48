package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.pki.Printable;
import aria.stack.Edge;
import aria.stack.StackService;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What is said of servers and the callers that they would shut out: one line a server, with the place of each call. */
final class CallerFindings {
    /** It has a section for each protocol. */
    private static final String PAGE = "docs/howto/CLIENT_SETTINGS.md#";
    /** So many callers are named, each with its place. */
    private static final int NAMED = 3;

    /** Nobody is to be given a certificate where a server calls itself. */
    private static final Remedy OF_ITS_OWN = Remedy.advice(
            "put its own address into an item that names no server in plaintext, in a file of the project");

    private CallerFindings() {}

    /** Returns the finding on a server that is left as it is. */
    static Finding heldBack(StackService held, Map<String, List<Edge>> callers, Predicate<String> hasKey) {
        String server = held.name();
        List<String> inside = callers.entrySet().stream()
                .filter(entry -> entry.getValue().stream().noneMatch(Edge::outside))
                .map(Map.Entry::getKey)
                .filter(caller -> !caller.equals(server))
                .toList();
        Finding finding = Finding.heldBack("its preset would shut out " + named(server, callers))
                .about(server)
                .at(strongest(callers.values().iterator().next()).place());
        boolean published = callers.values().stream()
                .flatMap(List::stream)
                .anyMatch(call -> call.evidence().kind() == Edge.Kind.PORTS);
        if (published && inside.isEmpty()) {
            finding = finding.also(Remedy.advice("publish the port on 127.0.0.1"));
        }
        if (callers.containsKey(server)) {
            finding = finding.also(OF_ITS_OWN);
        }
        return (inside.size() < callers.size()
                        ? finding
                        : finding.also(mount(
                                server, inside.get(0), hasKey, Remedy.setting("--preset", inside.get(0) + "=mount"))))
                .also(always(server), settings(held));
    }

    /**
     * Returns a finding for each caller of a server that requires certificates although the caller has none.
     *
     * @param chosen whether the user chose that
     * @param hasKey whether a certificate is delivered to a caller
     */
    static List<Finding> shutOut(
            StackService server, Map<String, List<Edge>> callers, boolean chosen, Predicate<String> hasKey) {
        return callers.entrySet().stream()
                .map(entry -> shutOut(server, entry.getKey(), entry.getValue(), chosen, hasKey))
                .toList();
    }

    private static Finding shutOut(
            StackService called, String caller, List<Edge> calls, boolean chosen, Predicate<String> hasKey) {
        String server = called.name();
        boolean outside = calls.stream().anyMatch(Edge::outside);
        Edge.Evidence evidence = strongest(calls);
        String message = outside
                ? caller + " is refused without a certificate (" + written(evidence) + ")"
                : "it calls " + server + " (" + written(evidence) + "), which refuses it without a certificate";
        Finding finding = chosen
                ? Finding.note(FindingId.UNKNOWN_CALLER, message + ", as chosen")
                : Finding.warning(
                                FindingId.UNKNOWN_CALLER,
                                message,
                                outside
                                        ? new Remedy[0]
                                        : new Remedy[] {
                                            caller.equals(server)
                                                    ? OF_ITS_OWN
                                                    : mount(
                                                            server,
                                                            caller,
                                                            hasKey,
                                                            Remedy.aria("patch-compose", "--preset", caller + "=mount"))
                                        })
                        .also(
                                always(server),
                                Remedy.aria("patch-compose", "--undo", "--only", server),
                                settings(called));
        return finding.about(outside ? server : caller).at(evidence.place());
    }

    private static Remedy mount(String server, String caller, Predicate<String> hasKey, Remedy delivery) {
        return hasKey.test(caller)
                ? Remedy.advice("name /etc/certs in the settings with which " + caller + " calls " + server)
                : Remedy.inOrder(delivery, Remedy.advice("name /etc/certs in its settings"));
    }

    /** The page with the settings of clients, where it is about what this server speaks. */
    private static Remedy settings(StackService server) {
        return Remedy.page(
                PAGE + server.preset().orElseThrow().listeners().get(0).protocol());
    }

    /** Returns the choice by which a server is secured all the same. */
    static Remedy always(String server) {
        return Remedy.advice("write `services: {" + server + ": {secure: always, because: ...}}` into aria.yaml");
    }

    private static String named(String server, Map<String, List<Edge>> callers) {
        String first = callers.entrySet().stream()
                .limit(NAMED)
                .map(entry -> (entry.getKey().equals(server) ? "itself" : entry.getKey()) + " ("
                        + written(strongest(entry.getValue())) + ")")
                .collect(Collectors.joining(", "));
        List<String> rest = callers.keySet().stream().skip(NAMED).toList();
        return rest.isEmpty() ? first : first + " and " + Printable.some(rest);
    }

    /** An address rather than an order. */
    private static Edge.Evidence strongest(List<Edge> calls) {
        return calls.stream()
                .filter(Edge::namesAddress)
                .findFirst()
                .orElse(calls.get(0))
                .evidence();
    }

    private static String written(Edge.Evidence evidence) {
        if (evidence.kind() == Edge.Kind.OBSERVED) {
            return "seen connected to " + evidence.text();
        }
        String what = !evidence.name().isEmpty()
                ? evidence.name() + " in "
                : evidence.kind() == Edge.Kind.MOUNTED_FILE
                        ? ""
                        : evidence.kind().title() + " in ";
        return what + evidence.place();
    }
}
