package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was chosen once holds in every later command, stands in {@code aria.yaml} and is taken back with the rest. */
class ChoicesCommandTest {
    private static final String BEGINNING =
            "# Choices for mutual TLS in this project. Written by aria, yours to edit.\nversion: 1\n";

    private static final String STACK = """
            services:
              db:
                image: postgres:18
                environment:
                  POSTGRES_PASSWORD: secret
                volumes:
                  - data:/var/lib/postgresql
              cache:
                image: redis:8
              a1:
                image: registry.example.org/pg:18
            volumes:
              data:
            """;

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void setUp() {
        project = Project.empty(folder).file("compose.yaml", STACK);
    }

    private Project.Ran ok(String... words) {
        Project.Ran ran = project.run(words);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        return ran;
    }

    @Test
    void production_has_no_acme_unless_it_is_asked_for_and_checks_it_more_strictly() {
        ok("bootstrap", "--yes");
        String developed = project.text("config/step-ca/ca.json");
        assertThat(developed).contains("ACME");
        ok("verify-mtls-setup", "--no-live");

        project.file("aria.yaml", BEGINNING + "profile: production\n");
        assertThat(project.run("verify-mtls-setup", "--no-live", "--only", "ca").exit())
                .isEqualTo(1);
        assertThat(ok("init-ca", "--dry-run").out()).contains("the CA does not issue by ACME");
        ok("init-ca");
        assertThat(project.text("config/step-ca/ca.json")).doesNotContain("ACME");
        assertThat(ok("init-ca").out()).contains("nothing changed");

        ok("init-ca", "--acme", "servers", "--yes");
        assertThat(project.text("aria.yaml")).isEqualTo(BEGINNING + "profile: production\nca:\n  acme: servers\n");
        assertThat(project.text("config/step-ca/ca.json")).contains("ACME", "serverAuth");
        assertThat(ok("init-ca").out()).contains("nothing changed");
        assertThat(ok("verify-mtls-setup", "--only", "ca.issuing").out()).contains("ACME 'acme'");

        project.delete("config/root-ca/root_ca_key");
        project.delete("config/step-ca/secrets/password.txt");
        ok("verify-mtls-setup", "--no-live", "--only", "ca,secrets,pki");
    }

    @Test
    void a_name_given_once_stays_in_the_certificate() {
        ok("init-ca");
        ok("generate-service-certs", "--san", "db=sso.example.org");
        assertThat(project.text("aria.yaml")).isEqualTo(BEGINNING + """
                services:
                  db:
                    sans: [sso.example.org]
                """);
        Map<String, String> state = project.state();
        assertThat(ok("generate-service-certs").out()).contains("0 issued, 3 kept");
        ok("generate-service-certs", "--san", "db=sso.example.org");
        assertThat(project.state()).as("the same choice plans nothing").isEqualTo(state);
        ok("generate-service-certs", "--san", "db=other.example.org");
        assertThat(project.text("aria.yaml")).contains("sans: [sso.example.org, other.example.org]");
        assertThat(ok("pki-cert", "inspect", "db").out()).contains("sso.example.org", "other.example.org");
        ok("pki-cert", "renew", "db", "--offline");
        assertThat(ok("pki-cert", "inspect", "db").out()).contains("sso.example.org", "other.example.org");
    }

    @Test
    void a_name_stays_without_compose_files_too() {
        project.delete("compose.yaml");
        ok("init-ca");
        ok("generate-service-certs", "--san", "keycloak=sso.example.org");
        assertThat(ok("generate-service-certs").out()).contains("0 issued, 8 kept");
        assertThat(ok("bootstrap", "--yes").err()).doesNotContain("its names changed");
    }

    @Test
    void services_left_out_once_are_left_out_of_checks_and_of_later_runs() {
        ok("bootstrap", "--only", "db", "--yes");
        assertThat(project.text("aria.yaml")).isEqualTo(BEGINNING + "only: [db]\n");
        String patched = project.text("compose.yaml");
        assertThat(patched).contains("db-mtls").doesNotContain("cache-mtls");
        assertThat(ok("verify-mtls-setup", "--no-live").out())
                .contains("No check failed", "cache: not under mTLS")
                .doesNotContain("×");
        assertThat(ok("bootstrap", "--yes").err()).contains("aria.yaml:3:1: only limits this to db");
        assertThat(project.text("compose.yaml")).isEqualTo(patched);
        assertThat(project.has("data/certs/cache")).isFalse();
        assertThat(ok("patch-compose", "--check").out()).contains("nothing to do");

        ok("bootstrap", "--undo", "--yes");
        assertThat(project.text("compose.yaml")).isEqualTo(STACK);
        assertThat(project.has("aria.yaml")).isFalse();
    }

    @Test
    void a_preset_given_once_is_used_by_every_command() {
        ok("bootstrap", "--preset", "a1=postgres", "--only", "a1", "--yes");
        assertThat(project.text("aria.yaml")).isEqualTo(BEGINNING + """
                only: [a1]
                services:
                  a1:
                    preset: postgres
                """);
        Map<String, String> state = project.state();
        ok("patch-compose", "--yes");
        ok("bootstrap", "--yes");
        assertThat(project.state()).isEqualTo(state);
        assertThat(ok("verify-mtls-setup", "--no-live", "--only", "compose").out())
                .doesNotContain("no preset");
    }

    @Test
    void a_mode_given_once_is_what_is_verified_and_shown_as_weaker() {
        ok("bootstrap", "--mode", "request", "--only", "db", "--yes");
        Project.Ran again = ok("bootstrap", "--yes");
        assertThat(again.err())
                .contains("warning: aria.yaml:4:1: mode: servers ask clients for a certificate and do not insist")
                .contains("1 choice in aria.yaml: less strict than the default");
        Project.Ran verified = ok("verify-mtls-setup", "--no-live");
        assertThat(verified.out()).contains("mode: servers ask clients");
        assertThat(ok("patch-compose", "--check").out()).contains("nothing to do");
        assertThat(project.run("patch-compose", "--mode", "require", "--check").exit())
                .isEqualTo(1);
    }

    @Test
    void comments_and_form_of_the_file_stay_and_undo_takes_only_the_choice_back() {
        String mine = """
                # mine
                version: 1   # the first

                only: [ db ]  # the rest in May
                services: {db: {sans: ["a.example.org"]}}
                """;
        project.file("aria.yaml", mine);
        ok("patch-compose", "--mode", "request", "--yes");
        assertThat(project.text("aria.yaml")).isEqualTo(mine + "mode: request\n");
        ok("patch-compose", "--undo", "--yes", "compose.yaml");
        assertThat(project.text("aria.yaml")).isEqualTo(mine);
        assertThat(project.text("compose.yaml")).isEqualTo(STACK);
    }

    @Test
    void folders_and_lifetime_are_remembered_and_followed() {
        ok(
                "bootstrap",
                "--config-dir",
                "ca",
                "--certs-dir",
                "keys/certs",
                "--validity",
                "90d",
                "--only",
                "db",
                "--yes");
        assertThat(project.text("aria.yaml")).isEqualTo(BEGINNING + """
                ca:
                  dir: ca
                certs: keys/certs
                only: [db]
                validity: 90d
                """);
        assertThat(ok("generate-service-certs").out()).contains("0 issued, 1 kept, in keys/certs");
        assertThat(ok("pki-cert", "list").out()).contains("db");
        project.file("aria.yaml", project.text("aria.yaml").replace("90d", "30d"));
        ok("pki-cert", "renew", "db", "--offline");
        assertThat(ok("pki-cert", "list").out()).containsPattern("db .* (29|30) d");
        project.file("aria.yaml", project.text("aria.yaml").replace("30d", "90d"));
        ok("verify-mtls-setup", "--no-live");
        assertThat(project.has("config")).isFalse();
        ok("bootstrap", "--undo", "--yes");
        assertThat(project.has("aria.yaml")).isFalse();
    }

    @Test
    void the_set_of_files_and_the_override_file_are_remembered() {
        project.file("more.yaml", "services:\n  db:\n    hostname: pg\n");
        ok("bootstrap", "-f", "compose.yaml", "-f", "more.yaml", "--override", "our.yaml", "--only", "db", "--yes");
        assertThat(project.text("aria.yaml")).isEqualTo(BEGINNING + """
                files: [compose.yaml, more.yaml]
                only: [db]
                override: our.yaml
                """);
        assertThat(project.text("compose.yaml")).isEqualTo(STACK);
        assertThat(project.text("our.yaml")).contains("db-mtls");
        Map<String, String> state = project.state();
        ok("bootstrap", "--yes");
        ok("patch-compose", "--yes");
        ok("verify-mtls-setup", "--no-live");
        assertThat(project.state()).isEqualTo(state);
    }

    @Test
    void files_in_another_folder_are_found_again_from_where_they_were_named() {
        project.delete("compose.yaml");
        project.file("deploy/stack.yml", STACK);
        ok("bootstrap", "-f", "deploy/stack.yml", "--only", "db", "--yes");
        assertThat(project.text("aria.yaml")).isEqualTo(BEGINNING + "files: [deploy/stack.yml]\nonly: [db]\n");
        Map<String, String> state = project.state();
        ok("bootstrap", "--yes");
        assertThat(project.state()).isEqualTo(state);
    }

    @Test
    void once_and_what_holds_anyway_and_a_run_without_choices_write_no_file() {
        ok("bootstrap", "--only", "db", "--once", "--yes");
        ok("bootstrap", "--only", "db", "--once", "-f", "compose.yaml", "--mode", "require", "--yes");
        assertThat(project.has("aria.yaml")).isFalse();
        ok(
                "patch-compose",
                "-f",
                "compose.yaml",
                "--mode",
                "require",
                "--certs-dir",
                "data/certs",
                "--check",
                "--only",
                "db",
                "--once");
        assertThat(project.run("patch-compose", "--yes").exit()).isZero();
        assertThat(project.has("aria.yaml")).isFalse();
    }

    @Test
    void a_plan_shows_the_choice_and_a_dry_run_writes_nothing() {
        Map<String, String> state = project.state();
        Project.Ran shown = project.run("patch-compose", "--only", "db", "--dry-run", "--diff", "-");
        assertThat(shown.out())
                .contains("  aria.yaml: only: [db], remembered from --only; --once prevents that\n")
                .contains("+++ b/aria.yaml");
        assertThat(project.state()).isEqualTo(state);
    }

    @Test
    void what_is_wrong_in_it_is_refused_before_anything_is_written() {
        project.file("aria.yaml", "version: 1\nonyl: [db]\n");
        Map<String, String> state = project.state();
        for (String[] words : new String[][] {
            {"bootstrap", "--yes"},
            {"init-ca"},
            {"generate-service-certs"},
            {"patch-compose", "--yes"},
            {"verify-mtls-setup", "--no-live"},
            {"pki-cert", "list"}
        }) {
            Project.Ran ran = project.run(words);
            assertThat(ran.exit()).as(words[0]).isEqualTo(3);
            assertThat(ran.err()).contains("aria.yaml:2:1: there is no key 'onyl', did you mean only?");
        }
        project.file("aria.yaml", "version: 1\nservices: {db: {preset: postgre}}\n");
        assertThat(project.run("patch-compose", "--yes").err())
                .contains("aria.yaml:2:17: services.db.preset: there is no preset 'postgre', did you mean postgres?");
        project.delete("aria.yaml");
        assertThat(project.state().keySet())
                .isEqualTo(state.keySet().stream()
                        .filter(name -> !name.equals("aria.yaml"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void a_name_that_the_stack_does_not_have_is_said() {
        project.file("aria.yaml", "version: 1\nonly: [db, chache]\nservices: {bd: {via: native}}\n");
        assertThat(project.run("patch-compose", "--dry-run").err()
                        + project.run("patch-compose", "--dry-run").out())
                .contains("aria.yaml:2:12: there is no service 'chache' here, did you mean cache?")
                .contains("aria.yaml:3:12: there is no service 'bd' here, did you mean db?");
    }

    @Test
    void so_are_names_among_calls_and_callers() {
        project.file(
                "aria.yaml", "version: 1\nservices:\n  db:\n    calls: [chache:6379]\n    callers:\n      - cach\n");
        assertThat(project.run("patch-compose", "--dry-run").err())
                .contains("aria.yaml:4:13: there is no service 'chache' here, did you mean cache?")
                .contains("aria.yaml:6:9: there is no service 'cach' here, did you mean cache?");
        project.file("aria.yaml", "version: 1\nservices:\n  db: {callers: any}\n");
        assertThat(project.run("patch-compose", "--dry-run").err()).doesNotContain("there is no service");
    }

    @Test
    void a_tab_is_named_with_its_place() {
        project.file("aria.yaml", "version: 1\nservices:\n\tdb: {preset: postgres}\n");
        assertThat(project.run("bootstrap", "--dry-run").err())
                .contains("aria.yaml:3:1: not valid YAML: a tab indents this line. Indent it with spaces\n");
    }

    @Test
    void ports_that_are_public_by_choice_are_counted_so_and_their_service_stays_as_it_is() {
        String web = "services:\n  web:\n    image: nginx:1.27\n    ports: ['127.0.0.1:8081:80']\n"
                + "  page:\n    image: page:1\n    ports: ['8082:8000']\n    networks: [front]\nnetworks: {front: }\n";
        project.file("compose.yaml", web)
                .file(
                        "aria.yaml",
                        "version: 1\nservices:\n  web: {public: [80, 443]}\n  page: {public: [8000], callers: any}\n");
        Project.Ran ran = project.run("bootstrap", "--yes");
        assertThat(ran.err())
                .contains("aria.yaml:3:9: services.web.public: these ports stay open to everybody")
                .contains("services.page.callers: everybody on its networks may call it")
                .contains("3 choices in aria.yaml: less strict than the default")
                .contains("web: port 80 is public by choice");
        assertThat(project.text("compose.yaml")).isEqualTo(web);
        assertThat(project.run("verify-mtls-setup", "--no-live").out()).contains("Listeners: 2 public");
    }

    @Test
    void a_service_left_as_it_is_by_choice_is_counted() {
        project.file("aria.yaml", """
                version: 1
                images: {registry.example.org/pg: postgres}
                services:
                  cache: {via: none, because: "replaced in May"}
                """);
        Project.Ran ran = ok("bootstrap", "--yes");
        assertThat(ran.err())
                .contains("aria.yaml:4:11: services.cache.via: it is left as it is (replaced in May)")
                .contains("1 choice in aria.yaml");
        assertThat(project.text("compose.yaml")).contains("db-mtls", "a1-mtls").doesNotContain("cache-mtls");
        assertThat(ran.out()).contains("2 configured, 1 plaintext by choice");
    }

    @Test
    void a_ca_that_the_folder_names_is_not_contacted_without_a_person() throws Exception {
        String home = System.setProperty("user.home", folder.toString());
        try {
            project.file("aria.yaml", """
                    version: 1
                    ca: {url: "https://localhost:1", fingerprint: %s}
                    """.formatted("a".repeat(64)));
            Project.Ran ran = project.run("init-ca", "--yes");
            assertThat(ran.exit()).as(ran.err()).isEqualTo(5);
            assertThat(ran.err()).contains("https://localhost:1", "contacted only after you agreed");
            assertThat(project.run("bootstrap", "--yes").exit()).isEqualTo(3);
            assertThat(project.answer("y", () -> {}, "init-ca").exit()).isEqualTo(4);
            assertThat(project.run("init-ca", "--yes").exit())
                    .as("agreed to before")
                    .isEqualTo(4);
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void images_of_a_mirror_are_used_and_said() {
        project.file(
                        "aria.yaml",
                        BEGINNING + "services: {cache: {via: proxy}}\n"
                                + "images: {proxy: mirror.example.org/haproxy:3.0.11, init: \"mirror.example.org/busybox@sha256:"
                                + "0".repeat(64) + "\"}\n")
                .file("compose.yaml", """
                services:
                  cache: {image: "redis:8"}
                  app: {image: "example/app:1", environment: {URL: "tcp://cache:6379"}}
                """);
        assertThat(ok("bootstrap", "--yes").err())
                .contains("images.proxy: mirror.example.org/haproxy:3.0.11 runs with the services' keys; pin it")
                .contains("images.init: mirror.example.org/busybox@sha256:" + "0".repeat(64) + " runs with");
        assertThat(project.text("compose.yaml"))
                .contains("mirror.example.org/haproxy:3.0.11", "mirror.example.org/busybox@sha256:")
                .doesNotContain("image: haproxy", "image: busybox");
    }

    @Test
    void one_service_may_ask_without_insisting_while_the_others_insist() {
        project.file(
                "aria.yaml", "version: 1\nonly: [db, a1]\nservices: {db: {mode: request}, a1: {preset: postgres}}\n");
        assertThat(ok("bootstrap", "--yes").err())
                .contains("aria.yaml:3:17: services.db.mode: it asks clients for a certificate and does not insist");
        assertThat(project.text("data/mtls/db/pg_hba.conf")).isNotEqualTo(project.text("data/mtls/a1/pg_hba.conf"));
        ok("verify-mtls-setup", "--no-live");
    }

    @Test
    void a_server_that_is_held_back_for_a_caller_is_secured_by_choice() {
        project.file("compose.yaml", """
                services:
                  db:
                    image: postgres:18
                    environment:
                      POSTGRES_PASSWORD: secret
                  app:
                    image: example/app:1
                    network_mode: host
                """);
        project.file("aria.yaml", "version: 1\nservices:\n  app: {calls: [\"db:5432\"]}\n");
        Project.Ran held = project.run("bootstrap", "--yes");
        assertThat(held.exit()).as(held.err()).isEqualTo(6);
        assertThat(project.text("compose.yaml")).doesNotContain("db-mtls");
        project.file("aria.yaml", project.text("aria.yaml") + "  db: {secure: always, because: app follows}\n");
        assertThat(ok("bootstrap", "--yes").err())
                .contains(
                        "aria.yaml:4:8: services.db.secure: it is secured even if callers cannot follow (app follows)");
        assertThat(project.text("compose.yaml")).contains("db-mtls");
    }
}
