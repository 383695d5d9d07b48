package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server is secured only when every caller can follow. */
class HeldBackTest {
    private static final String DB = "services:\n  db:\n    image: postgres:18\n";
    private static final String APP =
            "  app:\n    image: example/app:1\n    environment:\n      DATABASE_URL: postgres://u:secret@db/x\n";
    private static final String KEYCLOAK = """
              sso:
                image: quay.io/keycloak/keycloak:26.7
                command: start
                environment:
                  KC_DB: postgres
                  KC_DB_URL: jdbc:postgresql://db:5432/kc
            """;

    @TempDir
    Path folder;

    @Test
    void aServerWithAnUnknownCallerIsLeftAsItIs() {
        StackPlan plan = plan(DB + APP);
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.needs()).extracting(CertificateNeed::service).doesNotContain("db");
        assertThat(plan.securesNothing()).isTrue();
        assertThat(heldBack(plan)).containsExactly("db");
        assertThat(plan.findings().toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "'external: true',     true",
        "'external: false',    false",
        "'name: apps',         true",
        "'name: shop_shared',  false",
        "'driver: bridge',     false"
    })
    void aServerOnANetworkOfOtherProjectsIsNamedWhenItIsSecured(String network, boolean named) {
        String findings = plan("name: shop\n" + DB + "    networks: [shared, own]\nnetworks: {own: {}, shared: {"
                        + network + "}}\n")
                .findings()
                .toString();
        assertThat(findings.contains("containers of other projects on a shared network are refused from now on when"
                        + " they call db (shared) without a certificate"))
                .as(findings)
                .isEqualTo(named);
    }

    @Test
    void theDefaultNetworkMayBeThatOfOtherProjects() {
        assertThat(plan(DB + "networks: {default: {name: apps}}\n").findings().toString())
                .contains("call db (default) without");
    }

    @Test
    void aCallerWithSettingsOfItsPresetFollows() {
        StackPlan plan = plan(DB + KEYCLOAK);
        assertThat(plan.secured()).containsExactly("db", "sso");
        assertThat(plan.follows("sso", "db")).isTrue();
    }

    @Test
    void whoCallsInAWayThatThePresetDoesNotKnowIsShutOut() {
        StackPlan plan = plan(DB + KEYCLOAK + "      REPORTS_URL: postgres://db/reports\n");
        assertThat(heldBack(plan)).containsExactly("db");
        assertThat(plan.secured()).containsExactly("sso");
    }

    @Test
    void aCallerThatWaitsButNamesNoAddressIsShutOut() {
        assertThat(heldBack(plan(DB + "  sso:\n    image: quay.io/keycloak/keycloak:26.7\n    depends_on: [db]\n")))
                .containsExactly("db");
    }

    @Test
    void aServerThatIsHeldBackIsSecuredAsAClient() {
        PlannedProject project = new PlannedProject(
                folder,
                DB + KEYCLOAK + "  app:\n    image: example/app:1\n    environment: {SSO: 'http://sso:8080'}\n");
        StackPlan plan = project.plan();
        assertThat(plan.secured()).containsExactly("db");
        assertThat(plan.clients()).containsExactly("sso");
        assertThat(heldBack(plan)).containsExactly("sso");
        assertThat(plan.need("sso")).isPresent();
        assertThat(project.after(plan, "compose.yaml"))
                .contains("sslcert=/etc/certs/tls.crt")
                .contains("sso-mtls:/etc/certs:ro")
                .doesNotContain("KC_HTTPS")
                .doesNotContain("KC_HTTP_ENABLED");
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
        assertThat(project.plan().clients()).containsExactly("sso");
    }

    @Test
    void certificatesThatAreOnlyMountedLetACallerInWhenItsSettingsNameThem() {
        StackPlan mounted =
                new PlannedProject(folder, DB + APP).preset("app", "mount").plan();
        assertThat(heldBack(mounted)).containsExactly("db");
        assertThat(mounted.secured()).containsExactly("app");
        StackPlan named = new PlannedProject(
                        folder, DB + APP.replace("db/x", "db/x?sslmode=verify-full&sslcert=/etc/certs/tls.crt"))
                .preset("app", "mount")
                .plan();
        assertThat(heldBack(named)).isEmpty();
        assertThat(named.secured()).containsExactly("db", "app");
    }

    /** The settings of a caller to which certificates are delivered, and the servers that it is known to follow to. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DB: 'postgres://db/x?sslcert=/etc/certs/tls.crt'; CACHE: 'redis://cache'; MQ: 'amqp://u:p@mq:5672' | db",
                "DB: 'postgres://db/x?sslcert=/etc/certs/tls.crt'; CACHE: 'rediss://cache'; MQ: 'amqps://mq:5671' | db mq cache",
                "PGHOST: db; PGSSLCERT: /etc/certs/tls.crt; REDIS_HOST: cache; AMQP_HOST: mq | db",
                "DB_HOST: db; REDIS_HOST: cache; REDIS_TLS_CERT: /etc/certs/tls.crt; MQ_HOST: mq; MQ_TLS: 'false' | cache",
                "DB_HOST: db; REDIS_HOST: cache; MQ_HOST: mq; TLS_CERT: /etc/certs/tls.crt | ''",
                "DB_HOST: db; TLS_CERT: /etc/certs/tls.crt | db",
                "DB: 'postgres://db/x?sslmode=disable'; CACHE: 'redis://cache'; CERT: /etc/certs/tls.crt | ''",
                "ALL: 'postgres://db/x?sslcert=/etc/certs/tls.crt,redis://cache,amqp://mq' | db",
                "APP_DB_HOST: db; APP_DB_SSL: /etc/certs/x; APP_MQ_HOST: mq; APP_SSL: /etc/certs/x | db",
            })
    void deliveredCertificatesCountForTheServersWhoseSettingsNameThem(String settings, String followed) {
        StackPlan plan =
                delivered("environment: {" + settings.replace("; ", ", ") + "}").plan();
        assertThat(follows(plan)).isEqualTo(followed);
    }

    @Test
    void inAFileASettingOfTlsIsForTheAddressInItsBlock() {
        String yaml = """
                spring:
                  ssl: {bundle: {pem: {mtls: {keystore: {certificate: "file:/etc/certs/tls.crt"}}}}}
                  datasource: {url: "jdbc:postgresql://db:5432/x"}
                  data:
                    redis:
                      host: cache
                      ssl:
                        bundle: mtls
                  rabbitmq:
                    host: mq
                    ssl:
                      enabled: false
                """;
        String ini = "[db]\nhost = db\n[cache]\nhost = cache\nsslcert = /etc/certs/tls.crt\n[queue]\nurl = amqp://mq\n";
        assertThat(follows(delivered("volumes: ['./app.yml:/app.yml']")
                        .write("app.yml", yaml)
                        .plan()))
                .isEqualTo("cache");
        assertThat(follows(delivered("volumes: ['./app.ini:/app.ini']")
                        .write("app.ini", ini)
                        .plan()))
                .isEqualTo("cache");
        assertThat(follows(delivered(
                                "command: app --db-host db --db-tls-cert /etc/certs/tls.crt --cache-host cache -q amqp://mq")
                        .plan()))
                .isEqualTo("db");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proxy_pass http://page:3000; | false",
                "proxy_pass https://page:3000; proxy_ssl_certificate /etc/certs/tls.crt; | true",
                "proxy_pass https://page:3000; | false",
                "proxy_pass http://page:3000; proxy_ssl_certificate /etc/certs/tls.crt; | false",
                "grpc_pass grpcs://page:3000; grpc_ssl_certificate /etc/certs/tls.crt; | true",
                "fastcgi_pass page:3000; | false",
                "set $up page; proxy_pass https://$up:3000; | false",
            })
    void aWebServerFollowsWhereItsFilesCallOverTls(String call, boolean followed) {
        for (String ports : List.of("[]", "['80:80']")) {
            PlannedProject project = new PlannedProject(folder, """
                            services:
                              web: {image: "nginx:1.27", volumes: ["./c:/etc/nginx/conf.d"], ports: %s}
                              page: {image: "grafana/grafana:13.0.1"}
                            """.formatted(ports))
                    .write(
                            "c/a.conf",
                            "server {\n  listen 80;\n  location / {\n    " + call.replace("; ", ";\n    ")
                                    + "\n  }\n}\n");
            StackPlan plan = (ports.equals("[]") ? project : project.preset("web", "mount")).plan();
            assertThat(plan.follows("web", "page")).as(ports).isEqualTo(followed);
            assertThat(heldBack(plan)).as(ports).hasSize(followed ? 0 : 1);
        }
    }

    @Test
    void aCallThatOnlyThePersonTellsOfCountsAsOneOverTls() {
        PlannedProject project = delivered(
                "environment: {CERT: /etc/certs/tls.crt, DB: 'postgres://db', MQ: 'amqp://mq'}, depends_on: [cache]");
        assertThat(follows(project.plan())).isEmpty();
        assertThat(follows(project.calls("app", "db:5432", "cache:6379").plan()))
                .isEqualTo("cache");
        assertThat(project.plan().findings().toString())
                .contains("name /etc/certs in the settings with which app calls db");
    }

    /** An application with delivered certificates beside three servers. */
    private PlannedProject delivered(String settings) {
        return new PlannedProject(
                        folder,
                        DB + "  cache: {image: \"redis:8\"}\n  mq: {image: \"rabbitmq:4.0\"}\n"
                                + "  app: {image: \"example/app:1\", " + settings + "}\n")
                .preset("app", "mount");
    }

    private static String follows(StackPlan plan) {
        return Stream.of("db", "mq", "cache")
                .filter(server -> plan.follows("app", server))
                .collect(Collectors.joining(" "));
    }

    @Test
    void aCallerOfAVersionThatPresentsNoCertificateIsShutOut() {
        StackPlan plan = plan(DB + KEYCLOAK.replace("26.7", "25.0"));
        assertThat(heldBack(plan)).containsExactly("sso", "db");
        assertThat(plan.securesNothing()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "postgres:18, 'command: postgres -c primary_conninfo=host=first', second",
        "redis:8, 'command: redis-server /own/redis.conf, volumes: [\"./own:/own\"]', second",
        "mariadb:11.8, 'environment: {MARIADB_MASTER_HOST: first}', second",
        "nats:2.14-alpine, 'command: -c /own/nats.conf, volumes: [\"./own:/own\"]', ''",
    })
    void aReplicaIsACallerOfItsMaster(String image, String settings, String secured) {
        StackPlan plan = new PlannedProject(
                        folder,
                        "services:\n  first: {image: \"" + image + "\"" + (secured.isEmpty() ? ", " + settings : "")
                                + "}\n  second: {image: \"" + image + "\", " + settings + "}\n")
                .write("own/redis.conf", "replicaof first 6379\n")
                .write("own/nats.conf", "port: 4222\ncluster {\n  port: 6222\n  routes: [nats://first:6222]\n}\n")
                .plan();
        assertThat(heldBack(plan)).contains("first");
        assertThat(plan.secured()).doesNotContain("first");
    }

    @Test
    void onlyOverridesNothing() {
        StackPlan plan = new PlannedProject(folder, DB + KEYCLOAK).plan("db");
        assertThat(heldBack(plan)).containsExactly("db");
    }

    @Test
    void whatIsHeldBackBecauseOfOneServerHoldsBackTheNext() {
        PlannedProject project = new PlannedProject(folder, """
                        services:
                          prometheus:
                            image: prom/prometheus:v2.53.3
                            volumes: ["./p:/etc/prometheus"]
                          grafana: {image: "grafana/grafana:13.0.1"}
                          vault: {image: "hashicorp/vault:1.21", command: server, volumes: ["./v:/vault/config"]}
                          app: {image: "example/app:1", environment: {URL: "http://vault:8200"}}
                        """)
                .write(
                        "v/v.hcl",
                        "storage \"file\" { path = \"/f\" }\nlistener \"tcp\" { address = \"0.0.0.0:8200\" }\n")
                .write(
                        "p/prometheus.yml",
                        "scrape_configs:\n  - job_name: a\n    static_configs:\n"
                                + "      - targets: [\"grafana:3000\", \"vault:8200\"]\n");
        StackPlan plan = project.plan();
        assertThat(heldBack(plan)).as("one item cannot be half in plaintext").containsExactly("vault", "grafana");
        assertThat(plan.secured()).containsExactly("prometheus");
    }

    @Test
    void whatScrapesItselfIsNoClientForThat() {
        StackPlan plan = new PlannedProject(folder, """
                        services:
                          prometheus: {image: "prom/prometheus:v2.53.3", volumes: ["./p:/etc/prometheus"]}
                          grafana: {image: "grafana/grafana:13.0.1"}
                          app: {image: "example/app:1", environment: {URL: "http://prometheus:9090"}}
                        """)
                .write(
                        "p/prometheus.yml",
                        "scrape_configs:\n  - job_name: a\n    static_configs:\n"
                                + "      - targets: [\"localhost:9090\", \"grafana:3000\"]\n")
                .plan();
        assertThat(heldBack(plan)).containsExactly("prometheus", "grafana");
        assertThat(plan.clients()).isEmpty();
        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void aServerThatIsSecuredStaysSoAndItsNewCallerIsNamed() {
        PlannedProject project = new PlannedProject(folder, DB + KEYCLOAK);
        StackPlan first = project.plan();
        project.apply(first);
        String patched = project.after(project.plan(), "compose.yaml");
        project.write("compose.yaml", patched.replace("services:\n", "services:\n" + APP));
        StackPlan plan = project.plan();
        assertThat(plan.secured()).containsExactly("db", "sso");
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.findings()).anySatisfy(finding -> {
            assertThat(finding.id()).isEqualTo("unknown-caller");
            assertThat(finding.service()).contains("app");
            assertThat(finding.remedies().toString()).contains("--undo").contains("secure: always");
        });
    }

    @Test
    void aNewCallerOfAServiceThatIsAClientHoldsItBackStill() {
        PlannedProject project = new PlannedProject(
                folder,
                DB + KEYCLOAK + "  app:\n    image: example/app:1\n    environment: {SSO: 'http://sso:8080'}\n");
        project.apply(project.plan());
        assertThat(heldBack(project.plan())).containsExactly("sso");
    }

    @Test
    void aPortThatIsPublishedBeyondThisMachineHasUnknownCallersUntilItIsChosen() {
        String published = DB + "    ports: [\"5432:5432\"]\n";
        assertThat(heldBack(plan(published))).containsExactly("db");
        assertThat(heldBack(new PlannedProject(folder, published)
                        .preset("db", "postgres")
                        .plan()))
                .isEmpty();
        assertThat(plan(published.replace("5432:5432", "5432")).findings().toString())
                .contains("whoever calls the port that the engine chooses for 5432 from outside");
        StackPlan local = plan(published.replace("5432:5432", "127.0.0.1:15432:5432"));
        assertThat(local.secured()).containsExactly("db");
        assertThat(local.findings())
                .filteredOn(finding -> finding.id().equals("published"))
                .extracting(finding -> finding.remedies().toString())
                .singleElement()
                .asString()
                .contains("psql \"host=localhost port=15432 user=postgres sslmode=verify-full");
    }

    @Test
    void aPageThatIsPublishedIsSecuredAndItsPeopleAreTold() {
        StackPlan plan = plan("services:\n  pages: {image: \"grafana/grafana:13.0.1\", ports: [\"3000:3000\"]}\n");
        assertThat(plan.secured()).containsExactly("pages");
        assertThat(plan.findings()).anySatisfy(finding -> {
            assertThat(finding.id()).isEqualTo("published");
            assertThat(finding.message()).contains("pages (port 3000)");
        });
    }

    @Test
    void aPublicEntranceStaysAsItIsUnlessItIsChosen() {
        String web =
                "services:\n  web: {image: \"nginx:1.27\", ports: [\"80:80\"]}\n  inner: {image: \"nginx:1.27\"}\n";
        StackPlan plan = plan(web);
        assertThat(plan.secured()).containsExactly("inner");
        assertThat(plan.need("web")).isEmpty();
        assertThat(plan.findings())
                .anySatisfy(finding -> assertThat(finding.id()).isEqualTo("public-entrance"));
        assertThat(new PlannedProject(folder, web).preset("web", "nginx").plan().secured())
                .containsExactly("web", "inner");
        assertThat(new PlannedProject(folder, web).plan("web").secured()).containsExactly("web");
        assertThat(plan(web.replace("80:80", "127.0.0.1:80:80")).secured())
                .as("that is nobody but the people at this machine")
                .containsExactly("web", "inner");
    }

    @Test
    void aClientThatHasAServersImageIsACaller() {
        StackPlan plan =
                plan(DB + "  backup:\n    image: postgres:18\n    command: [pg_dump, -h, db, -U, postgres, x]\n");
        assertThat(plan.isEmpty()).isTrue();
        assertThat(heldBack(plan)).containsExactly("db");
        assertThat(plan.findings().toString()).contains("runs another program of image postgres:18");
    }

    private StackPlan plan(String compose) {
        return new PlannedProject(folder, compose).plan();
    }

    private static List<String> heldBack(StackPlan plan) {
        return plan.findings().stream()
                .filter(finding -> finding.id().equals("held-back"))
                .map(Finding::service)
                .map(service -> service.orElseThrow())
                .toList();
    }
}
