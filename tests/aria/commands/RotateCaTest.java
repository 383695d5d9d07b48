package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.apply.SealedCopy;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.Revocation;
import aria.pki.Validity;
import aria.pki.path.ChainCheck;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new CA on the files; what running servers make of it is shown by {@code aria.live.NewCaOnAStackTest}. */
class RotateCaTest {
    private static final String ROOT = "config/step-ca/pki/root_ca.crt";
    private static final String INTERMEDIATE = "config/step-ca/pki/intermediate_ca.crt";
    private static final String BUNDLE = "data/certs/aria-root-ca.crt";
    private static final String LIST = "data/certs/aria.crl";
    private static final String DELIVERED = "data/certs/db/crl.pem";
    private static final List<String> LEAVES =
            List.of("data/certs/db/db.crt", "data/certs/api/api.crt", "data/people/ada.crt");

    @TempDir
    static Path folder;

    private static Project template;
    private static int copies;

    private Project project;

    @BeforeAll
    static void a_service_a_person_and_one_more_with_a_list_of_what_is_revoked() {
        template = Project.empty(folder);
        template.file("compose.yaml", "name: p\nservices:\n  db: {image: postgres:18}\n");
        template.run("init-ca", "--permit-domain", "db", "--permit-domain", "api", "--permit-domain", "old");
        template.run("generate-service-certs", "db", "--validity", "90d", "--once");
        template.run("pki-cert", "create", "api", "--validity", "40d");
        template.run("pki-cert", "create", "old");
        template.run("pki-cert", "revoke", "old", "--offline");
        template.delete("data/certs/old");
        template.file("data/certs/db/crl.pem", "a server that reads lists");
        assertThat(template.run("pki-cert", "crl", "--renew").exit()).isZero();
        template.run("pki-cert", "create", "ada", "--type", "person", "--validity", "20d");
    }

    @BeforeEach
    void a_project_of_its_own() {
        project = template.copyTo(folder.resolve("copy" + copies++));
    }

    private Project.Ran rotate(String... arguments) {
        List<String> words = new ArrayList<>(List.of("rotate-ca"));
        words.addAll(List.of(arguments));
        return project.run("pki-cert", words.toArray(String[]::new));
    }

    private void ok(String... arguments) {
        Project.Ran ran = rotate(arguments);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        LEAVES.forEach(leaf -> assertThat(
                        ChainCheck.problems(certificates(leaf), certificates(BUNDLE), Instant.now(), Purpose.CLIENT))
                .as(leaf)
                .isEmpty());
    }

    @Test
    void a_change_that_stands_still_is_a_warning() {
        ok("start", "--yes");
        String record = project.text("data/mtls/ca-rotation.json");
        project.file("data/mtls/ca-rotation.json", record.replaceFirst("\"since\": \"\\d+", "\"since\": \"2020"));
        SealedCopy.seal(project.layout);
        Project.Ran judged = project.run("verify-mtls-setup", "--no-live", "--only", "pki.rotation");
        assertThat(judged.out()).contains("both CAs are trusted, the old one issues, since 2020-", "1 warning");
    }

    private void calm(String phase) {
        Project.Ran judged =
                project.run("verify-mtls-setup", "--no-live", "--only", "pki,certs,ca.config,ca.defaults,crl");
        assertThat(judged.exit())
                .as("nothing is red in between, after %s: %s", phase, judged.out())
                .isZero();
        assertThat(project.run("rotate-certs", "--check").exit())
                .as("nothing is due, after %s", phase)
                .isZero();
    }

    private List<X509Certificate> certificates(String file) {
        return Pem.readCertificates(project.text(file).getBytes(StandardCharsets.US_ASCII), file);
    }

    private List<String> names(String file) {
        return certificates(file).stream().map(Certificates::commonName).toList();
    }

    private List<String> listIssuers() {
        return listIssuers(LIST);
    }

    private List<String> listIssuers(String file) {
        return Revocation.readAll(project.text(file).getBytes(StandardCharsets.US_ASCII), file).stream()
                .map(list -> list.getIssuerX500Principal().getName())
                .toList();
    }

    private JsonObject status() {
        return JsonParser.parseString(rotate("status", "--json").out())
                .getAsJsonObject()
                .getAsJsonObject("result");
    }

    private void assertIssuer(String intermediate) {
        assertThat(LEAVES).allSatisfy(leaf -> assertThat(names(leaf)).element(1).isEqualTo(intermediate));
        assertThat(names(INTERMEDIATE)).containsExactly(intermediate);
    }

    @Test
    void both_are_trusted_before_the_new_one_issues_and_the_old_one_goes_last() throws IOException {
        String key = project.text("data/certs/db/db.key");
        X509Certificate old = certificates(ROOT).get(0);
        assertThat(rotate().out()).contains("no new CA is on its way");
        ok("start", "--yes");
        calm("start");
        assertThat(names(ROOT)).containsExactly("ARIA Root CA", "ARIA Root CA G2");
        assertThat(project.text(BUNDLE))
                .isEqualTo(project.text(ROOT))
                .isEqualTo(project.text("data/certs/db/ca.crt"))
                .isEqualTo(project.text("data/certs/api/ca.crt"));
        assertThat(listIssuers()).containsExactly("CN=ARIA Intermediate CA", "CN=ARIA Intermediate CA G2");
        assertThat(listIssuers(DELIVERED))
                .as("before the first certificate of the new CA")
                .containsExactlyInAnyOrder(
                        "CN=ARIA Root CA",
                        "CN=ARIA Root CA G2",
                        "CN=ARIA Intermediate CA",
                        "CN=ARIA Intermediate CA G2");
        assertIssuer("ARIA Intermediate CA");
        assertThat(status().get("phase").getAsString()).isEqualTo("trusting");
        assertThat(status().get("next").getAsString()).isEqualTo("./jbangw pki-cert@aria rotate-ca continue");
        X509Certificate next = certificates(ROOT).get(1);
        assertThat(next.getExtensionValue("2.5.29.30")).isEqualTo(old.getExtensionValue("2.5.29.30"));
        assertThat(Certificates.validity(next).length())
                .isEqualTo(Certificates.validity(old).length());

        ok("continue", "--yes");
        calm("continue");
        assertThat(names(ROOT)).containsExactly("ARIA Root CA G2", "ARIA Root CA");
        assertIssuer("ARIA Intermediate CA G2");
        assertThat(listIssuers()).containsExactly("CN=ARIA Intermediate CA G2", "CN=ARIA Intermediate CA");
        assertThat(project.text("data/certs/db/db.key")).isEqualTo(key);
        assertThat(LEAVES.stream()
                        .map(leaf -> Certificates.validity(certificates(leaf).get(0))
                                .length()
                                .minus(Validity.BACKDATE)))
                .containsExactly(Duration.ofDays(90), Duration.ofDays(40), Duration.ofDays(20));
        assertThat(project.text("config/step-ca/defaults.json")).contains(Certificates.fingerprintSha256(next));
        assertThat(project.run("pki-cert", "revoke", "api", "--offline").exit()).isZero();
        assertThat(listIssuers()).hasSize(2);
        project.run("pki-cert", "create", "api", "--validity", "40d", "--force");

        ok("finish", "--yes");
        calm("finish");
        assertThat(names(BUNDLE)).containsExactly("ARIA Root CA G2");
        assertThat(listIssuers()).containsExactly("CN=ARIA Intermediate CA G2");
        assertThat(listIssuers(DELIVERED)).containsExactly("CN=ARIA Root CA G2", "CN=ARIA Intermediate CA G2");
        assertThat(project.has("config/root-ca/rotation")).isFalse();
        assertThat(project.has("data/mtls/ca-rotation.json")).isFalse();
        assertThat(rotate().out()).contains("no new CA is on its way");
        try (var kept = Files.walk(project.root.resolve("config/root-ca"))) {
            assertThat(kept.map(file -> file.getFileName().toString())).contains("intermediate_ca_key", "root_ca_key");
        }
        ok("start", "--intermediate", "--yes");
    }

    @Test
    void an_intermediate_alone_follows_under_the_same_root() {
        String root = project.text(ROOT);
        ok("start", "--intermediate", "--yes");
        assertThat(project.text(ROOT)).isEqualTo(root);
        ok("continue", "--yes");
        assertIssuer("ARIA Intermediate CA G2");
        ok("finish", "--yes");
        assertThat(project.text(BUNDLE)).isEqualTo(root);
        assertThat(listIssuers()).as("what the old one revoked stays revoked").hasSize(2);
    }

    @Test
    @Tag("full")
    void a_change_that_takes_months_renews_the_lists_of_both() {
        ok("start", "--yes");
        try (ClockedRuns runs = new ClockedRuns(project)) {
            for (int week = 3; week < 24; week += 3) {
                Instant then = Instant.now().plus(Duration.ofDays(7L * week));
                runs.set("+" + 7 * week + "d");
                Project.Ran rotated = runs.run("rotate-certs");
                assertThat(rotated.exit())
                        .as("week %s: %s", week, rotated.out())
                        .isZero();
                Project.Ran judged = runs.run("verify-mtls-setup --no-live --only crl");
                assertThat(judged.exit()).as("week %s: %s", week, judged.out()).isZero();
                assertThat(listEnds(DELIVERED)).hasSize(week > 18 ? 2 : 4).allMatch(then::isBefore);
                if (week == 9 || week == 18) {
                    String step = week == 9 ? "continue" : "finish";
                    assertThat(runs.run("pki-cert rotate-ca " + step + " --yes").exit())
                            .as(step)
                            .isZero();
                }
            }
        }
    }

    private List<Instant> listEnds(String file) {
        return Revocation.readAll(project.text(file).getBytes(StandardCharsets.US_ASCII), file).stream()
                .map(list -> list.getNextUpdate().toInstant())
                .toList();
    }

    @Test
    void it_is_given_up_in_every_phase_but_the_last() {
        Map<String, String> before = certificatesOfTheCa();
        ok("start", "--yes");
        ok("abort", "--yes");
        assertThat(certificatesOfTheCa()).isEqualTo(before);
        ok("start", "--yes");
        ok("continue", "--yes");
        ok("abort", "--yes");
        assertThat(certificatesOfTheCa()).isEqualTo(before);
        assertIssuer("ARIA Intermediate CA");
        assertThat(project.has("config/root-ca/rotation")).isFalse();
    }

    private Map<String, String> certificatesOfTheCa() {
        Map<String, String> files = new TreeMap<>();
        List.of(ROOT, INTERMEDIATE, BUNDLE, "config/step-ca/pki/intermediate_ca_key", "config/step-ca/defaults.json")
                .forEach(file -> files.put(file, project.text(file)));
        return files;
    }

    @Test
    void a_step_that_does_not_follow_and_one_that_is_not_agreed_to_change_nothing() {
        assertThat(rotate("continue", "--yes").exit()).isEqualTo(3);
        assertThat(rotate("start").exit()).as("nobody can be asked").isEqualTo(5);
        Map<String, String> state = project.state();
        assertThat(rotate("start", "--dry-run").out()).contains("both roots are trusted from now on");
        assertThat(project.state()).isEqualTo(state);
        ok("start", "--yes");
        state = project.state();
        assertThat(rotate("finish", "--yes").exit()).isEqualTo(3);
        assertThat(rotate("continue", "--dry-run").out())
                .contains("'ARIA Intermediate CA G2' issues from now on", "db: the CA that issues is another one");
        assertThat(project.run("pki-cert", "rotate-password", "--ca").exit()).isEqualTo(3);
        assertThat(project.run("init-ca", "--force", "--yes").exit()).isEqualTo(3);
        assertThat(project.state()).isEqualTo(state);
    }

    @Test
    void a_certificate_of_the_old_ca_keeps_it_from_being_dropped() {
        ok("start", "--yes");
        String old = project.text("data/people/ada.crt");
        ok("continue", "--yes");
        project.file("data/people/ada.crt", old);
        Project.Ran refused = rotate("finish", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("data/people/ada.crt is a certificate of the old CA", "rotate-ca continue");
        assertThat(rotate("status").err()).contains("data/people/ada.crt");
        ok("continue");
        ok("finish", "--yes");
    }

    @Test
    void the_record_of_somebody_else_is_not_followed() {
        ok("start", "--yes");
        Project other = project.copyTo(folder.resolve("other"));
        Project.Ran refused = other.run("pki-cert", "rotate-ca", "continue", "--yes");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("was not written by this user", "--accept-record");
        String id = refused.err().replaceAll("(?s).*--accept-record ([0-9a-f]+).*", "$1");
        assertThat(other.run("pki-cert", "rotate-ca", "continue", "--yes", "--accept-record", id)
                        .exit())
                .as("a person has to agree to it at a terminal")
                .isEqualTo(5);
        SealedCopy.seal(other.layout);
        assertThat(other.run("pki-cert", "rotate-ca", "continue", "--yes").exit())
                .isZero();
    }
}
