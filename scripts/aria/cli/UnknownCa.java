package aria.cli;

import aria.ca.OwnRoots;
import aria.ca.init.CaChange;
import aria.plan.ProjectPlan;
import aria.store.StateKey;
import java.util.List;
import java.util.Set;

/** The warning that a project's CA is used as it came, and may be anybody's. */
public final class UnknownCa {
    private static final Set<CaChange.State> CHOSEN =
            Set.of(CaChange.State.ABSENT_CREATE, CaChange.State.ADOPT, CaChange.State.REPLACE);

    private UnknownCa() {}

    /**
     * Returns a plan that names the CA when this user has neither made nor accepted it on this machine. Where no state
     * can be kept, nobody could ever say so, and nothing is said.
     */
    public static ProjectPlan named(ProjectPlan plan) {
        boolean another =
                plan.ca().map(CaChange::state).filter(CHOSEN::contains).isPresent()
                        || plan.writes(plan.layout().rootCertificate());
        return another || !StateKey.here().possible()
                ? plan
                : plan.also(List.of(), OwnRoots.warning(plan.layout()).stream().toList());
    }
}
