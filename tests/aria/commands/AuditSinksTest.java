package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.StepCaProcess;
import aria.store.AuditReceipts;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receivers of the audit log that are named in aria.yaml. */
class AuditSinksTest {
    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeProject() throws IOException {
        project = Project.empty(folder.toRealPath());
        ran(0, "init-ca");
    }

    @AfterEach
    void forget() {
        AuditReceipts.of(project.layout).forget();
    }

    private Project.Ran ran(int exit, String alias, String... arguments) {
        Project.Ran ran = project.run(alias, arguments);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(exit);
        return ran;
    }

    private void choose(String... audit) {
        project.file(
                "aria.yaml", "version: 1\naudit:\n" + String.join("\n", audit).indent(2));
    }

    private List<String> log() {
        return project.text("data/mtls/audit.log").lines().toList();
    }

    @Test
    void rsyslog_gets_every_entry_over_mutual_tls_and_stores_the_log_itself() throws IOException {
        ran(0, "pki-cert", "create", "logs", "--san", "localhost");
        ran(0, "pki-cert", "create", "aria-audit", "--type", "client");
        try (Rsyslog rsyslog = Rsyslog.overTls(project, "logs", "aria-audit")) {
            String url = "tls://localhost:" + rsyslog.port();
            choose("syslog: " + url, "trust: data/certs/aria-root-ca.crt");
            assertThat(ran(0, "pki-cert", "audit", "send", "--to", url).out())
                    .contains("√ " + url + ": " + log().size() + " entries sent", "acknowledged up to " + log().size());
            ran(0, "pki-cert", "create", "more");

            List<String> log = log();
            List<List<String>> got = rsyslog.messages(log.size());
            assertThat(got).extracting(fields -> fields.get(5)).isEqualTo(log);
            assertThat(got.get(0).subList(0, 5))
                    .containsExactly(
                            "109",
                            host(log.get(0)),
                            "aria",
                            "issue",
                            "[meta sequenceId=\"1\"][origin software=\"aria\"]");
            Path stored = Files.writeString(folder.resolve("stored.log"), String.join("\n", log) + "\n");
            ran(0, "pki-cert", "audit", "verify", stored.toString());
            assertThat(ran(0, "pki-cert", "audit", "verify").out())
                    .contains("acknowledged by " + url + " up to " + log.size() + ":");
        }
    }

    @Test
    void a_receiver_that_is_down_fails_no_command_and_the_next_one_sends_what_is_missing() throws IOException {
        int port = StepCaProcess.freePort();
        String url = "tcp://127.0.0.1:" + port;
        choose("syslog: " + url);
        assertThat(ran(4, "pki-cert", "audit", "send", "--to", url).err()).contains("it is not reachable");
        assertThat(ran(0, "pki-cert", "create", "one").err())
                .contains("warning: " + log().size() + " entries are not sent to " + url + ": it is not reachable");
        assertThat(ran(0, "verify-mtls-setup", "--no-live", "--only", "audit.sent")
                        .out())
                .contains("‼ " + url + " has not acknowledged " + log().size() + " entries since");
        try (Rsyslog rsyslog = Rsyslog.plain(project, port)) {
            assertThat(ran(0, "pki-cert", "create", "two").err()).doesNotContain("not sent");
            assertThat(rsyslog.messages(log().size()))
                    .extracting(fields -> fields.get(5))
                    .isEqualTo(log());
            assertThat(ran(0, "verify-mtls-setup", "--no-live", "--only", "audit.sent")
                            .out())
                    .contains("√ every receiver has acknowledged", "entry " + log().size());
        }
    }

    @Test
    void entries_that_were_acknowledged_and_taken_from_the_end_are_missed() {
        ran(0, "pki-cert", "create", "one");
        try (Rsyslog rsyslog = Rsyslog.plain(project, StepCaProcess.freePort())) {
            String url = "tcp://localhost:" + rsyslog.port();
            choose("syslog: " + url);
            ran(0, "pki-cert", "audit", "send", "--to", url);
            List<String> all = log();
            project.file("data/mtls/audit.log", String.join("\n", all.subList(0, all.size() - 1)) + "\n");
            String gone =
                    "entry " + all.size() + " was there, and the log ends before it; " + url + " has acknowledged it";
            assertThat(ran(1, "pki-cert", "audit", "verify").out()).contains(gone);
            assertThat(ran(1, "verify-mtls-setup", "--no-live", "--only", "audit.chain")
                            .out())
                    .contains(gone);
            assertThat(ran(4, "pki-cert", "audit", "send").err()).contains("the log ends before it");

            ran(0, "pki-cert", "create", "two");
            assertThat(ran(1, "pki-cert", "audit", "verify").out())
                    .as("the number is there again, with another entry")
                    .contains("entry " + all.size() + " is not the one that was there");
            ran(0, "pki-cert", "audit", "send", "--from-start");
            ran(0, "pki-cert", "audit", "verify");
        }
    }

    @Test
    void nothing_is_sent_where_nobody_on_this_machine_has_agreed() throws IOException {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "tcp://127.0.0.1:" + stranger.getLocalPort();
            choose("syslog: " + url);
            assertThat(ran(0, "pki-cert", "create", "one").err())
                    .contains("aria.yaml:3:", "is not sent to " + url + " before you agreed on this machine");
            assertThat(ran(5, "pki-cert", "audit", "send").err()).contains("--to");
            assertThat(project.answer("n", () -> {}, "pki-cert", "audit", "send")
                            .exit())
                    .isEqualTo(5);
            ran(2, "pki-cert", "audit", "send", "--to", "tcp://127.0.0.1:1");
            stranger.setSoTimeout(1);
            assertThatThrownBy(stranger::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a_production_without_a_receiver_is_an_error() {
        project.file("aria.yaml", "version: 1\nprofile: production\n");
        assertThat(ran(1, "verify-mtls-setup", "--no-live", "--only", "audit.sink")
                        .out())
                .contains("× aria.yaml names no receiver of the audit log");
        project.file("aria.yaml", "version: 1\n");
        assertThat(ran(1, "verify-mtls-setup", "--no-live").out()).doesNotContain("receiver");
    }

    private static String host(String line) {
        return JsonParser.parseString(line)
                .getAsJsonObject()
                .getAsJsonObject("who")
                .get("host")
                .getAsString();
    }
}
