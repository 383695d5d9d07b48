package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aria.verify.traffic.Call;
import aria.verify.traffic.CallerUse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the callers that have called remain the only ones, wherever the others come from. */
class CallersReportTest {
    @Test
    void one_that_has_not_called_is_left_out() {
        assertThat(CallersReport.tighter("db", List.of(use("web", 5432, 1), use("app", 5432, 2), use("job", 5432, 0))))
                .contains("To shut out job, write `services: {db: {callers: [app, web]}}` into aria.yaml");
    }

    @Test
    void one_that_has_called_another_port_stays() {
        assertThat(CallersReport.tighter("db", List.of(use("app", 5432, 1), use("app", 8080, 0))))
                .isEmpty();
    }

    @Test
    void nothing_is_said_of_a_server_that_nobody_or_everybody_has_called() {
        assertThat(CallersReport.tighter("db", List.of(use("app", 5432, 0)))).isEmpty();
        assertThat(CallersReport.tighter("db", List.of(use("app", 5432, 1)))).isEmpty();
        assertThat(CallersReport.tighter("db", List.of())).isEmpty();
    }

    private static CallerUse use(String caller, int port, int ended) {
        return new CallerUse(new Call(caller, "db", port), ended, 0, Instant.EPOCH, false);
    }
}
