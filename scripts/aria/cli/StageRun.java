package aria.cli;

import aria.compose.Port;
import aria.compose.ProjectFiles;
import aria.finding.DidYouMean;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.operate.StageSwitch;
import aria.plan.ProjectPlan;
import aria.plan.ProjectPlanner;
import aria.plan.StackPlan;
import aria.plan.StackPlanner;
import aria.proxy.HaproxyConfig;
import aria.proxy.Sidecar;
import aria.stack.ProxiedServices;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.stack.Stage;
import aria.store.AuditEvent;
import aria.store.AuditLog;
import aria.store.Layout;
import aria.verify.traffic.PlaintextUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides whether the proxies of servers also accept plaintext: writes it into {@code aria.yaml}, changes their
 * configuration and tells those that run. Nothing else of the project changes.
 *
 * @param command its name, for the audit log and for scripts
 */
public record StageRun(String command, CommonOptions common, ComposeOptions compose, WriteOptions write) {

    /** The JSON answer for one server: whether its proxy was told, and does it. */
    private record Switched(String service, String stage, boolean told, boolean taken) {}

    /** A server in its project. */
    private record Target(ProjectChoices choices, Stack stack, StackPlan plan, Set<String> servers) {}

    /**
     * Decides it.
     *
     * @param servers  names of services behind proxies
     * @param question what is asked before, with what the running proxies accept now; empty for nothing
     * @throws UsageException                 when one of them is not behind a proxy
     * @throws aria.finding.ConsentException when the question is not agreed to
     */
    public ExitCode run(
            Set<String> servers, Stage stage, Function<Map<String, List<PlaintextUse>>, Optional<String>> question) {
        write.requireRemembering(command);
        Layout layout = common.layout(compose, List.of());
        Recover.first(layout, common.console(), write.showsOnly());
        ExitCode exit = ExitCode.OK;
        List<Switched> switched = new ArrayList<>();
        for (Target target : targets(layout, servers, stage)) {
            exit = exit.worse(run(layout, target, stage, question, switched));
        }
        if (common.json()) {
            common.console().answer(command, exit, switched, List.of());
        }
        return exit;
    }

    private List<Target> targets(Layout layout, Set<String> servers, Stage stage) {
        List<ProjectFiles> projects =
                ProjectChoices.withoutOverrides(compose.projects(layout, List.of()), Optional.empty());
        ComposeOptions.requireFound(layout, projects);
        List<Target> targets = new ArrayList<>();
        Set<String> behind = new TreeSet<>();
        for (ProjectFiles project : projects) {
            ProjectChoices choices = ProjectChoices.of(project, Selection.EVERYTHING, Optional.empty());
            Stack found = compose.stack(
                    layout, choices, project, choices.file().choices().override());
            found.services().stream()
                    .filter(service -> ProxiedServices.isMoved(found, service))
                    .forEach(service -> behind.add(service.name()));
            Set<String> own = servers.stream()
                    .filter(server -> found.service(server)
                            .filter(service -> ProxiedServices.isMoved(found, service))
                            .isPresent())
                    .collect(Collectors.toCollection(TreeSet::new));
            Stack stack = ProxiedServices.staging(
                    found,
                    own.stream()
                            .filter(server -> isNew(found, server, stage))
                            .collect(Collectors.toMap(server -> server, server -> stage)));
            if (!own.isEmpty()) {
                targets.add(new Target(choices, stack, StackPlanner.plan(stack, choices.options(layout)), own));
            }
        }
        servers.stream().filter(server -> !behind.contains(server)).findFirst().ifPresent(server -> {
            throw new UsageException(
                    FindingId.SELECTION_INVALID,
                    "there is no server '" + server + "' behind a proxy here"
                            + DidYouMean.among(
                                    server,
                                    behind,
                                    behind.isEmpty()
                                            ? ": no server has a proxy"
                                            : ": these are " + String.join(", ", behind)));
        });
        return targets;
    }

    /** A server without a stage is enforced already, and gets no names where it was before. */
    private static boolean isNew(Stack stack, String server, Stage stage) {
        return stage.open() || stack.selection().proxies().stages().containsKey(server);
    }

    private ExitCode run(
            Layout layout,
            Target target,
            Stage stage,
            Function<Map<String, List<PlaintextUse>>, Optional<String>> question,
            List<Switched> switched) {
        Instant now = Instant.now();
        StageSwitch proxies = new StageSwitch(target.stack(), target.plan().proxies());
        ProjectPlan plan = plan(layout, target, stage, now);
        PlanRun run = new PlanRun(common, write);
        if (write.showsOnly()) {
            return run.run(plan, now).exit();
        }
        Map<String, List<PlaintextUse>> seen = proxies.seen();
        seen.keySet().retainAll(target.servers());
        Optional<String> asked = question.apply(seen);
        ExitCode exit = asked.isPresent()
                ? run.asking(asked.get(), plan, now).exit()
                : run.run(plan, now).exit();
        if (!plan.isEmpty()) {
            log(layout, target.servers(), stage);
        }
        StageSwitch.Outcome outcome = proxies.tell(target.servers(), stage);
        for (String server : target.servers()) {
            exit = exit.worse(tell(target, server, stage, outcome));
            switched.add(new Switched(
                    server,
                    stage.toString(),
                    outcome.told().contains(server),
                    outcome.taken().contains(server)));
        }
        return exit;
    }

    private ProjectPlan plan(Layout layout, Target target, Stage stage, Instant now) {
        RememberedChoices remembered = common.remembered(target.choices().file(), compose, false);
        target.servers().stream()
                .filter(server -> isNew(target.stack(), server, stage))
                .forEach(server -> remembered.stage(server, stage, "decided by " + command));
        ProjectPlan plan = new ProjectPlanner(layout, now, Optional.empty()).patch(List.of());
        plan = target.plan().files().stream()
                .filter(file -> file.path().endsWith(HaproxyConfig.FILE)
                        && target.servers().stream()
                                .anyMatch(server -> file.path().startsWith(layout.generatedFolder(server))))
                .reduce(plan, ProjectPlan::writing, (one, other) -> other);
        return remembered.with(common.guarded(plan, List.of(target.stack())));
    }

    private void log(Layout layout, Set<String> servers, Stage stage) {
        AuditLog.of(layout)
                .appendAlone(AuditEvent.done(command, List.copyOf(servers), List.of(), List.of())
                        .with("stage", stage.toString()));
    }

    private ExitCode tell(Target target, String server, Stage stage, StageSwitch.Outcome outcome) {
        Console console = common.console();
        String proxy = Stack.proxyName(server);
        if (outcome.failed().contains(server)) {
            console.warning(proxy + " was told to read its configuration, and does not go by it. See "
                    + "docker compose logs " + proxy);
            return ExitCode.PARTLY;
        }
        if (!common.json()) {
            console.result(
                    stage.open() ? Mark.WARN : Mark.PASS,
                    server
                            + (stage.open()
                                    ? " also accepts plaintext"
                                            + stage.until()
                                                    .map(end -> " until " + end)
                                                    .orElse("")
                                    : " accepts no plaintext" + published(target, server))
                            + (outcome.told().contains(server)
                                    ? ""
                                    : " from its next start; no proxy of it runs here"));
        }
        if (!stage.open() && !common.json()) {
            closing(target, server).ifPresent(console::message);
        }
        if (stage.open() && !isNamed(target, server)) {
            console.warning("whoever does not call " + server
                    + " by a proxy does not find its name yet, and has to call " + proxy
                    + ". " + console.text().text(Remedy.aria("bootstrap", "--yes", "--up"))
                    + " gives the name to the proxy, and starts it anew");
            return ExitCode.PARTLY;
        }
        return ExitCode.OK;
    }

    /** How a published port is closed, too. */
    private Optional<String> closing(Target target, String server) {
        if (published(target, server).isEmpty()) {
            return Optional.empty();
        }
        boolean local =
                target.stack().project().services().get(server).ports().stream().allMatch(StackService::isLocal);
        return Optional.of("To close what is published, take it out of `ports:` of " + server
                + (local
                        ? ""
                        : ", or write `services: {" + server
                                + ": {published: loopback}}` into aria.yaml, which leaves it to this machine")
                + ". Then " + common.console().text().text(Remedy.aria("bootstrap", "--up")));
    }

    /** What is published leads to the server itself, past its proxy. */
    private static String published(Target target, String server) {
        List<String> ports = target.stack().project().services().get(server).ports().stream()
                .filter(port -> port.protocol().equals("tcp"))
                .map(Port::title)
                .toList();
        return ports.isEmpty() ? "" : " from the stack; " + String.join(", ", ports) + " is published in plaintext";
    }

    /** A server that was never open has no name where it was before. */
    private static boolean isNamed(Target target, String server) {
        Sidecar sidecar = target.plan().proxies().of(server).orElseThrow();
        return sidecar.shared().stream()
                .allMatch(network -> target.stack()
                        .project()
                        .services()
                        .get(sidecar.name())
                        .networks()
                        .getOrDefault(network, List.of())
                        .contains(server));
    }
}
