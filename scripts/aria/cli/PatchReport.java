package aria.cli;

import aria.compose.FileEdit;
import aria.compose.ProjectFiles;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Severity;
import aria.plan.ProjectPlan;
import aria.plan.StackPlan;
import aria.store.Layout;
import java.util.List;
import java.util.Optional;

/** What patch-compose says of one project: a line for people, an object for machines. */
public final class PatchReport {
    private final CommonOptions common;
    private final Layout layout;
    private final String file;
    private final Console console;

    /** @param file the project's first file, as the user names it */
    public PatchReport(CommonOptions common, Layout layout, String file) {
        this.common = common;
        this.layout = layout;
        this.file = file;
        this.console = common.console();
    }

    /** The project was planned, and applied unless it was only to be shown. */
    public void done(StackPlan stack, ProjectPlan plan, RunOutcome outcome) {
        boolean written = !outcome.applied().files().isEmpty();
        if (common.json()) {
            console.answer("patch-compose", outcome.exit(), result(stack, plan, written), PlanRun.problems(plan));
        } else if (written) {
            console.result(
                    Mark.PASS,
                    file + ": " + plan.edits().size() + (plan.edits().size() == 1 ? " file" : " files") + " edited for "
                            + String.join(", ", stack.secured()));
        } else if (plan.isEmpty() && plan.refusedAny()) {
            console.result(Mark.FAIL, file + ": left as it is");
        } else if (plan.isEmpty()) {
            console.result(Mark.PASS, file + ": nothing to do");
        }
    }

    /** The project was refused and is untouched. */
    public void refused(RefusedException refused) {
        var finding = refused.finding().place().isPresent()
                ? refused.finding()
                : refused.finding().at(Place.of(file));
        boolean there = finding.place()
                .filter(at -> at.line() > 0 || at.file().equals(file) && !refused.is(FindingId.NOT_FOUND))
                .isPresent();
        if (common.json()) {
            refused(ExitCode.REFUSED, Problem.of(finding));
        } else {
            console.error(there ? finding.saying(finding.message() + "; left untouched") : finding);
        }
    }

    /**
     * The project could not be worked on for a reason that nobody foresaw for it, and is untouched.
     *
     * @return how the command ends
     */
    public ExitCode failed(RuntimeException failure) {
        ExitCode code = ExitCode.of(failure);
        var finding = Problem.finding(failure);
        if (common.json()) {
            refused(code, Problem.of(finding));
        } else {
            String what = code == ExitCode.BUG
                    ? "a bug in aria " + Version.NUMBER + ", please report it: "
                            + failure.getClass().getName() + ": "
                    : "";
            console.error(finding.saying(file + ": " + what + finding.message() + "; left untouched"));
        }
        if (console.verbose()) {
            failure.printStackTrace(console.err());
        }
        return code;
    }

    private void refused(ExitCode code, Problem problem) {
        PatchResult result = new PatchResult(
                file, "refused", new Reason(problem.id(), problem.message()), List.of(), List.of(), false);
        console.answer("patch-compose", code, result, List.of(problem));
    }

    /**
     * The file is a part of another project of the same run.
     *
     * @param edit what that one changed in it; empty for nothing
     */
    public void partOf(ProjectFiles whole, Optional<FileEdit> edit) {
        String message = layout.display(whole.files().get(0))
                + " includes it with paths relative to another folder; it is edited as a part of that";
        if (common.json()) {
            PatchResult result = new PatchResult(
                    file,
                    edit.isPresent() ? "patched" : "unchanged",
                    new Reason("part-of", message),
                    List.of(),
                    edit.stream().map(this::edited).toList(),
                    edit.stream().allMatch(PatchReport::insertsOnly));
            console.answer("patch-compose", ExitCode.OK, result, List.of());
        } else {
            console.result(Mark.PASS, file + ": " + message);
        }
    }

    private Edited edited(FileEdit edit) {
        return new Edited(layout.display(edit.file()), edit.edit().splices().size());
    }

    private record Reason(String id, String message) {}

    private record Edited(String file, int splices) {}

    /**
     * What machines are told of a project.
     *
     * @param result {@code patched}, {@code planned}, {@code refused} or {@code unchanged}
     * @param reason why it is not edited; null when it is
     */
    private record PatchResult(
            String file,
            String result,
            Reason reason,
            List<String> services,
            List<Edited> edits,
            boolean pureInsertion) {}

    private static boolean insertsOnly(FileEdit edit) {
        return edit.edit().pureInsertion();
    }

    private PatchResult result(StackPlan stack, ProjectPlan plan, boolean written) {
        Optional<Reason> refused = plan.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .findFirst()
                .map(finding -> new Reason(finding.id(), FindingText.located(finding)));
        String edited = written ? "patched" : "planned";
        String left = refused.isPresent() ? "refused" : "unchanged";
        return new PatchResult(
                file,
                plan.edits().isEmpty() ? left : edited,
                refused.orElse(null),
                stack.secured(),
                plan.edits().stream().map(this::edited).toList(),
                plan.edits().stream().allMatch(PatchReport::insertsOnly));
    }
}
