package aria.ca.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.CaOnDisk;
import aria.ca.OfflineSigner;
import aria.ca.init.CaOptions;
import aria.ca.init.RootKeyPlace;
import aria.finding.RefusedException;
import aria.finding.UsageException;
import aria.pki.KeyType;
import aria.pki.Names;
import aria.testing.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What init-ca makes of a ca.json that is there, and of the policy in it. */
class CaConfigTest {

    private static final String USERS = """
            {
                "address": ":8443",
                "dnsNames": ["ca.example.com"],
                "mine": {"kept": 1.50},
                "authority": {
                    "provisioners": [
                        {"type": "OIDC", "name": "google", "clientID": "x"}
                    ],
                    "claims": {"maxTLSCertDuration": "2160h", "defaultTLSCertDuration": "720h"}
                },
                "commonName": "My CA"
            }
            """;

    @TempDir
    Path folder;

    private CaOnDisk project;

    @BeforeEach
    void useFolder() {
        project = CaOnDisk.in(folder);
    }

    private String caJson() {
        return new String(project.bytes(project.layout().caJson()), StandardCharsets.UTF_8);
    }

    @Test
    void the_shipped_files_are_what_init_ca_starts_from() throws IOException {
        Path shipped = Checkout.root().resolve("config/step-ca");
        byte[] committed = Files.readAllBytes(shipped.resolve("ca.json"));
        if (CaConfig.parse("ca.json", committed)
                .ours()
                .isEmpty()) { // a checkout where init-ca was run has its own key in it
            assertThat(committed).isEqualTo(CaConfig.fresh().content());
        }
        assertThat(CaConfig.fresh().ours()).isEmpty();
        assertThat(Files.readString(shipped.resolve(".gitignore"))).contains("/pki/", "/secrets/", "/db/");
    }

    /** Version 0.1 and later let ACME issue for clients, for ten years: whoever answered for a service became it. */
    @Test
    void the_acme_provisioner_of_version_0_1_is_restricted_and_nothing_else_changes() throws IOException {
        byte[] old =
                Files.readAllBytes(Checkout.root().resolve("tests/golden/records/0.1/after/config/step-ca/ca.json"));
        CaConfig before = CaConfig.parse("ca.json", old);
        CaConfig after = before.withRestrictedAcme();
        assertThat(rights(before)).contains("ACME 'acme' serverAuth+clientAuth 3650 true true");
        assertThat(rights(after))
                .containsExactly(
                        "JWK 'admin' serverAuth+clientAuth 3650 false false",
                        "ACME 'acme' serverAuth 90 true false",
                        "SSHPOP 'sshpop'  3650 false false");
        assertThat(after.provisionerObjects().get(1))
                .isEqualTo(CaConfig.fresh().provisionerObjects().get(0));
        assertThat(after.withRestrictedAcme()).isSameAs(after);
        String fresh = new String(CaConfig.fresh().content(), StandardCharsets.UTF_8);
        String ours = fresh.substring(
                fresh.indexOf("\"name\": \"acme\""), fresh.indexOf("      },\n      {\n        \"type\": \"SSHPOP"));
        assertThat(new String(after.content(), StandardCharsets.UTF_8))
                .isEqualTo(new String(old, StandardCharsets.UTF_8).replace("\"name\": \"acme\"\n", ours));
    }

    @Test
    void an_acme_provisioner_with_settings_of_the_user_is_not_touched_and_is_said_to_be_loose() {
        for (String more : new String[] {
            "\"name\": \"acme\", \"challenges\": [\"http-01\"]",
            "\"name\": \"mine\"",
            "\"name\": \"acme\", \"options\": {\"x509\": {\"template\": \"{{ fail 1 }}\"}}"
        }) {
            CaConfig config = CaConfig.parse(
                    "ca.json",
                    ("{\"authority\": {\"provisioners\": [{\"type\": \"ACME\", " + more + "}]}}")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(config.withRestrictedAcme()).isSameAs(config);
            assertThat(IssuingRight.of(config, new CaFolder(project.layout())))
                    .allSatisfy(right -> assertThat(right.ours()).isFalse())
                    .allSatisfy(right -> assertThat(right.isLoose()).isTrue())
                    .allSatisfy(right -> assertThat(right.shown()).contains("any name", "from whoever gives it"));
        }
    }

    @Test
    void lifetimes_that_are_shorter_than_those_of_acme_stay() {
        CaConfig config = CaConfig.parse("ca.json", """
                {"authority": {"claims": {"maxTLSCertDuration": "48h"}, "provisioners": [{"type": "ACME", "name": "acme"}]}}
                """.getBytes(StandardCharsets.UTF_8));
        assertThat(IssuingRight.of(config.withRestrictedAcme(), new CaFolder(project.layout())))
                .singleElement()
                .satisfies(right -> assertThat(right.longest()).isEqualTo(Duration.ofDays(2)));
    }

    private List<String> rights(CaConfig config) {
        return IssuingRight.of(config, new CaFolder(project.layout())).stream()
                .map(right -> right.label() + " "
                        + right.usages().orElseThrow().stream()
                                .sorted(Comparator.reverseOrder())
                                .collect(Collectors.joining("+"))
                        + " " + right.longest().toDays() + " " + right.isByPosition() + " " + right.isLoose())
                .toList();
    }

    @Test
    void the_users_settings_stay_where_and_as_they_are() {
        project.write(project.layout().caJson(), USERS);
        project.init(CaOnDisk.options());
        assertThat(caJson())
                .startsWith(
                        "{\n    \"address\": \":8443\",\n    \"dnsNames\": [\"ca.example.com\"],\n    \"mine\": {\"kept\": 1.50},\n")
                .contains(
                        "\n            {\"type\": \"OIDC\", \"name\": \"google\", \"clientID\": \"x\"}\n",
                        "\"claims\": {\"maxTLSCertDuration\": \"2160h\", \"defaultTLSCertDuration\": \"720h\"}",
                        "\n    \"commonName\": \"My CA\",");
        assertThat(project.config().provisioners())
                .extracting(CaConfig.Provisioner::name)
                .containsExactly("admin", "google");
        assertThat(new String(project.bytes(project.layout().defaultsJson()), StandardCharsets.UTF_8))
                .contains("https://ca.example.com:8443");
    }

    @Test
    void leaves_live_as_long_as_the_claims_allow() {
        project.write(project.layout().caJson(), USERS);
        OfflineSigner signer = project.init(CaOnDisk.options()).signer();
        assertThat(signer.defaultValidity()).isEqualTo(Duration.ofDays(30));
        assertThat(signer.validityFor(Duration.ofDays(365), Instant.now()).length())
                .isEqualTo(Duration.ofDays(90).plusMinutes(1));
        assertThat(signer.validityFor(Duration.ofSeconds(1), Instant.now()).length())
                .isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void a_duration_that_go_cannot_read_is_refused_with_its_place() {
        project.write(project.layout().caJson(), USERS.replace("2160h", "90d"));
        assertThatThrownBy(() -> project.plan(CaOnDisk.options()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("'90d'")
                .hasMessageContaining("ca.json:9:");
    }

    @Test
    void files_that_are_not_there_are_replaced_by_ours_and_those_of_another_ca_are_refused() throws IOException {
        String seed = USERS.replace(
                "\"mine\"",
                "\"root\": \"/etc/step-ca/pki/root_ca.crt\", \"crt\": \"/etc/step-ca/i.crt\", \"key\": \"/etc/step-ca/i.key\", \"mine\"");
        project.write(project.layout().caJson(), seed);
        assertThat(project.plan(CaOnDisk.options()).reasons())
                .anyMatch(reason -> reason.contains("names files that do not exist"));
        project.init(CaOnDisk.options());
        assertThat(caJson())
                .contains(
                        "\"root\": \"pki/root_ca.crt\", \"crt\": \"pki/intermediate_ca.crt\", \"key\": \"pki/intermediate_ca_key\"");
        Path key = Files.writeString(folder.resolve("own.key"), "x");
        CaOnDisk other = CaOnDisk.in(folder.resolve("other"));
        other.write(other.layout().caJson(), seed.replace("/etc/step-ca/i.key", key.toString()));
        assertThatThrownBy(() -> other.plan(CaOnDisk.options()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("belongs to another CA");
    }

    @Test
    void the_policy_allows_the_stack_and_neither_the_cas_own_names_nor_what_its_grammar_cannot_hold() {
        CaOptions standard = CaOnDisk.options();
        Names odd = Names.of(List.of("my_db", "a-", "*.lab", "ab--cd", "web"));
        CaOptions options = CaOptions.defaults(standard.policyNames().plus(odd));
        assertThat(project.plan(options).warnings())
                .filteredOn(warning -> warning.contains("cannot express"))
                .singleElement()
                .asString()
                .contains("my_db, a-, *.lab, ab--cd:");
        project.init(options);
        assertThat(project.config().policy().orElseThrow().allowed().all())
                .containsExactly(
                        "keycloak", "keycloak.identity.svc.cluster.local", "localhost", "web", "127.0.0.1", "::1");
    }

    @Test
    void later_names_are_added_to_our_policy_and_nothing_else_changes() {
        project.init(CaOnDisk.options());
        String before = caJson();
        PolicyAdditions none = PolicyAdditions.of(project.layout(), CaOnDisk.STACK);
        assertThat(none.caJson()).isEmpty();
        PolicyAdditions more = PolicyAdditions.of(
                project.layout(), CaOnDisk.STACK.plus(Names.of(List.of("web", "my_db", "10.0.0.1"))));
        assertThat(more.missing().all()).containsExactly("web", "10.0.0.1");
        assertThat(more.unsupported()).containsExactly("my_db");
        String after = new String(more.caJson().orElseThrow(), StandardCharsets.UTF_8);
        assertThat(after.replaceAll("(?s)\"policy\": \\{.*?\n    }", ""))
                .isEqualTo(before.replaceAll("(?s)\"policy\": \\{.*?\n    }", ""));
        project.write(project.layout().caJson(), after);
        assertThat(PolicyAdditions.of(project.layout(), CaOnDisk.STACK.plus(Names.of(List.of("web", "10.0.0.1"))))
                        .caJson())
                .isEmpty();
    }

    @Test
    void a_policy_that_somebody_wrote_or_changed_is_never_edited() {
        project.init(CaOnDisk.options());
        project.write(project.layout().caJson(), caJson().replace("            \"keycloak\",\n", ""));
        assertThat(PolicyAdditions.of(project.layout(), CaOnDisk.STACK).caJson())
                .isEmpty();
        assertThat(PolicyAdditions.of(project.layout(), CaOnDisk.STACK).note()).contains("is not changed");
        String theirs = "{\"authority\":{\"policy\":{\"x509\":{\"allow\":{\"dns\":[\"*.lab\"]}}}}}";
        CaOnDisk other = CaOnDisk.in(folder.resolve("other"));
        other.write(other.layout().caJson(), theirs);
        other.init(CaOnDisk.options());
        assertThat(new String(other.bytes(other.layout().caJson()), StandardCharsets.UTF_8))
                .contains("\"policy\":{\"x509\":{\"allow\":{\"dns\":[\"*.lab\"]}}}");
    }

    @Test
    void permitted_domains_take_in_the_names_of_the_stack_and_of_the_ca() {
        CaOptions options = CaOnDisk.options(KeyType.P256, new RootKeyPlace.Keep(), false, "svc.cluster.local");
        assertThat(project.plan(options).warnings()).noneMatch(warning -> warning.contains("outside --permit-domain"));
        OfflineSigner signer = project.init(options).signer();
        assertThat(signer.forbidden(
                        Names.of(List.of("keycloak", "step-ca", "a.svc.cluster.local", "www.example.org", "10.0.0.1"))))
                .as("a service's short name and its layer are permitted, the rest of the world is not")
                .containsExactly("www.example.org", "10.0.0.1");
        assertThat(project.config().policy().orElseThrow().allowed().dns())
                .containsExactly("keycloak", "keycloak.identity.svc.cluster.local", "localhost");
    }

    @Test
    void a_database_without_password_is_written_for_postgresql() {
        project.init(CaOnDisk.with(Map.of("db", "postgresql")));
        assertThat(caJson()).contains("\"type\": \"postgresql\"").doesNotContainIgnoringCase("password");
    }

    @Test
    void wrong_options_are_refused() {
        for (CaOptions wrong : List.of(
                CaOnDisk.with(Map.of("dns", List.of("a b"))),
                CaOnDisk.with(Map.of("address", "9000")),
                CaOnDisk.with(Map.of("db", "oracle")),
                CaOnDisk.with(Map.of("name", "")))) {
            assertThatThrownBy(() -> project.plan(wrong)).isInstanceOf(UsageException.class);
        }
    }
}
