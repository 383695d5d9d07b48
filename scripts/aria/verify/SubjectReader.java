package aria.verify;

import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningService;
import aria.edit.yaml.PlainYaml;
import aria.finding.Finding;
import aria.finding.UsageException;
import aria.plan.CertificateNeed;
import aria.plan.DefaultServices;
import aria.plan.StackOptions;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import aria.verify.probe.Listener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the project that is verified: its files and, on request, its running containers.
 *
 * @param layout      where everything lies
 * @param environment environment variables
 * @param live        whether to look at the running stack
 * @param decided     reads a project as was decided about it
 * @param defaults    the certificates that are needed without compose files
 * @param warnBefore  as in {@link Subject}
 * @param production  as in {@link Subject}
 */
public record SubjectReader(
        Layout layout,
        Map<String, String> environment,
        Live live,
        Function<ProjectFiles, Decided> decided,
        List<CertificateNeed> defaults,
        Optional<Duration> warnBefore,
        boolean production) {

    /**
     * A project, and what was decided about it.
     *
     * @param options  what planning it depends on
     * @param findings what a person has to know of these decisions
     */
    public record Decided(Stack stack, StackOptions options, List<Finding> findings) {}

    /** The choice to test the running stack. */
    public enum Live {
        /** An engine is required. */
        YES,
        /** No engine is asked. */
        NO,
        /** When there is an engine and something of the stack runs on it. */
        WHERE_IT_RUNS
    }

    /** Everything counts, as the compose files say. */
    public SubjectReader(
            Layout layout, Map<String, String> environment, Live live, String mode, Optional<Duration> warnBefore) {
        this(
                layout,
                environment,
                live,
                files -> new Decided(
                        Stack.of(
                                ComposeProject.load(files, environment),
                                Presets.builtIn(PlainYaml::load),
                                Selection.EVERYTHING),
                        StackOptions.here(layout, mode),
                        List.of()),
                DefaultServices.needs(),
                warnBefore,
                false);
    }

    /**
     * The project in {@link Layout#root()}.
     *
     * @param projects its compose projects; without any the services of the ARIA platform are expected
     * @throws UsageException when the selection names what is not there
     * @throws MissingEngineException when {@link Live#YES} was asked for and there is none
     */
    public Subject read(List<ProjectFiles> projects, Instant now) {
        ComposeReader compose = new ComposeReader(layout, decided);
        projects.forEach(compose::read);
        ComposeFacts facts = compose.facts();
        List<CertificateNeed> needs = projects.isEmpty() ? defaults : compose.needs();
        List<Listener> listeners = projects.isEmpty()
                ? needs.stream()
                        .map(need ->
                                Listener.unknown(need.service(), need.names().all()))
                        .toList()
                : compose.listeners();
        return Subject.of(layout, now, environment, needs, listeners, facts, running(facts), warnBefore, production);
    }

    private LiveStack running(ComposeFacts facts) {
        List<Stack> stacks =
                facts.stacks().stream().map(ComposeFacts.PlannedStack::stack).toList();
        return switch (live) {
            case NO -> LiveStack.NOT_ASKED;
            case YES -> look(stacks);
            case WHERE_IT_RUNS -> whereItRuns(stacks);
        };
    }

    private static LiveStack whereItRuns(List<Stack> stacks) {
        if (Engine.hasNone(EngineProject.any(stacks))) {
            return LiveStack.NOT_ASKED;
        }
        try {
            LiveStack seen = look(stacks);
            return seen.problem().isPresent() || seen.containers().stream().anyMatch(RunningService::runs)
                    ? seen
                    : LiveStack.NOT_ASKED;
        } catch (MissingEngineException e) {
            return LiveStack.NOT_ASKED;
        }
    }

    private static LiveStack look(List<Stack> stacks) {
        List<RunningService> containers = new ArrayList<>();
        Set<String> stale = new HashSet<>();
        Map<String, List<Path>> otherFiles = new HashMap<>();
        Set<String> projects = new HashSet<>();
        try (Engine engine = Engine.connect()) {
            for (Stack stack : stacks) {
                if (projects.add(stack.project().name())) {
                    List<RunningService> own = engine.services(EngineProject.of(stack));
                    StaleContainers found = StaleContainers.of(stack, own);
                    stale.addAll(found.stale());
                    otherFiles.putAll(found.otherFiles());
                    containers.addAll(own);
                }
            }
        }
        Optional<String> mixed = EngineProject.sharedName(stacks);
        return mixed.isPresent() && containers.stream().anyMatch(RunningService::runs)
                ? LiveStack.unclear(mixed.get())
                : new LiveStack(true, Optional.empty(), containers, stale, otherFiles);
    }
}
