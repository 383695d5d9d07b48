///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//DEPS aria/Project.java
//DESCRIPTION All of it in one command: CA, certificates, patched compose files, checks; with --up a running stack, proven.

import aria.apply.Undo;
import aria.ca.Signer;
import aria.ca.init.ImportedCa;
import aria.cli.BootstrapReport;
import aria.cli.CaCommandOptions;
import aria.cli.CaServerChoice;
import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Durations;
import aria.cli.EditOptions;
import aria.cli.ExitCode;
import aria.cli.Launcher;
import aria.cli.NamedUndo;
import aria.cli.ObservedStacks;
import aria.cli.PlanRun;
import aria.cli.PlannedStack;
import aria.cli.ProjectChoices;
import aria.cli.PruneRun;
import aria.cli.Recover;
import aria.cli.RememberedChoices;
import aria.cli.RunOutcome;
import aria.cli.RunningStack;
import aria.cli.StartedCaOptions;
import aria.cli.UndoOptions;
import aria.cli.UndoRun;
import aria.cli.UnknownCa;
import aria.cli.Unused;
import aria.cli.WriteOptions;
import aria.compose.ProjectFiles;
import aria.operate.CurrentUser;
import aria.operate.KeyVolumes;
import aria.operate.StackUp;
import aria.pki.CryptoWarmUp;
import aria.plan.CertificateNeed;
import aria.plan.CertificateNeeds;
import aria.plan.DefaultServices;
import aria.plan.ProjectPlan;
import aria.plan.ProjectPlanner;
import aria.plan.StackPlan;
import aria.plan.StackPlanner;
import aria.stack.Stack;
import aria.store.Layout;
import aria.verify.Report;
import aria.verify.Subject;
import aria.verify.SubjectReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "bootstrap",
        sortOptions = false,
        description =
                "Sets up mutual TLS in one run: CA, certificates and compose files. With --up, also starts the stack and checks it by handshakes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bootstrap                 show the plan, ask, apply it",
            "  bootstrap --dry-run       show the plan, write nothing",
            "  bootstrap --yes --up      for CI: apply the plan, start the stack, check it",
            "  bootstrap --override compose.mtls.yaml --yes   put all edits into an override file",
            "  bootstrap --with-step-ca --yes                 with step-ca as a service, for ACME and renewals over the network",
            "  bootstrap --up --ca jwk                     start the step-ca of the stack first; it signs",
            "  bootstrap -f compose.yml --root-key discard --yes   a throwaway stack",
            "  bootstrap --undo --yes    restore the original files; keys and certificates stay",
            "  bootstrap --prune         list what was made for services that are gone, and ask before it is removed"
        })
class Bootstrap implements Callable<Integer> {
    @Mixin
    CommonOptions common;

    @Mixin
    EditOptions edit;

    @Mixin
    CaCommandOptions ca;

    @Mixin
    StartedCaOptions signer;

    @Mixin
    WriteOptions write;

    @Option(
            names = "--with-step-ca",
            description = "Run step-ca as a service of the stack, on the networks of the services with certificates.")
    boolean stepCa;

    @Option(
            names = "--validity",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Lifetime of the certificates (default: that of the certificate before, else 1y).")
    Duration validity;

    @Option(names = "--up", description = "Start the stack with Docker Compose and check it by handshakes.")
    boolean up;

    @Option(
            names = "--up-timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            defaultValue = "10m",
            description = "How long the start may take (default: ${DEFAULT-VALUE}).")
    Duration upTimeout;

    @Mixin
    UndoOptions back;

    private final ObservedStacks observed = new ObservedStacks();

    @Option(
            names = "--volumes",
            description = "With --undo: also remove the volumes that hold copies of the keys, and private networks.")
    boolean volumes;

    @Option(
            names = "--prune",
            description = "Remove what was made for services that are gone: certificates, names in the CA's policy,"
                    + " services, volumes, networks.")
    boolean prune;

    public static void main(String... arguments) {
        System.exit(Launcher.run(new Bootstrap(), arguments));
    }

    @Override
    public Integer call() {
        Layout layout = common.layout(edit.compose(), List.of());
        Recover.first(common, write.showsOnly(), back);
        List<ProjectFiles> projects = edit.projects(layout, edit.compose().projects(layout, List.of()));
        back.requireWithout("--prune", prune);
        back.requireWithout("--up", up);
        if (prune || up) {
            ComposeOptions.requireFound(layout, projects);
        }
        if (prune) {
            return new PruneRun(common, write)
                    .run(layout, edit.stacks(common.console(), layout, projects))
                    .number();
        }
        if (!back.undo() && !write.showsOnly()) {
            CryptoWarmUp.begin();
        }
        return (back.undo() ? undo(layout, projects) : bootstrap(layout, projects)).number();
    }

    private ExitCode bootstrap(Layout layout, List<ProjectFiles> projects) {
        Instant now = Instant.now();
        ProjectChoices choices = edit.selection().choices(common.choices());
        choices.requireOwnCa();
        signer.orBy(choices.file().choices());
        List<Stack> stacks = observed.look(layout, edit.stacks(common.console(), layout, projects), !write.showsOnly());
        CaServerChoice caServer = new CaServerChoice(layout, edit, stacks, stepCa);
        Optional<StartedCaOptions.Server> server = caServer.server();
        signer.requireCa(server, up);
        StackUp.Tools tools = up && !write.showsOnly() ? RunningStack.tools(common.console()) : null;
        if (tools != null) {
            StackUp.requireStartable(tools, layout, stacks);
        }
        List<PlannedStack> planned = stacks.stream()
                .map(stack ->
                        observed.planned(edit, write, stack, each -> StackPlanner.plan(each, caServer.options(stack))))
                .toList();
        List<StackPlan> plans = EditOptions.apart(layout, planned);
        if (edit.publishedLocally(common, write, plans)) {
            return bootstrap(layout, projects);
        }
        List<CertificateNeed> needs =
                stacks.isEmpty() ? choices.needs(DefaultServices.needs()) : CertificateNeeds.ofPlans(plans);
        if (stacks.isEmpty()) {
            common.console().message(DefaultServices.NOTICE);
        }
        ProjectPlan plan = withChoices(
                planned,
                stacks,
                signer.possible(new ProjectPlanner(layout, now, choices.validity(validity))
                        .bootstrap(
                                plans,
                                needs,
                                ca.options(
                                        common::typed,
                                        ProjectPlanner.names(needs),
                                        caServer.names(),
                                        ImportedCa.none(),
                                        choices.file().choices()),
                                Optional.of(CurrentUser.atTheKeyboard()))));
        edit.requireNamed(layout, List.of(), plan);
        RunOutcome outcome = outcome(
                plan,
                edit.rehearsal(common.console(), tools, layout, planned),
                () -> tools == null
                        ? signer.running(common, needs)
                        : signer.start(common, tools, server.orElseThrow(), needs, upTimeout),
                now);
        BootstrapReport report = new BootstrapReport(common, plan, outcome, edit, signer.signedBy(), tools != null);
        boolean nothing = ProjectPlanner.secureNothing(plans);
        if (write.showsOnly() || nothing) {
            tell(layout, planned);
            return report.shown(Unused.of(layout, stacks, !write.showsOnly()), nothing);
        }
        observed.record(layout, stacks, !outcome.applied().files().isEmpty());
        RunningStack running =
                new RunningStack(common.console(), layout, edit, planned, () -> subject(layout, planned));
        List<Path> changed = outcome.applied().files();
        List<StackUp.Trouble> troubles = tools == null ? List.of() : running.start(tools, upTimeout, changed);
        Report checks = running.check(tools == null ? changed : List.of(), tools != null);
        observed.settle(layout, stacks, checks);
        ExitCode exit = report.done(planned, troubles, checks, Unused.of(layout, stacks, true));
        tell(layout, planned);
        return exit;
    }

    private void tell(Layout layout, List<PlannedStack> planned) {
        planned.forEach(each -> edit.tell(common.console(), layout, each));
        observed.tell(common.console(), planned);
    }

    private RunOutcome outcome(ProjectPlan plan, Runnable first, Supplier<Signer> started, Instant now) {
        PlanRun run = new PlanRun(common, write, first);
        try (StartedCaOptions signing = signer) {
            return signing.running() ? run.runInTwo(plan, started, now) : run.run(plan, now);
        }
    }

    /** The project as it is now, read with its override file when there is one. */
    private Subject subject(Layout layout, List<PlannedStack> planned) {
        return new SubjectReader(
                        layout,
                        System.getenv(),
                        up ? SubjectReader.Live.YES : SubjectReader.Live.WHERE_IT_RUNS,
                        files ->
                                edit.selection().choices(files).decided(layout, observed.in(edit.stack(layout, files))),
                        edit.selection().choices(common.choices()).needs(DefaultServices.needs()),
                        common.choices().choices().warnBefore(),
                        common.choices().choices().production())
                .read(planned.stream().map(edit::files).toList(), Instant.now())
                .sendingAuditTo(common.choices().choices().audit().addresses());
    }

    /** The plan with what is remembered of the options, and with what a person has to know of the choices. */
    private ProjectPlan withChoices(List<PlannedStack> planned, List<Stack> stacks, ProjectPlan plan) {
        RememberedChoices remembered = edit.remembered(common, common.choices(), write.once());
        remembered.validity(validity);
        signer.remember(remembered);
        ca.remember(remembered);
        observed.offer(common, write.yes() || write.showsOnly(), remembered, planned);
        return write.shown(UnknownCa.named(
                        remembered.with(common.guarded(plan, stacks)),
                        common.choices().choices())
                .also(List.of(), edit.findings(stacks)));
    }

    private ExitCode undo(Layout layout, List<ProjectFiles> projects) {
        StackUp.Tools tools = volumes && !write.showsOnly() ? RunningStack.tools(common.console()) : null;
        List<Stack> stacks = edit.stacks(common.console(), layout, projects);
        List<KeyVolumes> keys = UndoRun.keys(layout, stacks);
        NamedUndo named = edit.compose().files().isEmpty()
                ? new NamedUndo(Undo.recorded(layout), List.of(), List.of())
                : NamedUndo.of(layout, stacks, Undo.recorded(layout));
        named.tell(common.console(), layout);
        UndoRun undo = new UndoRun(common, write, !named.other().isEmpty());
        RunOutcome outcome = undo.run("bootstrap", named.files(), stacks, back.accepted());
        if (tools == null) {
            undo.tellOfKeys(outcome, keys);
        } else if (outcome.exit() == ExitCode.OK) {
            keys.forEach(left -> left.remove(tools, common.console()::message));
        }
        return outcome.exit();
    }
}
