package aria.cli;

import aria.edit.EditRefused;
import aria.plan.FileEdit;
import aria.plan.Finding;
import aria.plan.ProjectPlan;
import aria.plan.StackPlan;
import aria.store.Layout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What patch-compose says of one project: a line for people, an object for machines (design, part 10). */
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
    public void done(StackPlan stack, ProjectPlan plan, PlanRun.Outcome outcome) {
        boolean written = !outcome.applied().files().isEmpty();
        if (common.json()) {
            console.answer(Json.answer("patch-compose", outcome.exit(), result(stack, plan, written), PlanRun.problems(plan)));
        } else if (written) {
            console.result(Mark.PASS, file + ": " + plan.edits().size() + (plan.edits().size() == 1 ? " file" : " files")
                    + " edited for " + String.join(", ", stack.secured()));
            console.message("Take it back with: ./jbangw patch-compose@aria --undo");
        } else if (plan.isEmpty() && plan.refusedAny()) {
            console.result(Mark.FAIL, file + ": left as it is");
        } else if (plan.isEmpty()) {
            console.result(Mark.PASS, file + ": nothing to do");
        }
    }

    /** The project was refused and is untouched. */
    public void refused(EditRefused refused) {
        if (common.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("file", file);
            result.put("result", "refused");
            result.put("reason", new Reason(refused.reasonId(), refused.problem()));
            console.answer(Json.answer("patch-compose", ExitCode.REFUSED, result, List.of(Problem.of(refused))));
        } else {
            console.error(refused.getMessage() + (refused.reasonId().equals("not-found") && refused.line() == 0 ? "" : "; left untouched"));
        }
    }

    private record Reason(String id, String message) {}

    private record Edited(String file, int splices) {}

    private Map<String, Object> result(StackPlan stack, ProjectPlan plan, boolean written) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("file", file);
        Optional<Reason> refused = plan.findings().stream().filter(finding -> finding.kind() == Finding.Kind.REFUSED)
                .findFirst().map(finding -> new Reason(finding.id(), PlanText.about(finding)));
        result.put("result", !plan.edits().isEmpty() ? written ? "patched" : "planned" : refused.isPresent() ? "refused" : "unchanged");
        result.put("reason", refused.orElse(null));
        result.put("services", stack.secured());
        result.put("edits", plan.edits().stream().map(edit -> new Edited(layout.display(edit.file()),
                edit.edit().splices().size())).toList());
        result.put("pureInsertion", plan.edits().stream().map(FileEdit::edit).allMatch(edit -> edit.pureInsertion()));
        return result;
    }
}
