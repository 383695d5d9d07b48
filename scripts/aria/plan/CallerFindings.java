package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.pki.Printable;
import aria.stack.Edge;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said of servers and the callers that they would shut out: one line a server, with the place of each call. */
final class CallerFindings {
    private static final String PAGE = "docs/howto/LET_CALLERS_IN.md";
    /** So many callers are named, each with its place. */
    private static final int NAMED = 3;

    private CallerFindings() {}

    /** Returns the finding on a server that is left as it is. */
    static Finding heldBack(String server, Map<String, List<Edge>> callers) {
        List<String> inside = callers.entrySet().stream()
                .filter(entry -> entry.getValue().stream().noneMatch(Edge::outside))
                .map(Map.Entry::getKey)
                .toList();
        Finding finding = Finding.warning(FindingId.HELD_BACK, "held back, because it would shut out " + named(callers))
                .about(server)
                .at(strongest(callers.values().iterator().next()).place());
        boolean published = callers.values().stream()
                .flatMap(List::stream)
                .anyMatch(call -> call.evidence().kind() == Edge.Kind.PORTS);
        if (published && inside.isEmpty()) {
            finding = finding.also(Remedy.advice("publish the port on 127.0.0.1"));
        }
        return (inside.size() < callers.size() ? finding : finding.also(mount(inside.get(0))))
                .also(always(server), Remedy.page(PAGE));
    }

    /**
     * Returns a finding for each caller of a server that requires certificates although the caller has none.
     *
     * @param chosen whether the user chose that
     */
    static List<Finding> shutOut(String server, Map<String, List<Edge>> callers, boolean chosen) {
        return callers.entrySet().stream()
                .map(entry -> shutOut(server, entry.getKey(), entry.getValue(), chosen))
                .toList();
    }

    private static Finding shutOut(String server, String caller, List<Edge> calls, boolean chosen) {
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
                                            Remedy.inOrder(
                                                    Remedy.aria("patch-compose", "--preset", caller + "=mount"),
                                                    Remedy.advice("name /etc/certs in its settings"))
                                        })
                        .also(always(server), Remedy.aria("patch-compose", "--undo", "--only", server));
        return finding.about(outside ? server : caller).at(evidence.place());
    }

    private static Remedy mount(String caller) {
        return Remedy.inOrder(
                Remedy.setting("--preset", caller + "=mount"), Remedy.advice("name /etc/certs in its settings"));
    }

    /** Returns the choice by which a server is secured all the same. */
    static Remedy always(String server) {
        return Remedy.advice("write `services: {" + server + ": {secure: always, because: ...}}` into aria.yaml");
    }

    private static String named(Map<String, List<Edge>> callers) {
        String first = callers.entrySet().stream()
                .limit(NAMED)
                .map(entry -> entry.getKey() + " (" + written(strongest(entry.getValue())) + ")")
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
