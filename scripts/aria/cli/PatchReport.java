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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report of patch-compose on one project: a line for people, an object for machines. */
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
        } else if (written && plan.edits().stream().allMatch(FileEdit::keepsChoices)) {
            console.result(Mark.PASS, file + ": nothing to do, the choices are remembered");
        } else if (written) {
            console.result(
                    Mark.PASS,
                    file + ": " + plan.edits().size() + (plan.edits().size() == 1 ? " file" : " files") + " edited"
                            + (stack.certified().isEmpty() ? "" : " for " + String.join(", ", stack.certified())));
        } else if (plan.isEmpty() && plan.refusedAny()) {
            console.result(Mark.FAIL, file + ": left as it is");
        } else if (plan.isEmpty() && plan.heldBackAny()) {
            console.result(Mark.WARN, file + ": nothing more can be secured yet");
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
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("file", file);
        result.put("result", "refused");
        result.put("reason", new Reason(problem.id(), problem.message()));
        result.put("services", List.of());
        result.put("edits", List.of());
        result.put("pureInsertion", false);
        console.answer(Json.answer("patch-compose", code, result, List.of(problem)));
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
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("file", file);
            result.put("result", edit.isPresent() ? "patched" : "unchanged");
            result.put("reason", new Reason("part-of", message));
            result.put("services", List.of());
            result.put("edits", edit.stream().map(this::edited).toList());
            result.put(
                    "pureInsertion",
                    edit.map(made -> made.edit().pureInsertion()).orElse(true));
            console.answer(Json.answer("patch-compose", ExitCode.OK, result, List.of()));
        } else {
            console.result(Mark.PASS, file + ": " + message);
        }
    }

    private Edited edited(FileEdit edit) {
        return new Edited(layout.display(edit.file()), edit.edit().splices().size());
    }

    private record Reason(String id, String message) {}

    private record Edited(String file, int splices) {}

    private Map<String, Object> result(StackPlan stack, ProjectPlan plan, boolean written) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("file", file);
        Optional<Reason> refused = plan.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .findFirst()
                .map(finding -> new Reason(finding.id(), FindingText.located(finding)));
        result.put(
                "result",
                !plan.edits().isEmpty()
                        ? written ? "patched" : "planned"
                        : refused.isPresent() ? "refused" : "unchanged");
        result.put("reason", refused.orElse(null));
        result.put("services", stack.certified());
        result.put("edits", plan.edits().stream().map(this::edited).toList());
        result.put("pureInsertion", plan.edits().stream().map(FileEdit::edit).allMatch(edit -> edit.pureInsertion()));
        return result;
    }
}
