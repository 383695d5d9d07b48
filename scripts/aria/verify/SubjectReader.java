package aria.verify;

import aria.compose.ComposeLocator;
import aria.compose.ProjectFiles;
import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.RunningService;
import aria.edit.yaml.PlainYaml;
import aria.finding.UsageException;
import aria.plan.CertificateNeed;
import aria.plan.DefaultServices;
import aria.plan.StackOptions;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.store.Layout;
import aria.verify.probe.Listener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers what is to be verified: the project's files and, where wanted, what runs of it.
 *
 * @param layout      where everything lies
 * @param environment environment variables
 * @param live        whether to look at the running stack
 * @param mode        {@code require} or {@code request}, as in {@link StackOptions}
 * @param selection   the services that count, and what was said about them
 * @param warnBefore  as in {@link Subject}
 */
public record SubjectReader(
        Layout layout,
        Map<String, String> environment,
        Live live,
        String mode,
        Selection selection,
        Optional<Duration> warnBefore) {

    /** Whether to look at the running stack. */
    public enum Live {
        /** An engine is required. */
        YES,
        /** No engine is asked. */
        NO,
        /** When there is an engine and something of the stack runs on it. */
        WHERE_IT_RUNS
    }

    /** Everything counts, as the compose files say. */
    public SubjectReader(Layout layout, Map<String, String> environment, Live live, String mode) {
        this(layout, environment, live, mode, Selection.EVERYTHING, Optional.empty());
    }

    /**
     * The project in {@link Layout#root()}.
     *
     * @param dashF      files of one merged project
     * @param positional files of projects of their own; with neither, they are looked for, and without any the services of
     *                   the ARIA platform are expected
     * @throws UsageException when the selection names what is not there
     * @throws MissingEngineException when {@link Live#YES} was asked for and there is none
     */
    public Subject read(List<Path> dashF, List<Path> positional, Instant now) {
        List<ProjectFiles> projects = ComposeLocator.locate(layout.root(), dashF, positional, environment);
        ComposeReader compose = new ComposeReader(
                layout, StackOptions.here(layout, mode), Presets.builtIn(PlainYaml::load), selection, environment);
        projects.forEach(compose::read);
        List<CertificateNeed> needs = projects.isEmpty() ? DefaultServices.needs() : compose.needs();
        List<Listener> listeners = projects.isEmpty()
                ? needs.stream()
                        .map(need ->
                                Listener.unknown(need.service(), need.names().all()))
                        .toList()
                : compose.listeners();
        return Subject.of(
                layout, now, environment, needs, listeners, compose.facts(), running(compose.projects()), warnBefore);
    }

    private LiveStack running(List<String> projects) {
        return switch (live) {
            case NO -> LiveStack.NOT_ASKED;
            case YES -> LiveStack.of(containers(projects));
            case WHERE_IT_RUNS -> whereItRuns(projects);
        };
    }

    private static LiveStack whereItRuns(List<String> projects) {
        try {
            List<RunningService> containers =
                    Engine.hasNone(running -> projects.contains(running.name())) ? List.of() : containers(projects);
            boolean runs = containers.stream().anyMatch(container -> container.state() == RunningService.State.RUNNING);
            return runs ? LiveStack.of(containers) : LiveStack.NOT_ASKED;
        } catch (MissingEngineException e) {
            return LiveStack.NOT_ASKED;
        }
    }

    private static List<RunningService> containers(List<String> projects) {
        try (Engine engine = Engine.connect()) {
            return projects.stream()
                    .distinct()
                    .flatMap(project -> engine.services(project).stream())
                    .toList();
        }
    }
}
