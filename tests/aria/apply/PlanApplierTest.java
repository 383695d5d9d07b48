package aria.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.init.CaOptions;
import aria.ca.init.CaPlanner;
import aria.finding.RefusedException;
import aria.pki.Names;
import aria.plan.ProjectPlan;
import aria.store.Layout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanApplierTest {

    @TempDir
    Path root;

    @Test
    void two_runs_that_planned_a_ca_at_the_same_time_leave_the_first_ones() {
        ProjectPlan first = newCa();
        ProjectPlan second = newCa();
        PlanApplier.apply(first, Instant.now(), Watcher.NOBODY);
        Map<String, String> before = Scenario.look(Layout.of(root));

        assertThatThrownBy(() -> PlanApplier.apply(second, Instant.now(), Watcher.NOBODY))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("root_ca.crt");

        assertThat(Scenario.look(Layout.of(root))).isEqualTo(before);
    }

    private ProjectPlan newCa() {
        Layout layout = Layout.of(root);
        CaOptions options = CaOptions.defaults(Names.of(List.of("db")));
        return new ProjectPlan(
                layout,
                List.of(),
                Optional.of(CaPlanner.plan(layout, options, Instant.now())),
                List.of(),
                ProjectPlan.DEFAULT_VALIDITY,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
    }
}
