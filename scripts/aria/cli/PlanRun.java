package aria.cli;

import aria.apply.Applied;
import aria.apply.PlanApplier;
import aria.apply.Watcher;
import aria.apply.Writability;
import aria.ca.Signer;
import aria.ca.init.CaChange;
import aria.edit.yaml.PlainYaml;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.PartialFailureException;
import aria.finding.Severity;
import aria.finding.UnavailableException;
import aria.operate.CaReload;
import aria.plan.ProjectPlan;
import aria.preset.Presets;
import aria.store.Layout;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Shows a plan, asks where something of the user's changes, applies it, and says what was done. */
public final class PlanRun {
    private static final byte[] DIFF = "--- a/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIFF_OF_NEW = "--- /dev/null".getBytes(StandardCharsets.US_ASCII);

    private final Runnable first;
    private final CommonOptions common;
    private final WriteOptions write;
    private final Console console;
    private final PlanPrinter printer;
    /** What the diff file is to hold, over all plans of this command. */
    private final ByteArrayOutputStream diffs = new ByteArrayOutputStream();

    private final List<CaReload.ReloadResult> reloads = new ArrayList<>();

    public PlanRun(CommonOptions common, WriteOptions write) {
        this(common, write, () -> {});
    }

    /** @param first done before anything is written, once the user has agreed; what it throws ends the run */
    public PlanRun(CommonOptions common, WriteOptions write, Runnable first) {
        this.first = first;
        this.common = common;
        this.write = write;
        this.console = common.console();
        this.printer = new PlanPrinter(console, write);
    }

    /**
     * Runs a plan to its end, or shows it.
     *
     * @throws aria.finding.ConsentException when the user does not agree, or can't be asked
     */
    public RunOutcome run(ProjectPlan plan, Instant now) {
        return run(plan, Optional.empty(), now);
    }

    /**
     * As {@link #run(ProjectPlan, Instant)}. A running CA first learns what ca.json is to say, for it would refuse
     * names that are new to it.
     *
     * @param running who signs the services' certificates; empty for the CA's files
     */
    public RunOutcome run(ProjectPlan plan, Optional<Signer> running, Instant now) {
        return running.isPresent() && plan.writes(plan.layout().caJson())
                ? runInTwo(plan, running::orElseThrow, now)
                : agreed(plan, () -> new RunOutcome(end(plan), apply(plan, running, now)));
    }

    /** As {@link #run(ProjectPlan, Instant)}, asking this whatever the plan changes. */
    public RunOutcome asking(String question, ProjectPlan plan, Instant now) {
        return agreed(plan, Optional.of(question), () -> new RunOutcome(end(plan), apply(plan, Optional.empty(), now)));
    }

    /**
     * As {@link #run(ProjectPlan, Instant)}, the services' certificates after all the rest.
     *
     * @param signer who signs them; asked when the rest is done, and only when there are any
     * @throws PartialFailureException when the rest is done and the CA that is to sign does not answer
     */
    public RunOutcome runInTwo(ProjectPlan plan, Supplier<Signer> signer, Instant now) {
        return agreed(plan, () -> {
            Applied first = apply(plan.withoutCertificates(), Optional.empty(), now);
            if (plan.certificates().isEmpty()) {
                return new RunOutcome(end(plan), first);
            }
            try {
                return new RunOutcome(
                        end(plan), first.and(apply(plan.certificatesAlone(), Optional.of(signer.get()), now)));
            } catch (UnavailableException silent) {
                throw first.files().isEmpty()
                        ? silent
                        : new PartialFailureException(
                                Finding.error(
                                                FindingId.PARTLY_DONE,
                                                silent.finding().message()
                                                        + "; all else is done, and the next run issues the certificates")
                                        .also(silent.finding().remedies()),
                                silent);
            }
        });
    }

    /** Shows the plan, and goes on when it is to be applied and the user agrees. */
    private RunOutcome agreed(ProjectPlan plan, Supplier<RunOutcome> then) {
        return agreed(plan, touchesTheUsers(plan) ? Optional.of(question(plan)) : Optional.empty(), then);
    }

    private RunOutcome agreed(ProjectPlan plan, Optional<String> question, Supplier<RunOutcome> then) {
        if (!write.showsOnly()) {
            Writability.require(plan);
        }
        tell(plan);
        if (write.showsOnly()) {
            boolean red = write.check() && !plan.isEmpty();
            return new RunOutcome(red ? ExitCode.FAILED : end(plan), Applied.NOTHING);
        }
        question.ifPresent(asked -> common.consent(write.yes())
                .require(asked, () -> printer.pageDiff(plan), () -> printer.pageReasons(plan)));
        first.run();
        return then.get();
    }

    private Applied apply(ProjectPlan plan, Optional<Signer> running, Instant now) {
        Applied applied;
        console.interruption().writing();
        try (ApplyProgress progress =
                new ApplyProgress(console, plan.certificates().size())) {
            applied = PlanApplier.apply(plan, running, now, progress);
        }
        console.interruption().wrote(!applied.files().isEmpty());
        if (applied.files().contains(plan.layout().rootKey())) {
            console.message("The root's key is in "
                    + plan.layout().display(plan.layout().rootKeyFolder())
                    + ". Move it to a safe place; only a new intermediate needs it");
        }
        if (applied.files().contains(plan.layout().defaultsJson())) {
            CaConsent.made(plan.layout());
        }
        tellCa(plan, applied);
        return applied;
    }

    /** Shows a plan, and writes its diff where that is wanted. */
    void tell(ProjectPlan plan) {
        if (!common.json()) {
            printer.print(plan);
        }
        writeDiff(plan);
    }

    /**
     * Applies plans of independent projects in one transaction, agreed to beforehand; {@link #tell} shows each.
     *
     * @return the outcome of each plan, by the plan itself
     * @throws RuntimeException as {@link PlanApplier#apply}: but for {@link PartialFailureException} nothing was
     *                          written, of none of them
     */
    IdentityHashMap<ProjectPlan, RunOutcome> applyTogether(List<ProjectPlan> plans, Instant now) {
        IdentityHashMap<ProjectPlan, RunOutcome> outcomes = new IdentityHashMap<>();
        if (!plans.isEmpty()) {
            console.interruption().writing();
            Applied all = PlanApplier.apply(ProjectPlan.together(plans), now, Watcher.NOBODY);
            console.interruption().wrote(true);
            Set<Path> written = new HashSet<>(all.files());
            plans.forEach(plan -> outcomes.put(
                    plan,
                    new RunOutcome(
                            end(plan),
                            all.of(plan.paths().stream()
                                    .filter(written::contains)
                                    .toList()))));
        }
        return outcomes;
    }

    /** Returns what became of a step-ca that runs here and had to read its files again; empty when none had to. */
    public List<CaReload.ReloadResult> reloads() {
        return List.copyOf(reloads);
    }

    /** A step-ca that runs here goes by its files as they were when it started, until it is told. */
    private void tellCa(ProjectPlan plan, Applied applied) {
        Layout layout = plan.layout();
        if (Collections.disjoint(
                applied.files(),
                List.of(
                        layout.caJson(),
                        layout.rootCertificate(),
                        layout.intermediateCertificate(),
                        layout.passwordFile()))) {
            return;
        }
        boolean newPassword = applied.files().contains(layout.passwordFile());
        CaReload.run(layout, () -> Presets.builtIn(PlainYaml::load), newPassword)
                .ifPresent(outcome -> {
                    reloads.add(outcome);
                    String line = outcome.service() + " " + outcome.message();
                    if (outcome.taken()) {
                        console.message(line);
                    } else {
                        console.warning(line);
                    }
                });
    }

    /** How a command ends that did what the plan says. */
    private static ExitCode end(ProjectPlan plan) {
        return plan.heldBackAny() || plan.refusedAny() ? ExitCode.PARTLY : ExitCode.OK;
    }

    private static boolean touchesTheUsers(ProjectPlan plan) {
        return plan.usersFiles() > plan.edits().size() || plan.edits().stream().anyMatch(edit -> !edit.keepsChoices());
    }

    private static String question(ProjectPlan plan) {
        int files = plan.usersFiles();
        boolean replaces = plan.ca()
                .filter(change -> change.state() == CaChange.State.REPLACE)
                .isPresent();
        return (replaces ? "Replace the CA and change " : "Change ") + files + (files == 1 ? " file?" : " files?");
    }

    private void writeDiff(ProjectPlan plan) {
        write.diff().ifPresent(file -> {
            byte[] diff = PlanText.diff(plan).getBytes(StandardCharsets.UTF_8);
            if (file.equals(PlanPrinter.STANDARD_OUTPUT)) {
                String text = new String(diff, StandardCharsets.UTF_8);
                console.resultText(console.showsResults() ? PlanText.coloured(text, console.colourOut()) : text);
                return;
            }
            OutputFile output = OutputFile.of(common.directory(), "--diff", file);
            if (diffs.size() == 0) {
                output.requireOurs(DIFF, DIFF_OF_NEW);
            }
            diffs.writeBytes(diff);
            output.write(diffs.toByteArray());
        });
    }

    /** The findings that machines are told, as problems: notes are left out. */
    public static List<Problem> problems(ProjectPlan plan) {
        return plan.findings().stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .map(Problem::of)
                .toList();
    }

    /** What a person sees while a large plan is applied: a bar for the certificates, then one for the files. */
    static final class ApplyProgress implements Watcher, AutoCloseable {
        private Progress bar;
        private boolean writing;

        ApplyProgress(Console console, int certificates) {
            this.bar = Progress.start(console, "certificates", certificates);
        }

        @Override
        public synchronized void issued(int done) {
            bar.stepTo(done);
        }

        @Override
        public synchronized void written(int done, int all) {
            if (!writing) {
                writing = true;
                bar = bar.next("files", all);
            }
            bar.stepTo(done);
        }

        @Override
        public synchronized void close() {
            bar.close();
        }
    }
}
