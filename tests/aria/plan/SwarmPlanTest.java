package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A swarm has no one-shot services, so its stacks are recognised and left as they are. */
class SwarmPlanTest {
    private static final String DB = "services:\n  db:\n    image: postgres:18\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    deploy: {mode: global}\n",
                "    deploy: {placement: {constraints: [\"node.labels.db == true\"]}}\n",
                "    deploy: {update_config: {order: start-first}}\n",
                "    secrets: [pw]\nsecrets: {pw: {external: true}}\n",
                "    configs: [app]\nconfigs: {app: {external: {name: app_v3}}}\n",
                "networks: {default: {driver: overlay, attachable: true}}\n",
            })
    void a_stack_for_a_swarm_is_held_back_and_said_to_be_one(String swarm) {
        StackPlan plan = new PlannedProject(folder, DB + swarm).plan();
        assertThat(plan.securesNothing()).isTrue();
        assertThat(plan.needs()).isEmpty();
        assertThat(plan.findings())
                .filteredOn(finding -> finding.id().equals("held-back"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("Swarm stack"))
                .satisfies(finding -> assertThat(finding.place()).isPresent());
        assertThat(new PlannedProject(folder, DB + swarm)
                        .preset("db", "postgres")
                        .plan()
                        .secured())
                .containsExactly("db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    deploy: {mode: replicated, replicas: 1, resources: {limits: {memory: 1g}}}\n",
                "    restart: always\n    deploy: {update_config: {order: start-first}}\n",
                "networks: {default: {external: true, name: shared}}\n",
            })
    void what_compose_runs_too_is_secured(String both) {
        assertThat(new PlannedProject(folder, DB + both).plan().secured()).containsExactly("db");
    }

    @Test
    void a_stack_without_a_server_to_secure_has_nothing_to_be_held_back() {
        StackPlan plan = new PlannedProject(
                        folder, "services: {app: {image: \"example/app:1\", deploy: {mode: global}}}\n")
                .plan();
        assertThat(plan.findings()).isEmpty();
    }
}
