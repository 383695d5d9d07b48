package aria.cli;

import aria.compose.ProjectFiles;
import aria.plan.ProjectPlan;

/**
 * The plan of patch-compose for one compose project.
 *
 * @param stack the project, and what its services need
 * @param plan  what is written for that
 */
public record PatchPlan(PlannedStack stack, ProjectPlan plan) {

    /** Makes such plans, for several projects in parallel. */
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
