package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.CaInfo;
import aria.ca.RunningCa;
import aria.pki.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code init-ca --ca-url --fingerprint}: a machine that has nothing, and the real step-ca elsewhere. */
class InitCaElsewhereTest {
    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void makeFolder() {
        project = Project.empty(folder);
    }

    private static String fingerprint(RunningCa ca) {
        return Certificates.fingerprintSha256(CaInfo.of(ca.layout()).roots().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.27.5", "0.30.2"})
    void the_fingerprint_is_all_that_a_machine_needs(String version) {
        try (RunningCa ca = RunningCa.start(version, folder.resolve("elsewhere"))) {
            Session session = new Session(project);
            String[] join = {"--ca-url", ca.url().toString(), "--fingerprint", fingerprint(ca)};
            assertThat(session.run("init-ca", "--dry-run", join[0], join[1], join[2], join[3])
                            .exit())
                    .isZero();
            assertThat(project.has("config")).isFalse();
            assertThat(session.run("init-ca", join).exit()).isZero();
            session.show("config/step-ca/defaults.json");
            Map<String, String> before = project.state();
            assertThat(session.run("init-ca", join).exit()).isZero();
            assertThat(project.state()).isEqualTo(before);
            assertThat(session.run("generate-service-certs", "keycloak").exit()).isEqualTo(2);
            assertThat(session.run(
                                    "generate-service-certs",
                                    "keycloak",
                                    "--provisioner-password-file",
                                    ca.layout()
                                            .provisionerPasswordFile()
                                            .toString()
                                            .replace(project.root.getParent().toString(), ".."))
                            .exit())
                    .isZero();
            assertThat(session.run("pki-cert", "renew", "keycloak").exit()).isZero();
            assertThat(session.run("pki-cert", "renew", "keycloak", "--offline").exit())
                    .isEqualTo(3);
            assertThat(session.run("pki-cert", "revoke", "keycloak").exit()).isZero();
            assertThat(session.run("pki-cert", "renew", "keycloak").exit()).isEqualTo(3);
            session.assertGolden("init-ca-elsewhere");
        }
    }

    @Test
    void a_fingerprint_is_taken_as_people_write_it() {
        try (RunningCa ca = RunningCa.start("0.30.2", folder.resolve("elsewhere"))) {
            String colons = fingerprint(ca).toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
            assertThat(project.run("init-ca", "--ca-url", ca.url().toString(), "--fingerprint", colons)
                            .exit())
                    .isZero();
        }
    }

    @Test
    void another_root_than_the_fingerprints_is_not_kept_and_nothing_of_ones_own_replaced() {
        try (RunningCa ca = RunningCa.start("0.30.2", folder.resolve("elsewhere"))) {
            Session session = new Session(project);
            session.run("init-ca", "--ca-url", ca.url().toString(), "--fingerprint", "0".repeat(64));
            session.run("init-ca", "--ca-url", ca.url().toString());
            session.run("init-ca", "--ca-url", ca.url().toString(), "--fingerprint", "abc");
            session.run(
                    "init-ca",
                    "--ca-url",
                    ca.url().toString().replace("https", "http"),
                    "--fingerprint",
                    fingerprint(ca));
            assertThat(project.has("config")).isFalse();
            project.run("init-ca");
            Map<String, String> before = project.state();
            assertThat(session.run("init-ca", "--ca-url", ca.url().toString(), "--fingerprint", fingerprint(ca))
                            .exit())
                    .isEqualTo(3);
            assertThat(project.state()).isEqualTo(before);
            session.assertGolden("init-ca-elsewhere-refusals");
        }
    }

    /** The choices of a project whose CA elsewhere gets another root: both, while one follows the other. */
    @Test
    void the_choices_name_both_roots_while_one_follows_the_other() {
        try (RunningCa ca = RunningCa.start("0.30.2", folder.resolve("elsewhere"))) {
            Project other = Project.empty(folder.resolve("other"));
            other.run("init-ca");
            String old = fingerprint(ca);
            String next = Certificates.fingerprintSha256(
                    CaInfo.of(other.layout).roots().get(0));
            assertThat(joined(ca, "[" + old + ", " + next + "]").exit())
                    .as("before the CA has the next one")
                    .isZero();
            assertThat(roots()).containsExactly(old);

            String both = other.text("config/step-ca/pki/root_ca.crt");
            ca.close();
            Files.writeString(
                    ca.layout().rootCertificate(), Files.readString(ca.layout().rootCertificate()) + both);
            ca.up();
            assertThat(joined(ca, "[" + next + ", " + old + "]").exit()).isZero();
            assertThat(roots()).as("that of the issuing CA first").containsExactly(old, next);
            assertThat(project.text("config/step-ca/defaults.json"))
                    .contains(old)
                    .doesNotContain(next);

            assertThat(joined(ca, old).exit()).isZero();
            assertThat(roots()).containsExactly(old);
            assertThat(joined(ca, "[" + next + "]").exit())
                    .as("the CA does not show a certificate of it")
                    .isEqualTo(3);
            assertThat(joined(ca, "[abc]").exit()).isEqualTo(3);
            assertThat(joined(ca, "[]").exit()).isEqualTo(3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Project.Ran joined(RunningCa ca, String fingerprints) {
        project.file("aria.yaml", "version: 1\nca: {url: \"" + ca.url() + "\", fingerprint: " + fingerprints + "}\n");
        return project.answer("y", () -> {}, "init-ca");
    }

    private List<String> roots() {
        return CaInfo.of(project.layout).roots().stream()
                .map(Certificates::fingerprintSha256)
                .toList();
    }
}
