package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeLocator;
import aria.compose.ComposeProject;
import aria.compose.FileEdit;
import aria.edit.UnifiedDiff;
import aria.edit.yaml.PlainYaml;
import aria.finding.Finding;
import aria.finding.FindingText;
import aria.finding.Severity;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services whose TLS stands in a file of their own language: what is planned for it, and what is refused. */
class BlockConfigPlanTest {
    private static final String VAULT =
            "services: {vault: {image: 'hashicorp/vault:1.21', command: server, volumes: ['./vault:/vault/config:ro']}}\n";
    private static final String NATS =
            "services: {nats: {image: 'nats:2.14-alpine', command: [-c, /etc/nats/n.conf], volumes: ['./nats:/etc/nats:ro']}}\n";
    private static final String LISTENER = "listener \"tcp\" {\n  address = \"0.0.0.0:8200\"\n  tls_disable = 1\n}\n";

    @TempDir
    private Path folder;

    @Test
    void every_listener_of_vault_gets_tls_and_the_address_for_clients_its_scheme() throws IOException {
        write(
                "vault/a.hcl",
                LISTENER
                        + "listener \"tcp\" {\n  address = \"127.0.0.1:8300\"\n}\napi_addr = \"http://v.example:8200\"\n");
        StackPlan plan = plan(VAULT);
        assertThat(plan.secured()).containsExactly("vault");
        assertThat(added(plan, "a.hcl")).isEqualTo("""
                +  tls_cert_file = "/etc/certs/tls.crt"
                +  tls_key_file = "/etc/certs/tls.key"
                +  tls_client_ca_file = "/etc/certs/ca.crt"
                +  tls_require_and_verify_client_cert = true
                +  tls_cert_file = "/etc/certs/tls.crt"
                +  tls_key_file = "/etc/certs/tls.key"
                +  tls_client_ca_file = "/etc/certs/ca.crt"
                +  tls_require_and_verify_client_cert = true
                +api_addr = "https://v.example:8200"
                """);
    }

    @Test
    void a_server_in_development_mode_is_left_alone_with_the_remedy() throws IOException {
        write("vault/a.hcl", LISTENER);
        for (String compose : List.of(
                VAULT.replace("command: server, ", ""),
                VAULT.replace("command: server", "command: server -dev"),
                VAULT.replace("command: server", "command: server, environment: {VAULT_DEV_ROOT_TOKEN_ID: root}"))) {
            assertThat(refusal(plan(compose)))
                    .startsWith("preset-refuses")
                    .contains("development mode")
                    .contains("command: server");
        }
        assertThat(refusal(plan(
                        VAULT.replace("command: server", "command: server, environment: {VAULT_LOCAL_CONFIG: '{}'}"))))
                .contains("VAULT_LOCAL_CONFIG");
    }

    @Test
    void a_configuration_that_can_not_be_edited_leaves_the_whole_service_as_it_is() throws IOException {
        assertThat(refusal(plan(VAULT.replace("./vault:", "data:") + "volumes: {data: }\n")))
                .startsWith("config-in-image")
                .contains("/vault/config");
        write("vault/a.hcl", "api_addr = \"http://v:8200\"\n");
        assertThat(refusal(plan(VAULT))).startsWith("wrong-type").contains("there is no listener \"tcp\" block");
        write("vault/a.hcl", LISTENER);
        write("vault/b.json", "{\"listener\": [{\"tcp\": {}}]}");
        assertThat(refusal(plan(VAULT)))
                .startsWith("config-invalid")
                .contains("vault/b.json")
                .contains("JSON");
        Files.delete(folder.resolve("vault/b.json"));
        write(
                "vault/a.hcl",
                LISTENER + "storage \"raft\" {\n  retry_join {\n    leader_api_addr = \"http://v2:8200\"\n  }\n}\n");
        assertThat(refusal(plan(VAULT)))
                .startsWith("preset-refuses")
                .contains("vault/a.hcl:6:3")
                .contains("retry_join");
        write("vault/a.hcl", LISTENER + "oops\n");
        assertThat(refusal(plan(VAULT))).startsWith("config-invalid").contains("vault/a.hcl:6:1");
    }

    @Test
    void monitoring_of_nats_moves_to_loopback_with_its_port_however_it_is_written() throws IOException {
        for (String line : List.of(
                "http: 8333",
                "http_port: 8333",
                "monitor_port = 8333",
                "http: \"0.0.0.0:8333\"",
                "http: localhost:8333")) {
            write("nats/n.conf", line + "\nallow_non_tls: true\n");
            assertThat(added(plan(NATS), "n.conf").replace(" = ", ": "))
                    .as(line)
                    .startsWith("+http: \"127.0.0.1:8333\"\n+\n+tls {\n")
                    .doesNotContain("non_tls");
        }
    }

    @Test
    void other_ports_of_nats_are_pointed_out() throws IOException {
        write("nats/n.conf", "cluster { port: 6222 }\n");
        assertThat(plan(NATS).findings())
                .filteredOn(finding -> finding.severity() != Severity.NOTE)
                .extracting(Finding::id, Finding::severity)
                .containsExactly(Tuple.tuple("config-key", Severity.WARNING));
    }

    @Test
    void flags_that_break_the_reload_and_monitoring_without_certificates_are_refused() throws IOException {
        write("nats/n.conf", "port: 4222\n");
        assertThat(refusal(plan(NATS.replace("[-c", "[--tlsverify, -c")))).contains("with flags");
        write("nats/n.conf", "port: 4222\nhttps_port: 8443\n");
        assertThat(refusal(plan(NATS))).contains("nats/n.conf:2:1");
    }

    @Test
    void an_included_file_may_not_set_what_we_set() throws IOException {
        write("nats/n.conf", "include ./more.conf\nauthorization {\n  include users.conf\n}\n");
        write("nats/more.conf", "tls { cert_file: a }\n");
        assertThat(refusal(plan(NATS))).startsWith("include").contains("nats/more.conf, which sets 'tls' in line 1");
        write("nats/more.conf", "max_payload: 1MB\n");
        assertThat(plan(NATS).secured()).containsExactly("nats");
        Files.delete(folder.resolve("nats/more.conf"));
        assertThat(refusal(plan(NATS))).startsWith("include").contains("./more.conf");
    }

    @Test
    void services_that_share_a_file_edit_it_once() throws IOException {
        write("nats/n.conf", "port: 4222\n");
        StackPlan plan = plan(
                NATS.replace(
                        "services: {nats:",
                        "services: {other: {image: nats, command: [-c, /etc/nats/n.conf], volumes: ['./nats:/etc/nats']}, nats:"));
        assertThat(plan.secured()).containsExactlyInAnyOrder("nats", "other");
        assertThat(plan.edits())
                .filteredOn(edit -> edit.file().endsWith("n.conf"))
                .hasSize(1);
    }

    private StackPlan plan(String compose) throws IOException {
        write("compose.yaml", compose);
        ComposeProject project = ComposeProject.load(
                ComposeLocator.locate(folder, List.of(), List.of(), Map.of()).get(0), Map.of());
        Stack stack = Stack.of(project, Presets.builtIn(PlainYaml::load), Selection.EVERYTHING);
        return StackPlanner.plan(stack, new StackOptions(Layout.of(folder), StackOptions.REQUIRE, false));
    }

    /** The one refusal of a plan that changes nothing. */
    private static String refusal(StackPlan plan) {
        assertThat(plan.secured()).isEmpty();
        assertThat(plan.edits()).isEmpty();
        return plan.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(finding -> finding.id() + ": " + FindingText.IN_CHECKOUT.line(finding))
                .collect(Collectors.joining("\n"));
    }

    private static String added(StackPlan plan, String file) {
        FileEdit edit = plan.edits().stream()
                .filter(found -> found.file().endsWith(file))
                .findFirst()
                .orElseThrow();
        return UnifiedDiff.of(file, edit.edit().before(), edit.edit().after())
                .lines()
                .skip(2)
                .filter(line -> line.startsWith("+"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }
}
