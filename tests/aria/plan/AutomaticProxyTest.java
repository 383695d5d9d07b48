package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Finding;
import aria.finding.FindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever no preset can secure gets a proxy without being asked about it, where callers and ports are known. */
class AutomaticProxyTest {
    private static final String APP = "  app:\n    image: example/app:1\n    environment:\n";
    private static final String CALLS = "      URL_";
    private static final String DB = "  db:\n    image: postgres:18\n";
    private static final String PAGES = "  pages:\n    image: example/pages:1\n";
    private static final String SSO = """
              sso:
                image: quay.io/keycloak/keycloak:%s
                command: start
                environment: {KC_DB: postgres, KC_DB_URL: "jdbc:postgresql://db:5432/kc"}
            """;

    @TempDir
    Path folder;

    @Test
    void each_has_its_reason() {
        StackPlan plan = project(app("tcp://db:5432", "http://pages:8000", "http://old:8080")
                        + DB
                        + PAGES
                        + SSO.formatted("26.0").replace("sso:", "old:").replace("db:", "other:"))
                .plan();
        assertThat(reasons(plan))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "db", "its preset would shut out app (URL_0 in compose.yaml:5)",
                        "pages", "no preset is made for it",
                        "old", "before 26.4 its health checks require a certificate, so it would never be healthy"));
        assertThat(plan.findings()).extracting(Finding::id).doesNotContain(FindingId.HELD_BACK.text());
    }

    @Test
    void what_presets_secure_stays_with_them() {
        StackPlan plan = project(DB + SSO.formatted("26.7")).plan();
        assertThat(plan.proxies().sidecars()).isEmpty();
        assertThat(plan.secured()).containsExactly("db", "sso");
    }

    @Test
    void it_moves_only_with_a_server_that_calls_it() {
        StackPlan plan =
                project(DB + SSO.formatted("26.7") + app("http://sso:8080")).plan();
        assertThat(reasons(plan).keySet()).containsExactlyInAnyOrder("db", "sso");
        assertThat(reasons(plan)).containsEntry("db", "it is called by a service behind a proxy");
    }

    @Test
    void a_port_on_this_machine_is_said_to_stay_in_plaintext() {
        StackPlan plan = project(app("tcp://db:5432") + DB + "    ports: [\"127.0.0.1:15432:5432\"]\n")
                .plan();
        assertThat(reasons(plan)).containsKey("db");
        assertThat(plan.findings())
                .extracting(Finding::message)
                .contains("port 15432 stays published in plaintext, for whoever calls it on this machine");
    }

    @Test
    void a_second_plan_is_empty_and_keeps_the_proxies() {
        PlannedProject project = project(app("tcp://db:5432", "http://pages:8000") + DB + PAGES);
        project.apply(project.plan());
        StackPlan second = project.plan();
        assertThat(second.isEmpty()).isTrue();
        assertThat(reasons(second)).isEqualTo(Map.of("db", "it has had one before", "pages", "it has had one before"));
    }

    @Test
    void choices_decide_otherwise() {
        String services = app("tcp://db:5432", "http://pages:8000") + DB + PAGES;
        assertThat(reasons(project(services).natively("db").plan()).keySet()).containsExactly("pages");
        assertThat(reasons(project(services).always("db").plan()).keySet()).containsExactly("pages");
        assertThat(reasons(new PlannedProject(folder, "services:\n" + services).plan()))
                .isEmpty();
    }

    /** Kafka and etcd tell their callers where to go; behind a proxy that is right where it is the name that they called. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "environment: {KAFKA_ADVERTISED_LISTENERS: \"PLAINTEXT://pages:8000,HOST://localhost:9092\"}",
                "environment: {KAFKA_ADVERTISED_PORT: 8000}",
                "command: [serve, --initial-advertise-peer-urls=http://pages:8000, --advertise-client-urls, \"http://pages:8000\"]",
                "environment: {A_ADVERTISED_LISTENERS: \"P://Pages:8000\", FLAGS: \"advertised.listeners=$${A_ADVERTISED_LISTENERS}\"}"
            })
    void a_server_may_tell_callers_the_name_by_which_they_call_it(String told) {
        String services = app("tcp://db:5432", "http://pages:8000") + DB + PAGES + "    " + told + "\n";
        assertThat(reasons(project(services).plan())).containsKey("pages");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            db    | `    ports: ["15432:5432"]`                | because port 15432 is published beyond this machine | value=db=loopback
            pages | `    ports: ["9000"]`                      | the port that the engine chooses for 9000 is published | value=pages=loopback
            db    | `    deploy: {replicas: 253}`              | service db has 253 replicas                    | run 252 replicas of db
            pages | `    expose: ["53/udp"]`                   | it listens at a UDP port                       |
            pages | `    environment: {ADVERTISED_HOST: here}` | it tells callers an address of its own         | {pages: {via: proxy}}
            pages | `    environment: {KAFKA_ADVERTISED_HOST_NAME: 192.168.99.100}` | it tells callers an address of its own | {pages: {via: proxy}}
            pages | `    environment: {ADVERTISED_LISTENERS: "P://pages:9000"}` | it tells callers an address of its own | {pages: {via: proxy}}
            pages | `    environment: {ADVERTISED_LISTENERS: "P://:8000"}` | it tells callers an address of its own | {pages: {via: proxy}}
            pages | `    command: serve --advertise-client-urls`   | it tells callers an address of its own         | {pages: {via: proxy}}
            pages | `    environment: {ADVERTISED_PORT: 8000}\\n  more:\\n    image: example/pages:1\\n    environment: {ADVERTISED_PORT: 8000, PEER: "http://pages:8000"}` | it tells callers the address of more, which not all of them name | {pages: {via: proxy}}
            db    | `  job:\\n    build: .`                    | no file tells whom job calls                   | {db: {via: proxy}}
            pages | `  far:\\n    image: x/y:1\\n    expose: [7]` | no file tells who calls far                 | {pages: {via: proxy}}
            """)
    void why_there_is_none_is_said_with_what_helps(String server, String more, String why, String remedy) {
        String services = app("tcp://db:5432", "http://pages:8000") + (server.equals("db") ? PAGES + DB : DB + PAGES);
        StackPlan plan = project(services + more.replace("\\n", "\n") + "\n").plan();
        assertThat(reasons(plan)).doesNotContainKey(server);
        Finding said = plan.findings().stream()
                .filter(finding -> finding.service().filter(server::equals).isPresent()
                        && finding.message().contains("no proxy can secure it, because "))
                .findFirst()
                .orElseThrow();
        assertThat(said.is(server.equals("db") ? FindingId.HELD_BACK : FindingId.NO_PROXY))
                .isTrue();
        assertThat(said.message()).contains(why);
        assertThat(said.remedies().toString()).contains(remedy == null ? "" : remedy);
    }

    @Test
    void why_a_caller_that_others_call_has_no_proxy_as_a_server_is_said_too() {
        String pages = PAGES + "    ports: [\"9000:9000\"]\n    environment: {DB: \"tcp://db:5432\"}\n";
        StackPlan plan =
                project(app("tcp://db:5432", "http://pages:8000") + DB + pages).plan();
        assertThat(reasons(plan)).containsOnlyKeys("db");
        assertThat(plan.findings())
                .filteredOn(finding -> finding.service().equals(Optional.of("pages")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.message())
                            .startsWith("the proxy beside it secures its own calls alone,"
                                    + " and none can secure calls to it, because port 9000 is published beyond");
                    assertThat(finding.remedies().toString()).contains("value=pages=loopback");
                });
    }

    @Test
    void what_is_published_for_browsers_stays_so_when_its_server_moves() throws IOException {
        PlannedProject project = project(app("http://pages:8000/") + PAGES + "    ports: [\"8000:8000\"]\n");
        StackPlan plan = project.plan();
        assertThat(reasons(plan)).containsOnlyKeys("pages");
        assertThat(plan.findings())
                .filteredOn(finding -> finding.is(FindingId.PUBLISHED))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.message()).startsWith("port 8000 stays published in plaintext");
                    assertThat(finding.remedies().toString()).contains("{pages: {public: [8000]}}");
                });
        project.apply(plan);
        assertThat(Files.readString(folder.resolve("compose.yaml"))).contains("    ports: [\"8000:8000\"]\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            none      | FROM node:22\\nEXPOSE 1000\\nFROM node:22\\nEXPOSE 3000/tcp 3001 53/udp\\n# EXPOSE 9 | 3000, 3001
            PORT      | FROM node:22\\nEXPOSE 3000                                                      | 4000
            DB_PORT   | FROM node:22\\nEXPOSE 3000                                                      | 3000
            """)
    void the_port_of_a_server_that_is_built_is_its_variable_s_or_what_its_dockerfile_exposes(
            String variable, String dockerfile, String ports) throws IOException {
        Files.createDirectory(folder.resolve("api"));
        Files.writeString(folder.resolve("api/Dockerfile"), dockerfile.replace("\\n", "\n"));
        String api =
                "  api:\n    build: ./api\n" + (variable == null ? "" : "    environment: {" + variable + ": 4000}\n");
        StackPlan plan = project(APP + "      API_HOST: api\n" + api).plan();
        assertThat(reasons(plan)).containsOnlyKeys("api");
        assertThat(plan.proxies().of("api").orElseThrow().inbound())
                .extracting(inbound -> String.valueOf(inbound.port()))
                .containsExactly(ports.split(", "));
    }

    @Test
    void a_refused_server_that_nobody_calls_is_told_to_name_its_callers() {
        assertThat(project(SSO.formatted("26.0") + DB).plan().findings().toString())
                .contains("no file tells who calls it")
                .contains("{CALLER: {calls: [\"sso:PORT\"]}}");
    }

    private PlannedProject project(String services) {
        return new PlannedProject(folder, "services:\n" + services).withProxies();
    }

    private static String app(String... urls) {
        StringBuilder app = new StringBuilder(APP);
        for (int i = 0; i < urls.length; i++) {
            app.append(CALLS).append(i).append(": ").append(urls[i]).append('\n');
        }
        return app.toString();
    }

    private static Map<String, String> reasons(StackPlan plan) {
        return plan.services().stream()
                .filter(service -> plan.proxies().servers().contains(service.name()))
                .collect(Collectors.toMap(PlannedService::name, PlannedService::because));
    }
}
