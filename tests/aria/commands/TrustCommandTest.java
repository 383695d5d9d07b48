package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.Authorities;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Pem;
import aria.pki.Validity;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pki-cert trust} on a person's machine with real databases of NSS and a real cacerts. */
@Tag("full")
class TrustCommandTest {
    /** The system's store is the machine's own; a container of its own has the test of that. */
    private static final String STORES = "--store=java,nss";

    @TempDir
    Path folder;

    private PersonsMachine ada;
    private Project project;

    @BeforeEach
    void a_project_with_a_limited_ca() {
        ada = new PersonsMachine(folder.resolve("ada"));
        project = Project.empty(folder);
        assertThat(ada.run(project, "init-ca", "--permit-domain", "example.org,web")
                        .exit())
                .isZero();
    }

    private String fingerprint(Project of) {
        return Certificates.fingerprintSha256(Pem.readCertificates(
                        of.text("config/step-ca/pki/root_ca.crt").getBytes(StandardCharsets.US_ASCII), "root")
                .get(0));
    }

    private String entry(Project of) {
        return "aria-root-" + fingerprint(of).substring(0, 16);
    }

    private static JsonObject json(Project.Ran ran) {
        assertThat(ran.out().lines()).as(ran.err()).hasSize(1);
        return JsonParser.parseString(ran.out()).getAsJsonObject();
    }

    /** The states of the stores, in their order. */
    private static List<String> states(Project.Ran status) {
        return json(status).getAsJsonObject("result").getAsJsonArray("stores").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(store -> store.get("state").getAsString())
                .toList();
    }

    @Test
    void it_is_asked_for_done_once_and_taken_back() throws Exception {
        Map<String, String> before = ada.stores();
        Project.Ran unasked = ada.trust(project, "install", STORES);
        assertThat(unasked.exit()).isEqualTo(5);
        assertThat(unasked.err()).contains("may certify DNS:example.org").contains("--yes");
        assertThat(ada.stores()).isEqualTo(before);

        Project.Ran installed = ada.trust(project, "install", STORES, "--yes");
        assertThat(installed.exit()).as(installed.err()).isZero();
        assertThat(installed.out().lines()).hasSize(3).allMatch(line -> line.endsWith("ARIA Root CA is trusted now"));
        assertThat(installed.err()).contains("trust uninstall --store java,nss --fingerprint " + fingerprint(project));
        assertThat(ada.certutil("-L", "-d", "sql:" + ada.firefox)).containsPattern(entry(project) + " +C,,");
        assertThat(states(ada.trust(project, "status", STORES, "--json"))).containsOnly("trusted");

        Map<String, String> trusting = ada.stores();
        assertThat(ada.trust(project, "install", STORES, "--yes").exit()).isZero();
        assertThat(ada.stores()).isEqualTo(trusting);

        Project.Ran gone = ada.trust(project, "uninstall", STORES, "--yes");
        assertThat(gone.exit()).as(gone.out()).isZero();
        assertThat(states(ada.trust(project, "status", STORES, "--json"))).containsOnly("not-trusted");
        assertThat(ada.certutil("-L", "-d", "sql:" + ada.firefox)).doesNotContain("aria");
        assertThat(Files.readString(project.layout.auditLog()))
                .contains("\"event\":\"trust\"", "\"action\":\"install\"", "\"action\":\"uninstall\"");
    }

    @Test
    void another_root_of_the_same_name_is_told_apart_and_stays() {
        Project other = Project.empty(folder.resolve("other"));
        ada.run(other, "init-ca", "--permit-domain", "example.org,web");
        ada.trust(other, "install", STORES, "--yes");
        assertThat(states(ada.trust(project, "status", STORES, "--json"))).containsOnly("other-of-same-name");
        assertThat(ada.trust(project, "install", STORES, "--yes").exit()).isZero();
        Project.Ran status = ada.trust(project, "status", STORES);
        assertThat(status.exit()).isZero();
        assertThat(status.out()).contains("not a root of this project", "--fingerprint " + fingerprint(other));

        assertThat(ada.trust(project, "uninstall", STORES, "--yes").exit()).isZero();
        assertThat(states(ada.trust(other, "status", STORES, "--json"))).containsOnly("trusted");
        assertThat(ada.trust(project, "uninstall", STORES, "--yes", "--fingerprint", fingerprint(other))
                        .exit())
                .isZero();
        assertThat(states(ada.trust(other, "status", STORES, "--json"))).containsOnly("not-trusted");
    }

    @Test
    void what_somebody_else_added_stays() {
        Path root = project.layout.rootCertificate();
        ada.certutil("-A", "-d", "sql:" + ada.chromium, "-t", "C,,", "-n", "by hand", "-i", root.toString());
        assertThat(ada.trust(project, "status", "--store", "nss").out())
                .contains("trusted, and not installed by this command");
        Project.Ran gone = ada.trust(project, "uninstall", "--store", "nss", "--yes");
        assertThat(gone.exit()).isEqualTo(6);
        assertThat(gone.out()).contains("still trusted");
        assertThat(ada.certutil("-L", "-d", "sql:" + ada.chromium)).contains("by hand");
    }

    @Test
    void a_root_for_every_name_is_refused_unless_told() {
        Project unlimited = Project.empty(folder.resolve("unlimited"));
        ada.run(unlimited, "init-ca");
        Project.Ran refused = ada.trust(unlimited, "install", STORES, "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("has no name constraints", "--permit-domain", "--allow-any-name");
        assertThat(ada.trust(unlimited, "install", STORES, "--yes", "--allow-any-name")
                        .exit())
                .isZero();
    }

    /** A checkout may be an attacker's, who then holds the key of the CA in it. */
    @Test
    void a_ca_that_came_with_a_clone_is_refused_unless_its_fingerprint_is_given() {
        PersonsMachine grace = new PersonsMachine(folder.resolve("grace"));
        Project.Ran refused = grace.trust(project, "install", STORES, "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("was not made by you on this machine");
        assertThat(grace.trust(project, "install", STORES, "--yes", "--fingerprint", "0".repeat(64))
                        .exit())
                .isEqualTo(3);
        assertThat(grace.trust(project, "install", STORES, "--yes", "--fingerprint", fingerprint(project))
                        .exit())
                .isZero();
    }

    @Test
    void only_a_root_that_is_valid_now_is_trusted() {
        assertRefused("config/step-ca/pki/intermediate_ca.crt", "is not a root: it was issued by 'ARIA Root CA'");
        ada.run(project, "pki-cert", "create", "web");
        assertRefused("data/certs/web/web.crt", "is not a CA certificate");
        Instant now = Instant.now();
        CertifiedKey old = Authorities.root(
                "Old Root CA",
                KeyType.P256,
                new Validity(now.minus(Duration.ofDays(3)), now.minus(Duration.ofDays(1))),
                List.of("example.org"));
        project.file("old.crt", new String(Pem.certificates(old.chain()), StandardCharsets.US_ASCII));
        assertRefused("old.crt", "'Old Root CA' expired on");
    }

    private void assertRefused(String file, String why) {
        Map<String, String> before = ada.stores();
        Project.Ran ran = ada.trust(project, "install", STORES, "--yes", file);
        assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
        assertThat(ran.err()).contains(why);
        assertThat(ada.stores()).isEqualTo(before);
    }

    /** certutil has imported the root before it asks for the password. */
    @Test
    void a_database_with_a_password_is_left_as_it_was_and_the_others_are_done() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        Path locked = ada.home.resolve(".mozilla/firefox/locked");
        Files.createDirectories(locked);
        ada.certutil("-N", "-d", "sql:" + locked, "-f", password.toString());
        Project.Ran ran = ada.trust(project, "install", STORES, "--yes");
        assertThat(ran.exit()).isEqualTo(6);
        assertThat(ran.out()).contains("primary password").contains("/.pki/nssdb: ARIA Root CA is trusted now");
        assertThat(ada.certutil("-L", "-d", "sql:" + locked)).doesNotContain("aria");
    }

    @Test
    void both_roots_are_shown_and_installed_while_one_ca_follows_another() {
        ada.trust(project, "install", STORES, "--yes");
        assertThat(ada.run(project, "pki-cert", "rotate-ca", "start", "--yes").exit())
                .isZero();
        Project.Ran status = ada.trust(project, "status", STORES);
        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.out()).contains("'ARIA Root CA',", "'ARIA Root CA G2',");
        assertThat(ada.trust(project, "install", STORES, "--yes").exit()).isZero();
        assertThat(ada.trust(project, "status", STORES).exit()).isZero();
    }
}
