package aria.cli;

import aria.pki.Printable;
import aria.stack.Stack;
import aria.verify.traffic.Call;
import aria.verify.traffic.Connections.Stranger;
import aria.verify.traffic.StackTraffic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells a person or a script what was observed. */
public final class ObserveReport {
    private final CommonOptions common;
    private final Console console;
    private final List<ProjectAnswer> answers = new ArrayList<>();
    private ExitCode exit = ExitCode.OK;

    public ObserveReport(CommonOptions common) {
        this.common = common;
        this.console = common.console();
    }

    /** A call in the JSON answer. */
    private record CallAnswer(String caller, String server, int port, int open, int ended, String known) {}

    /** A project in the JSON answer; {@code written} are the calls that went into {@code aria.yaml}. */
    private record ProjectAnswer(
            String project,
            Map<String, Set<Integer>> listeners,
            List<CallAnswer> calls,
            List<Stranger> strangers,
            List<String> unread,
            List<String> silent,
            Map<String, List<String>> proposed,
            boolean written) {}

    /** Shows what a project does; nothing for scripts, which get it at the end. */
    public void show(Stack stack, StackTraffic traffic) {
        if (common.json()) {
            return;
        }
        console.result("Listeners of " + stack.project().name());
        traffic.listeners().forEach((service, ports) -> {
            if (!ports.isEmpty()) {
                console.result("  " + service + ": "
                        + ports.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            }
        });
        console.result("Calls");
        traffic.calls()
                .forEach(seen -> console.result(
                        "  " + seen.call().caller() + " calls " + seen.call().listener() + " (" + evidence(seen) + "): "
                                + seen.source().title()));
        if (traffic.calls().isEmpty()) {
            console.result("  none seen");
        }
        if (!traffic.strangers().isEmpty()) {
            console.result("Not of this project");
            strangers(traffic.strangers()).forEach(line -> console.result("  " + line));
        }
        if (!traffic.silent().isEmpty()) {
            console.warning("containers that did not answer in time, so some of what they do is missing: "
                    + Printable.some(traffic.silent()));
        }
        if (!traffic.unread().isEmpty()) {
            console.warning("not looked into, because they do not run, have no network of their own or no program that"
                    + " shows their sockets: " + Printable.some(traffic.unread()));
        }
    }

    private static String evidence(StackTraffic.Seen seen) {
        String open = seen.open() + " established";
        String ended = seen.ended() + " in TIME_WAIT";
        return seen.open() == 0 ? ended : seen.ended() == 0 ? open : open + ", " + ended;
    }

    /** One line for each listener or address: there may be many peers. */
    private static List<String> strangers(List<Stranger> all) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        all.stream().sorted(Comparator.comparing(Stranger::calls).reversed()).forEach(each -> {
            if (each.calls()) {
                lines.computeIfAbsent(each.service() + ":" + each.port() + " is called by ", key -> new ArrayList<>())
                        .add(each.address());
            } else {
                lines.computeIfAbsent(each.service() + " calls ", key -> new ArrayList<>())
                        .add((each.address().contains(":") ? "[" + each.address() + "]" : each.address()) + ":"
                                + each.port());
            }
        });
        return lines.entrySet().stream()
                .map(line -> line.getKey() + Printable.some(line.getValue()))
                .toList();
    }

    /** Takes note of a project, and of what was remembered of it. */
    public void add(Stack stack, StackTraffic traffic, RunOutcome outcome) {
        boolean written = !outcome.applied().files().isEmpty();
        exit = exit.worse(outcome.exit());
        answers.add(new ProjectAnswer(
                stack.project().name(),
                traffic.listeners(),
                traffic.calls().stream()
                        .map(seen -> new CallAnswer(
                                seen.call().caller(),
                                seen.call().server(),
                                seen.call().port(),
                                seen.open(),
                                seen.ended(),
                                seen.source().text()))
                        .toList(),
                traffic.strangers(),
                traffic.unread(),
                traffic.silent(),
                traffic.proposed().stream()
                        .collect(Collectors.groupingBy(
                                Call::caller, Collectors.mapping(Call::listener, Collectors.toList()))),
                written));
        if (written && !common.json()) {
            int calls = traffic.proposed().size();
            console.result(Mark.PASS, calls + (calls == 1 ? " call" : " calls") + " remembered in aria.yaml");
        } else if (traffic.proposed().isEmpty() && !common.json()) {
            console.result(Mark.PASS, "Every call seen is known; nothing to remember");
        }
    }

    /** Ends the command. */
    public ExitCode done() {
        if (common.json()) {
            console.answer("observe", exit, answers, List.of());
        }
        return exit;
    }
}
