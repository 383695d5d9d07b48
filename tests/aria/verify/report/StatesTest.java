package aria.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.FindingText;
import aria.finding.Severity;
import aria.verify.ApplicationClaim;
import aria.verify.ApplicationState;
import aria.verify.ListenerClaim;
import aria.verify.ListenerState;
import aria.verify.Report;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every form of the report has the states of listeners and applications. */
class StatesTest {
    private static final Report REPORT = new Report(
            List.of(),
            List.of(new ListenerClaim("db", "postgresql", ListenerState.ENFORCED, "", Optional.empty())),
            List.of(),
            List.of(new ApplicationClaim("app", ApplicationState.BROKEN, "db refuses it", true)));
    private static final Overview OVERVIEW = new Overview(
            Path.of("/project"),
            Instant.EPOCH,
            true,
            List.of(),
            Optional.empty(),
            new StackMap(List.of(), List.of()),
            List.of());

    @Test
    void the_headline_counts_them() {
        assertThat(TerminalReport.summary(REPORT)).endsWith("Listeners: 1 enforced. Applications: 1 broken");
    }

    @Test
    void all_is_not_well_while_an_application_is_not_checked() {
        for (ApplicationState state : ApplicationState.values()) {
            Report report = new Report(
                    List.of(), List.of(), List.of(), List.of(new ApplicationClaim("app", state, "as seen", false)));
            assertThat(TerminalReport.summary(report).startsWith("All checks passed"))
                    .as(state.label())
                    .isEqualTo(state != ApplicationState.NOT_CHECKED);
        }
    }

    @Test
    void json_and_sarif_list_them() {
        assertThat(ReportJson.of(REPORT).toString())
                .contains("{service=db, listener=postgresql, state=enforced}")
                .contains("{service=app, state=broken, why=db refuses it}");
        assertThat(text(SarifReport.of(REPORT, List.of(), OVERVIEW, "1")).replaceAll("\\s", ""))
                .contains("{\"service\":\"db\",\"listener\":\"postgresql\",\"state\":\"enforced\"}")
                .contains("{\"service\":\"app\",\"state\":\"broken\",");
    }

    @Test
    void junit_has_them_as_properties() {
        assertThat(text(JunitReport.of(REPORT, OVERVIEW, Severity.ERROR)))
                .contains("<property name=\"listener db postgresql\" value=\"enforced\">")
                .contains("<property name=\"application app\" value=\"broken\">");
    }

    @Test
    void the_page_counts_them() {
        Path page = Path.of("/project/mtls.html");
        assertThat(text(HtmlReport.of(REPORT, OVERVIEW, "1", FindingText.IN_CHECKOUT, page)))
                .contains("1 enforced", "1 broken");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
