package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aria.verify.CheckResult;
import aria.verify.Place;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.probe.Via;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportPrinterTest {
    private static final Report REPORT = new Report(List.of(
            new CheckResult(
                    "pki.root",
                    "PKI certificates",
                    "the root certificate is valid",
                    Optional.empty(),
                    Optional.empty(),
                    Status.PASS,
                    Optional.empty(),
                    Optional.empty(),
                    "root_ca.crt",
                    "docs/TROUBLESHOOTING.md#pki-root"),
            new CheckResult(
                    "handshake.none",
                    "Handshakes",
                    "a client without a certificate is refused",
                    Optional.of("web"),
                    Optional.of("https"),
                    Status.FAIL,
                    Optional.of(Via.PUBLISHED),
                    Optional.of(new Place("compose.yaml", 7)),
                    "a client without a certificate was served",
                    "docs/TROUBLESHOOTING.md#handshake-none")));

    @Test
    void people_see_marks_hints_and_one_summary() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(false, false, false, Map.of("LANG", "C.UTF-8"));
        ReportPrinter.print(
                new Console(out, new ByteArrayOutputStream(), terminal, Console.Verbosity.NORMAL, false), REPORT);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                PKI certificates
                ----------------
                √ the root certificate is valid: root_ca.crt

                Handshakes
                ----------
                × web: a client without a certificate was served (published)
                    see docs/TROUBLESHOOTING.md#handshake-none

                Some checks failed: 1 passed, 1 failed
                """);
    }

    @Test
    void machines_get_every_result_and_failures_as_problems() {
        JsonObject answer = JsonParser.parseString(ReportPrinter.json(REPORT, ExitCode.FAILED))
                .getAsJsonObject();
        assertThat(answer.get("schema").getAsString()).isEqualTo("aria.verify-mtls-setup/1");
        assertThat(answer.get("exit").getAsInt()).isEqualTo(1);
        JsonObject check =
                answer.getAsJsonObject("result").getAsJsonArray("checks").get(1).getAsJsonObject();
        assertThat(check.toString())
                .isEqualTo(
                        "{\"id\":\"handshake.none\",\"category\":\"Handshakes\",\"service\":\"web\",\"listener\":\"https\","
                                + "\"status\":\"fail\",\"via\":\"published\",\"file\":\"compose.yaml\",\"line\":7,\"message\":\"a client without a certificate was served\","
                                + "\"hint\":\"docs/TROUBLESHOOTING.md#handshake-none\"}");
        assertThat(answer.getAsJsonArray("problems")
                        .get(0)
                        .getAsJsonObject()
                        .get("message")
                        .getAsString())
                .isEqualTo("web: a client without a certificate was served");
        assertThat(answer.getAsJsonArray("problems")
                        .get(0)
                        .getAsJsonObject()
                        .get("line")
                        .getAsInt())
                .isEqualTo(7);
    }
}
