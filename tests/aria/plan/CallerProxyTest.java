package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.proxy.Sidecar;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller that knows nothing of TLS calls a server that speaks it from the first byte by a proxy of its own alone. */
class CallerProxyTest {
    private static final String APP = """
              app: # in no way prepared
                image: example/app:1
                environment: {URL: "redis://cache:6379"}
            """;
    private static final String CACHE = "  cache:\n    image: redis:8\n";
    private static final String DB = "  db:\n    image: postgres:18\n";
    private static final String QUEUE =
            "  queue:\n    image: rabbitmq:4-management\n    ports: [\"127.0.0.1:5672:5672\"]\n";

    @TempDir
    Path folder;

    @Test
    void the_server_stays_and_requires_certificates_and_the_caller_gets_a_proxy() {
        StackPlan plan = project(APP + CACHE).plan();
        assertThat(plan.proxies().servers()).isEmpty();
        assertThat(plan.secured()).containsExactly("cache");
        assertThat(plan.certified()).containsExactly("cache", "app");
        assertThat(plan.follows("app", "cache")).isTrue();
        assertThat(plan.findings())
                .extracting(Finding::id)
                .doesNotContain(FindingId.HELD_BACK.text(), FindingId.NO_PRESET.text());
        assertThat(plan.services())
                .extracting(PlannedService::name, PlannedService::way, PlannedService::because)
                .containsExactly(
                        tuple(
                                "app",
                                PlannedService.Way.CALLER,
                                "cache requires certificates, and app has no settings to show one"),
                        tuple("cache", PlannedService.Way.NATIVE, ""));
        assertThat(plan.edits().get(0).changes().toString())
                .contains("a proxy beside app shows its certificate to cache");
    }

    /** No setting of MariaDB insists on certificates. */
    @Test
    void a_server_whose_accounts_decide_is_not_said_to_require_certificates() {
        assertThat(project("  db: {image: \"mariadb:11.8\", environment: {MARIADB_ROOT_PASSWORD: x}}\n")
                        .plan()
                        .services())
                .extracting(service -> service.way().text())
                .containsExactly("requires TLS, and a certificate of those accounts that say so");
    }

    @Test
    void names_lead_the_caller_to_its_proxy_and_the_proxy_to_the_server() {
        PlannedProject project = project(APP + CACHE);
        StackPlan plan = project.plan();
        assertThat(after(project))
                .contains(
                        "    extra_hosts:\n      - cache:${ARIA_PROXY_NETWORKS:-10.",
                        "    networks:\n      default:\n        aliases: [\"cache.srv.mtls\"]\n",
                        "    networks:\n      default:\n      app-mtls:\n")
                .containsOnlyOnce("app: # in no way prepared");
        assertThat(PlannedProject.generated(plan, "app/proxy/haproxy.cfg"))
                .contains(
                        "  server cache cache.srv.mtls:6379 ssl ",
                        " verify required verifyhost cache sni str(cache) ssl-min-ver TLSv1.2 ");
    }

    @Test
    void a_second_plan_finds_nothing() {
        PlannedProject project = project(APP + CACHE + QUEUE + DB + """
                  job:
                    image: example/job:1
                    environment: {A: "amqp://queue", B: "redis://cache", C: "postgres://db", D: "http://queue:15672"}
                    extra_hosts: {other: 10.1.2.3}
                """);
        StackPlan first = project.plan();
        project.apply(first);
        StackPlan second = project.plan();
        assertThat(second.isEmpty()).as("%s %s", second.edits(), second.files()).isTrue();
        assertThat(second.proxies()).isEqualTo(first.proxies());
        assertThat(second.needs()).isEqualTo(first.needs());
        assertThat(second.proxies().direct()).isEqualTo(Map.of("cache", Set.of("app", "job"), "queue", Set.of("job")));
        assertThat(second.proxies().servers()).containsExactly("db");
        assertThat(second.proxies().of("job").orElseThrow().outbound())
                .extracting(Sidecar.Outbound::host, Sidecar.Outbound::port, Sidecar.Outbound::tlsPort)
                .containsExactlyInAnyOrder(
                        tuple("cache.srv.mtls", 6379, 6379),
                        tuple("queue.srv.mtls", 5672, 5671),
                        tuple("queue.srv.mtls", 15672, 15672),
                        tuple("db-mtls-proxy", 5432, 20001));
    }

    @Test
    void a_server_behind_a_proxy_calls_one_that_stays() {
        PlannedProject project = project(APP + CACHE
                + "  web:\n    image: example/web:1\n    environment: {API: \"http://app:80\", P: \"postgres://db\"}\n"
                + DB);
        StackPlan plan = project.plan();
        assertThat(plan.proxies().servers()).containsExactlyInAnyOrder("app", "db");
        assertThat(plan.proxies().direct()).isEqualTo(Map.of("cache", Set.of("app")));
        assertThat(plan.proxies().of("app").orElseThrow().hosts())
                .as("nobody else answers on its private network")
                .isEmpty();
        assertThat(plan.proxies().of("app").orElseThrow().networks().get(0).names())
                .contains("cache");
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            networks: [back]                     | networks: {back: {aliases: ["cache.srv.mtls"]}} # here
            networks: {back: {aliases: [store]}} | networks: {back: {aliases: [store, "cache.srv.mtls"]}} # here
            networks: {back: {priority: 1}}      | networks: {back: {priority: 1, aliases: ["cache.srv.mtls"]}} # here
            networks: {back: null}               | networks: {back: {aliases: ["cache.srv.mtls"]}} # here
            networks:~      # it~      - back    | networks:~      # it~        back: # here~          aliases: ["cache.srv.mtls"]~
            """)
    void the_name_for_proxies_stands_beside_what_is_there(String networks, String expected) {
        String app = APP + "    networks: [back]\n    extra_hosts: [\"one:10.1.2.3\"] # by hand\n";
        PlannedProject project =
                project(app + CACHE + "    " + networks.replace('~', '\n') + " # here\nnetworks:\n  back:\n");
        assertThat(after(project))
                .contains("    " + expected.replace('~', '\n'), "    networks: [back, \"app-mtls\"]\n")
                .containsPattern(
                        "extra_hosts: \\[\"one:10.1.2.3\", \"?cache:\\$\\{ARIA_PROXY_NETWORKS:.*] # by hand\n");
        project.apply(project.plan());
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            app's own TLS          | redis://   | rediss://
            app's own table        | environment| extra_hosts: [cache:10.1.2.3]\\n    environment
            several apps           | environment| scale: 253\\n    environment
            a call of another port | cache:6379 | cache:16379
            by an address          | cache:6379 | 172.30.0.5:6379
            """)
    void whoever_cannot_have_such_a_proxy_has_none(String why, String old, String text) {
        String app = APP.replace(old, text.replace("\\n", "\n"));
        StackPlan plan = project(app + CACHE + "    networks: {default: {ipv4_address: 172.30.0.5}}\n")
                .plan();
        assertThat(plan.proxies().sidecars()).as(why).isEmpty();
        assertThat(plan.secured()).isEmpty();
    }

    @Test
    void a_server_with_a_caller_that_no_file_tells_of_is_left_unless_it_was_chosen() {
        String hidden = APP + CACHE + "  job:\n    build: .\n";
        assertThat(project(hidden).plan().proxies().sidecars()).isEmpty();
        assertThat(project(hidden).natively("cache").plan().proxies().direct()).containsOnlyKeys("cache");
    }

    @Test
    void choices_decide_otherwise() {
        assertThat(project(APP + CACHE).proxied("cache").plan().proxies().servers())
                .containsExactly("cache");
        assertThat(new PlannedProject(folder, "services:\n" + APP + CACHE)
                        .plan()
                        .proxies()
                        .sidecars())
                .isEmpty();
    }

    @Test
    void what_was_made_stays_when_nobody_is_to_get_a_proxy_any_more() {
        PlannedProject project = project(APP + CACHE);
        project.apply(project.plan());
        StackPlan later = new PlannedProject(folder, after(project)).plan();
        assertThat(later.isEmpty()).isTrue();
        assertThat(later.proxies().direct()).containsOnlyKeys("cache");
    }

    @Test
    void who_shares_the_text_of_the_server_does_not_get_its_name() {
        String shared = APP.replace("image:", "networks: &n {back: {}}\n    image:") + CACHE
                + "    networks: *n\nnetworks: {back: }\n";
        PlannedProject project = project(shared);
        assertThat(after(project)).containsOnlyOnce("aliases: [\"cache.srv.mtls\"]");
        project.apply(project.plan());
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @Test
    void a_server_that_calls_another_one_by_its_proxy_has_both() {
        PlannedProject project = project(APP + CACHE + """
                    networks: [default]
                  broker:
                    image: rabbitmq:4
                    networks: [default]
                    environment: {CACHE: "redis://cache:6379"}
                  shown:
                    image: example/shown:1
                    environment: {QUEUE: "amqp://broker"}
                """);
        assertThat(project.plan().proxies().direct())
                .isEqualTo(Map.of("cache", Set.of("app", "broker"), "broker", Set.of("shown")));
        project.apply(project.plan());
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            cache, store
            app, front
            """)
    void a_new_name_of_server_or_caller_is_followed(String name, String other) {
        PlannedProject project = project(APP + CACHE);
        project.apply(project.plan());
        project.write(
                "compose.yaml",
                after(project)
                        .replace("  " + name + ":\n", "  " + other + ":\n")
                        .replace("  " + name + ": #", "  " + other + ": #")
                        .replace("//" + name + ":", "//" + other + ":"));
        project.apply(project.plan());
        assertThat(project.plan().isEmpty()).isTrue();
        assertThat(project.plan().proxies().direct()).hasSize(1);
        String expected = new PlannedProject(
                        folder.resolve("fresh"),
                        "services:\n"
                                + APP.replace("  app:", "  " + (name.equals("app") ? other : "app") + ":")
                                        .replace("cache", name.equals("cache") ? other : "cache")
                                + CACHE.replace("cache", name.equals("cache") ? other : "cache"))
                .withProxies()
                .plan()
                .services()
                .toString();
        assertThat(project.plan().services().toString()).isEqualTo(expected);
        assertThat(after(project))
                .doesNotContain(name + "-mtls", name + ".srv.mtls", "- " + name + ":")
                .contains("extra_hosts:");
    }

    @Test
    void a_copy_of_a_server_does_not_answer_to_its_name_for_proxies() {
        PlannedProject project = project(APP + CACHE);
        project.apply(project.plan());
        String copy = "  second:\n    image: redis:8\n    networks: {default: {aliases: [cache.srv.mtls]}}\n"
                + "    extra_hosts: [\"cache:${ARIA_PROXY_NETWORKS:-10.113}.1.14\", \"own:10.1.1.1\"]\n";
        project.write("compose.yaml", after(project).replace("services:\n", "services:\n" + copy));
        project.apply(project.plan());
        assertThat(after(project)).containsOnlyOnce("cache.srv.mtls").contains("extra_hosts: [\"own:10.1.1.1\"]");
        assertThat(project.plan().isEmpty()).isTrue();
    }

    private PlannedProject project(String services) {
        return new PlannedProject(folder, "services:\n" + services).withProxies();
    }

    private static String after(PlannedProject project) {
        return project.after(project.plan(), "compose.yaml");
    }
}
