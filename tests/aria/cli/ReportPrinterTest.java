package aria.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Finding;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.finding.Severity;
import aria.verify.CheckResult;
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
    private static final Report REPORT = new Report(
            List.of(
                    new CheckResult(
                            "PKI certificates",
                            "the root certificate is valid",
                            Status.PASS,
                            Optional.empty(),
                            Optional.empty(),
                            finding("pki.root", Severity.NOTE, "root_ca.crt")),
                    new CheckResult(
                            "Secrets",
                            "nobody else can read a key or a password",
                            Status.FAIL,
                            Optional.empty(),
                            Optional.empty(),
                            finding(
                                    "secrets.mode",
                                    Severity.ERROR,
                                    "my, keys/a key has mode 644",
                                    Remedy.command("chmod", "600", "my, keys/a key"))),
                    new CheckResult(
                            "Handshakes",
                            "a client without a certificate is refused",
                            Status.FAIL,
                            Optional.of("https"),
                            Optional.of(Via.PUBLISHED),
                            finding("handshake.none", Severity.ERROR, "a client without a certificate was served")
                                    .about("web")
                                    .at(new Place("compose.yaml", 7, 0)))),
            List.of(),
            List.of(),
            List.of());

    private static Finding finding(String id, Severity severity, String message, Remedy... remedies) {
        return new Finding(id, severity, Optional.empty(), Optional.empty(), message, List.of(remedies));
    }

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

                Secrets
                -------
                × my, keys/a key has mode 644. Run chmod 600 'my, keys/a key'
                    see docs/TROUBLESHOOTING.md#secrets-mode

                Handshakes
                ----------
                × web: a client without a certificate was served (published)
                    see docs/TROUBLESHOOTING.md#handshake-none

                Some checks failed: 1 passed, 2 failed
                """);
    }

    @Test
    void machines_get_every_result_and_failures_as_problems() {
        JsonObject answer = JsonParser.parseString(ReportPrinter.json(REPORT, ExitCode.FAILED))
                .getAsJsonObject();
        assertThat(answer.get("schema").getAsString()).isEqualTo("aria.verify-mtls-setup/1");
        assertThat(answer.get("exit").getAsInt()).isEqualTo(1);
        JsonObject check =
                answer.getAsJsonObject("result").getAsJsonArray("checks").get(2).getAsJsonObject();
        assertThat(check.toString())
                .isEqualTo(
                        "{\"id\":\"handshake.none\",\"category\":\"Handshakes\",\"service\":\"web\",\"listener\":\"https\","
                                + "\"status\":\"fail\",\"via\":\"published\",\"file\":\"compose.yaml\",\"line\":7,\"message\":\"a client without a certificate was served\","
                                + "\"hint\":\"docs/TROUBLESHOOTING.md#handshake-none\"}");
        JsonObject secret = answer.getAsJsonArray("problems").get(0).getAsJsonObject();
        assertThat(secret.get("message").getAsString()).isEqualTo("my, keys/a key has mode 644");
        assertThat(secret.get("hint").getAsString()).isEqualTo("docs/TROUBLESHOOTING.md#secrets-mode");
        assertThat(secret.get("remedies").toString())
                .isEqualTo("[{\"command\":[\"chmod\",\"600\",\"my, keys/a key\"]}]");
        assertThat(answer.getAsJsonArray("problems")
                        .get(1)
                        .getAsJsonObject()
                        .get("message")
                        .getAsString())
                .isEqualTo("a client without a certificate was served");
        assertThat(answer.getAsJsonArray("problems")
                        .get(1)
                        .getAsJsonObject()
                        .get("line")
                        .getAsInt())
                .isEqualTo(7);
    }
}
