///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//DEPS aria/Project.java
//DESCRIPTION Makes root, intermediate and provisioners: a folder that step-ca loads as it is.

import aria.ca.OwnRoots;
import aria.ca.init.CaChange;
import aria.ca.init.ImportedCa;
import aria.cli.AdoptOptions;
import aria.cli.CaCommandOptions;
import aria.cli.CaFilesResult;
import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Launcher;
import aria.cli.Mark;
import aria.cli.PlanRun;
import aria.cli.ProjectChoices;
import aria.cli.Recover;
import aria.cli.RememberedChoices;
import aria.cli.RemoteCaOptions;
import aria.cli.RunOutcome;
import aria.cli.UnknownCa;
import aria.cli.WriteOptions;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.pki.CryptoWarmUp;
import aria.pki.Names;
import aria.plan.CertificateNeeds;
import aria.plan.DefaultServices;
import aria.plan.ProjectPlan;
import aria.plan.ProjectPlanner;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "init-ca",
        sortOptions = false,
        description = "Makes the CA: root, encrypted intermediate, provisioners, ca.json.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  init-ca                              a CA in config/step-ca, for the stack in this folder",
            "  init-ca --root-key /media/stick      store the root's key on a USB stick",
            "  init-ca --permit-domain example.org  certificates for this domain and localhost only",
            "  init-ca --adopt ~/.step              adopt the CA that 'step ca init' made",
            "  init-ca --root r.crt --root-key r.key    make a new intermediate under your root",
            "  init-ca --ca-url https://ca.example.org:9000 --fingerprint 8f1c...   use a CA elsewhere",
            "  init-ca --fingerprint 8f1c...        the CA that is here is yours, though you did not make it on this machine",
            "  init-ca --force                      a new CA; the old one is kept in a dated backup"
        })
class InitCa implements Callable<Integer> {
    @Mixin
    CommonOptions common;

    @Mixin
    CaCommandOptions ca;

    @Mixin
    RemoteCaOptions remote;

    @ArgGroup(exclusive = false, heading = "%nAn existing CA:%n")
    AdoptOptions adopt = new AdoptOptions();

    @Mixin
    ComposeOptions compose;

    @Mixin
    WriteOptions write;

    public static void main(String... arguments) {
        System.exit(Launcher.run(new InitCa(), arguments));
    }

    @Override
    public Integer call() {
        Layout layout = common.layout(compose, List.of());
        Console console = common.console();
        Recover.first(layout, console, write.showsOnly());
        if (!write.showsOnly()) {
            CryptoWarmUp.begin();
        }
        Instant now = Instant.now();
        if (remote.accepts(layout)
                && (ca.replaces() || !adopt.brought(common::typed).equals(ImportedCa.none()))) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "--fingerprint without --ca-url accepts the CA that is here, so no other one can be made or adopted");
        }
        if (remote.accepts(layout)) {
            return remote.accept(common, write).number();
        }
        if (remote.given(common, !adopt.brought(common::typed).equals(ImportedCa.none()))) {
            return remote.run(common, compose, write, now).number();
        }
        ImportedCa brought = adopt.brought(common::typed);
        RememberedChoices remembered = common.remembered(common.choices(), compose, write.once());
        ca.remember(remembered);
        List<Stack> stacks = compose.stacks(layout);
        ProjectPlan made = new ProjectPlanner(layout, now, Optional.empty())
                .initCa(ca.options(common::typed, policyNames(layout, stacks), List.of(), brought, remembered.known()));
        ProjectPlan plan = UnknownCa.named(
                remembered.with(common.guarded(made, stacks)), common.choices().choices());
        RunOutcome outcome = new PlanRun(common, write).run(plan, now);
        if (brought.isElsewhere() && !write.showsOnly()) {
            OwnRoots.made(layout);
        }
        report(plan, outcome, layout, console);
        return outcome.exit().number();
    }

    /** The names the CA may certify: those of the stack at hand, else those of the ARIA platform. */
    private Names policyNames(Layout layout, List<Stack> stacks) {
        ProjectChoices choices = new ProjectChoices(common.choices(), Selection.EVERYTHING, Optional.empty());
        return ProjectPlanner.names(
                stacks.isEmpty()
                        ? choices.needs(DefaultServices.needs())
                        : CertificateNeeds.askedFor(stacks, choices.options(layout)));
    }

    private void report(ProjectPlan plan, RunOutcome outcome, Layout layout, Console console) {
        CaChange change = plan.ca().orElseThrow();
        boolean made = !outcome.applied().files().isEmpty();
        if (common.json()) {
            console.answer(
                    "init-ca",
                    outcome.exit(),
                    CaFilesResult.of(made ? "made" : change.changes() ? "planned" : "present", outcome, layout),
                    PlanRun.problems(plan));
        } else if (made) {
            console.result(
                    Mark.PASS,
                    "CA in " + layout.display(layout.configDir()) + ", "
                            + outcome.applied().files().size() + " files");
            console.next(Remedy.aria("generate-service-certs"), Remedy.aria("bootstrap"));
        } else if (outcome.exit() == ExitCode.OK && !change.changes()) {
            console.result(
                    Mark.PASS, "CA in " + layout.display(layout.configDir()) + " already exists, nothing changed");
        }
    }
}
