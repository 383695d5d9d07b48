package aria.cli;

import aria.compose.ProjectFiles;
import aria.plan.ProjectPlan;
import aria.plan.StackPlan;
import aria.stack.Stack;

/**
 * What patch-compose would do with one compose project.
 *
 * @param read  the project as it is
 * @param stack what its services need
 * @param plan  what is written for that
 */
public record PatchPlan(Stack read, StackPlan stack, ProjectPlan plan) {

    /** Makes such plans, for several projects at the same time. */
    public interface Planner {
        /**
         * Reads, never writes.
         *
         * @throws aria.finding.RefusedException when the project can't be patched
         */
        PatchPlan plan(ProjectFiles project);

        /** Says what else there is to say once it is applied. */
        void tell(PatchPlan applied);
    }
}
