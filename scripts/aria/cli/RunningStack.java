package aria.cli;

import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.finding.FindingText;
import aria.finding.Remedy;
import aria.finding.Severity;
import aria.operate.ConfigReload;
import aria.operate.Readiness;
import aria.operate.StackUp;
import aria.operate.StaleServers;
import aria.operate.UnusedObjects;
import aria.plan.FrontProxies;
import aria.store.Layout;
import aria.verify.CheckResult;
import aria.verify.Report;
import aria.verify.Subject;
import aria.verify.check.CheckCatalogue;
import aria.verify.check.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The running side of a bootstrap: starts the stack, has servers read what was changed, and checks the result.
 *
 * @param planned what was planned, and has been applied
 * @param subject reads the project as it is, anew at each call
 */
public record RunningStack(
        Console console, Layout layout, EditOptions edit, List<PlannedStack> planned, Supplier<Subject> subject) {
    /** What a server takes to read its files once it was told. */
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(30);

    /** As long as a connection that has ended can be seen. */
    private static final Duration APPLICATIONS_LIMIT = Duration.ofMinutes(1);

    /** Whoever waits longer wants to know for whom. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Duration COMPOSE_LIMIT = Duration.ofMinutes(2);
    private static final String HANDSHAKES = "handshake";

    /** Returns the tools to start a stack. Lines of progress are for somebody who watches. */
    public static StackUp.Tools tools(Console console) {
        return isWatched(console) ? StackUp.tools() : StackUp.tools().quietly();
    }

    private static boolean isWatched(Console console) {
        return console.showsProgress() || console.verbose();
    }

    /**
     * Starts it.
     *
     * @param written by this run
     * @return the services that do not come up
     */
    public List<StackUp.Trouble> start(StackUp.Tools tools, Duration limit, List<Path> written) {
        console.interruption()
                .reached(
                        wrote(written) + "the stack was being started",
                        Remedy.aria("bootstrap", "--up"),
                        Remedy.aria("bootstrap", "--undo"));
        Set<ConfigReload> told = new HashSet<>();
        planned.forEach(each -> {
            List<ConfigReload> proxies = ConfigReload.ofProxies(each.stack(), layout, tools.engine());
            tell(each, proxies, false);
            told.addAll(proxies);
        });
        console.message("Starting the stack with " + tools.compose().typed() + " up -d --wait");
        List<StackUp.Trouble> troubles = planned.stream()
                .flatMap(each -> StackUp.up(
                        tools,
                        layout,
                        each.stack(),
                        composeFiles(each),
                        FrontProxies.with(
                                each.stack(),
                                each.plan().proxies(),
                                edit.choices(each.stack()).only()),
                        limit,
                        console::quote)
                        .stream())
                .toList();
        if (troubles.isEmpty()) {
            Subject seen = subject.get();
            seen.compose().stacks().forEach(each -> removeStale(UnusedObjects.running(tools.engine(), each.stack())));
            planned.forEach(each -> tell(
                    each,
                    ConfigReload.ofWritten(each.stack(), seen.live(), written).stream()
                            .filter(reload -> !told.contains(reload))
                            .toList(),
                    true));
            console.message("Waiting until every server answers the right client");
            Readiness.await(Readiness.RIGHT_CLIENT, answered(limit), subject, limit);
            renew(tools);
            awaitApplications();
        }
        return troubles;
    }

    /** Whether all answer; says once whom it is waited for, when that takes long. */
    private Predicate<Report> answered(Duration limit) {
        Instant late = Instant.now().plus(LONG);
        AtomicBoolean said = new AtomicBoolean();
        return report -> {
            boolean answered = !report.failed(Severity.WARNING);
            if (!answered && Instant.now().isAfter(late) && said.compareAndSet(false, true)) {
                console.message("Still waiting, up to " + limit.toSeconds() + " s in all: "
                        + report.results().stream()
                                .filter(CheckResult::isTrouble)
                                .map(result -> result.service().orElse("") + ": " + result.message())
                                .distinct()
                                .collect(Collectors.joining("; ")));
            }
            return answered;
        };
    }

    /** A network that containers of the user's are still on stays, and {@code --prune} names it. */
    private void removeStale(UnusedObjects stale) {
        if (!stale.isEmpty()) {
            boolean all = UnusedObjects.remove(List.of(stale), Remedy.aria("bootstrap", "--prune"))
                    .isEmpty();
            List<String> gone =
                    all ? stale.lines() : new UnusedObjects(stale.containers(), List.of(), List.of()).lines();
            console.message("Removed what was there for services that are gone: " + String.join(", ", gone));
        }
    }

    /** An application that has just been started again may take a while until it calls as before. */
    private void awaitApplications() {
        Readiness.applications(
                subject,
                APPLICATIONS_LIMIT,
                waiting -> console.message("Waiting up to " + APPLICATIONS_LIMIT.toSeconds()
                        + " s until every application works as before ("
                        + waiting.stream()
                                .map(claim -> claim.service() + ": " + claim.why())
                                .collect(Collectors.joining("; "))
                        + ")"));
    }

    /** Has running servers read what this run has written; returns the project as it is then. */
    private Subject reloaded(Subject seen, List<Path> written, boolean restarts) {
        boolean told = false;
        for (PlannedStack each : planned) {
            told |= tell(each, ConfigReload.ofWritten(each.stack(), seen.live(), written), restarts);
        }
        return told ? settled() : seen;
    }

    /**
     * Checks everything, after running servers were told to read their configuration. A server that fails, and has not
     * read what an earlier run wrote, is told to read it first.
     *
     * @param written  by this run and not read yet
     * @param restarts whether servers may be restarted that read it in no other way; else it is said how
     */
    public Report check(List<Path> written, boolean restarts) {
        console.interruption()
                .reached(wrote(written) + "the checks were not finished", Remedy.aria("verify-mtls-setup"));
        Subject seen = reloaded(subject.get(), written, restarts);
        Report report = Verification.run(CheckCatalogue.all(), seen);
        boolean told = false;
        for (PlannedStack each : planned) {
            told |= tell(each, ConfigReload.ofFailing(each.stack(), seen.live(), layout, report), restarts);
        }
        return told ? Verification.run(CheckCatalogue.all(), settled()) : report;
    }

    private static String wrote(List<Path> written) {
        return written.isEmpty() ? "" : "the files are written, and ";
    }

    private Subject settled() {
        Readiness.await(HANDSHAKES, Severity.ERROR, subject, RELOAD_LIMIT);
        return subject.get();
    }

    /** Returns whether anyone was told. */
    private boolean tell(PlannedStack stack, List<ConfigReload> reloads, boolean restarts) {
        boolean told = false;
        for (ConfigReload reload : reloads) {
            ComposeFiles files = composeFiles(stack);
            Optional<ComposeCommand> compose =
                    ComposeCommand.search().command().map(found -> isWatched(console) ? found : found.quietly());
            String file = layout.display(reload.file());
            if (compose.isEmpty() || reload.restarts() && !restarts) {
                console.warning(reload.server() + " has not read " + file + " yet. Run "
                        + FindingText.line(typed(files, reload.words())));
                continue;
            }
            console.message("Reloading " + reload.server() + ", because " + file + " has changed: "
                    + compose.get().typed() + " " + String.join(" ", reload.words()));
            told |= compose.get().run(files, reload.words(), COMPOSE_LIMIT, console::quote) == 0;
        }
        return told;
    }

    private List<String> typed(ComposeFiles files, List<String> words) {
        return Remedy.compose(files.files().stream().map(layout::display).toList(), words)
                .words();
    }

    private ComposeFiles composeFiles(PlannedStack stack) {
        return StackUp.composeFiles(edit.files(stack));
    }

    /** Who shows an earlier certificate although a newer one was delivered is told to read it. */
    private void renew(StackUp.Tools tools) {
        Report shown = Readiness.await(Readiness.SHOWN, Severity.WARNING, subject, Duration.ZERO);
        boolean told = false;
        for (PlannedStack each : planned) {
            told |= StaleServers.tell(tools, layout, each.stack(), composeFiles(each), shown, console::quote);
        }
        if (told) {
            Readiness.await(Readiness.SHOWN, Severity.WARNING, subject, RELOAD_LIMIT);
        }
    }
}
