package aria.cli;

import aria.ca.OwnRoots;
import aria.ca.init.CaChange;
import aria.ca.init.FoundCa;
import aria.choices.Choices;
import aria.finding.Finding;
import aria.finding.RefusedException;
import aria.finding.Severity;
import aria.plan.ProjectPlan;
import aria.store.Layout;
import aria.store.StateKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The warning that a project's CA is used as it came, and may be anybody's. */
public final class UnknownCa {
    private static final Set<CaChange.State> CHOSEN =
            Set.of(CaChange.State.ABSENT_CREATE, CaChange.State.ADOPT, CaChange.State.REPLACE);

    private UnknownCa() {}

    /**
     * Returns a plan that names the CA when this user has neither made nor accepted it on this machine. Where no state
     * can be kept, nobody could ever say so, and nothing is said.
     *
     * @throws RefusedException when it would be taken over in production
     */
    public static ProjectPlan named(ProjectPlan plan, Choices choices) {
        if (!StateKey.here().possible()) {
            return plan;
        }
        Optional<FoundCa> found = plan.ca().flatMap(CaChange::found);
        Optional<Finding> warning = found.isPresent() ? adopted(plan.layout(), found.get()) : present(plan);
        if (warning.isPresent() && found.isPresent() && choices.production()) {
            throw new RefusedException(warning.get().as(Severity.ERROR));
        }
        return plan.also(List.of(), warning.stream().toList());
    }

    private static Optional<Finding> adopted(Layout layout, FoundCa found) {
        return OwnRoots.warning(layout, found.root(), found.file());
    }

    private static Optional<Finding> present(ProjectPlan plan) {
        boolean another =
                plan.ca().map(CaChange::state).filter(CHOSEN::contains).isPresent()
                        || plan.writes(plan.layout().rootCertificate());
        return another ? Optional.empty() : OwnRoots.warning(plan.layout());
    }
}
