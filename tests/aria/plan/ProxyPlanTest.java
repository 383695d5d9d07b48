package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.stack.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server is moved behind a proxy with all of its callers, or left as it is with the reason. */
class ProxyPlanTest {
    private static final String APP = "  app:\n    image: example/app:1\n    environment: {URL: \"tcp://db:5432\"}\n";
    private static final String DB = "  db:\n    image: postgres:18\n";

    @TempDir
    Path folder;

    @Test
    void server_and_caller_each_get_a_proxy_and_a_network() {
        StackPlan plan = project(APP + DB).plan();
        assertThat(plan.proxies().servers()).containsExactly("db");
        assertThat(plan.certified()).containsExactlyInAnyOrder("app", "db");
        assertThat(plan.needs()).extracting(CertificateNeed::service).containsExactlyInAnyOrder("app", "db");
        assertThat(plan.findings()).extracting(Finding::id).doesNotContain(FindingId.HELD_BACK.text());
        assertThat(after(plan))
                .contains(
                        "    networks:\n      default:\n      app-mtls:\n",
                        "    networks:\n      db-mtls:\n        ipv4_address: ${ARIA_PROXY_NETWORKS:-10.",
                        "        aliases: [\"db.state.svc.cluster.local\", \"db\"]\n",
                        "  db-mtls-proxy-init:\n");
    }

    @Test
    void each_of_them_has_a_line_in_the_plan() {
        assertThat(project(APP + DB).plan().services())
                .containsExactlyInAnyOrder(
                        new PlannedService(
                                "db",
                                "PostgreSQL",
                                PlannedService.Way.PROXY,
                                "it was chosen",
                                List.of("app"),
                                List.of()),
                        new PlannedService(
                                "app", "example/app:1", PlannedService.Way.CALLER, "", List.of(), List.of("db")));
    }

    @Test
    void a_second_plan_finds_nothing_and_the_stack_is_seen_as_before() {
        PlannedProject project = project(
                        APP + DB + "  web:\n    image: example/web:1\n    environment: {API: \"http://app:80\"}\n")
                .proxied("db", "app");
        StackPlan first = project.plan();
        project.apply(first);
        StackPlan second = project.plan();
        assertThat(second.edits()).isEmpty();
        assertThat(second.files()).isEmpty();
        assertThat(second.proxies()).isEqualTo(first.proxies());
        assertThat(second.needs()).isEqualTo(first.needs());
    }

    @Test
    void in_stage_open_the_proxy_has_the_names_and_ports_of_its_server_and_a_switch_is_its_configuration_alone() {
        PlannedProject project = project(
                APP + "    container_name: the-app\n" + DB
                        + "    container_name: the-db\n    networks: {default: {aliases: [store]}}\n  other: {image: example/other:1}\n");
        StackPlan open = project.stage("db", Stage.OPEN).plan();
        assertThat(after(open))
                .contains(
                        "    networks:\n      default:\n        aliases: [\"db\", \"the-db\", \"store\"]\n      db-mtls:\n",
                        "    extra_hosts:\n",
                        "- db:${ARIA_PROXY_NETWORKS:-10.");
        String config = PlannedProject.generated(open, "db/proxy/haproxy.cfg");
        assertThat(config)
                .contains("frontend open-5432\n", "  bind :5432\n", "  default_backend open-5432\n")
                .doesNotContain("reject if { date");
        project.apply(open);
        assertThat(project.plan().isEmpty()).isTrue();
        StackPlan enforced = project.stage("db", Stage.ENFORCE).plan();
        assertThat(enforced.edits()).isEmpty();
        assertThat(enforced.files()).hasSize(1);
        assertThat(PlannedProject.generated(enforced, "db/proxy/haproxy.cfg"))
                .doesNotContain("open-")
                .contains("frontend in-5432\n");
        project.apply(enforced);
        StackPlan timed = project.stage("db", Stage.openUntil(Instant.ofEpochSecond(1_800_000_000)))
                .plan();
        assertThat(timed.edits()).isEmpty();
        assertThat(PlannedProject.generated(timed, "db/proxy/haproxy.cfg"))
                .contains(
                        "  tcp-request connection reject if { date ge 1800000000 }\n",
                        "backend open-5432-until-1800000000\n");
        assertThat(project.stage("db", Stage.OPEN)
                        .plan()
                        .proxies()
                        .of("app")
                        .orElseThrow()
                        .hosts())
                .containsKeys("db", "the-db", "store");
    }

    @Test
    void a_new_caller_is_admitted_by_the_next_plan() {
        PlannedProject project = project(APP + DB);
        project.apply(project.plan());
        String patched = project.after(project.plan(), "compose.yaml");
        project.write(
                "compose.yaml",
                patched.replace(
                        "services:\n",
                        "services:\n  job:\n    image: example/job:1\n    environment: {URL: \"tcp://db:5432\"}\n"));
        StackPlan plan = project.plan();
        assertThat(plan.findings()).extracting(Finding::id).doesNotContain(FindingId.HELD_BACK.text());
        assertThat(PlannedProject.generated(plan, "db/proxy/haproxy.cfg")).contains("-m str app job }");
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @Test
    void another_call_of_a_caller_updates_its_proxy() {
        PlannedProject project =
                project(APP + DB + "  cache:\n    image: redis:8\n").proxied("db", "cache");
        StackPlan first = project.plan();
        assertThat(first.proxies().heldBack()).containsOnlyKeys("cache");
        project.apply(first);
        project.write(
                "compose.yaml",
                project.after(project.plan(), "compose.yaml")
                        .replace("{URL: \"tcp://db:5432\"}", "{URL: \"tcp://db:5432\", CACHE: \"redis://cache\"}"));
        StackPlan plan = project.plan();
        assertThat(plan.proxies().servers()).containsExactlyInAnyOrder("db", "cache");
        assertThat(after(plan)).contains("\"db\", ").contains("cache");
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @Test
    void a_server_behind_a_proxy_is_not_left_to_a_caller_that_cannot_follow() {
        PlannedProject project = project(APP + DB);
        project.apply(project.plan());
        String patched = project.after(project.plan(), "compose.yaml");
        project.write(
                "compose.yaml",
                patched.replace(
                        "services:\n",
                        "services:\n  job:\n    image: example/job:1\n    scale: 253\n    environment: {URL: \"tcp://db:5432\"}\n"));
        assertThatThrownBy(project::plan)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(
                        "it is behind a proxy, but would be held back, because service job has 253 replicas");
    }

    @Test
    void a_port_published_by_choice_stays_on_this_machine() {
        String published = DB + "    ports: [\"5432:5432\"]\n";
        assertThat(reason(project(APP + published).plan())).contains("because port 5432 is published");
        StackPlan plan = project(APP + published).local("db").plan();
        assertThat(plan.proxies().servers()).containsExactly("db");
        assertThat(after(plan)).contains("ports: [\"127.0.0.1:5432:5432\"]");
    }

    @Test
    void whoever_is_not_among_the_named_callers_is_not_admitted() {
        String job = "  job:\n    image: example/job:1\n    depends_on: [db]\n";
        assertThat(admitted(project(APP + job + DB).plan())).containsExactly("app", "job");
        assertThat(admitted(project(APP + job + DB).callers("db", "app").plan()))
                .containsExactly("app");
        assertThat(admitted(project(job + DB)
                        .callers("db", "job")
                        .calls("job", "db:5432")
                        .plan()))
                .containsExactly("job");
    }

    @Test
    void everybody_on_its_networks_may_be_admitted_by_choice() {
        String others = "  other:\n    image: example/other:1\n  far:\n    image: example/far:1\n    networks: [far]\n";
        assertThat(admitted(project(APP + others + DB + "networks: {far: }\n")
                        .callers("db", "any")
                        .plan()))
                .containsExactly("app", "other");
    }

    private static List<String> admitted(StackPlan plan) {
        return plan.proxies().of("db").orElseThrow().inbound().get(0).callers();
    }

    /** The engine hands out addresses of a network that all replicas have to fit in. */
    @ParameterizedTest
    @CsvSource({"12, 28", "13, 27", "20, 27", "28, 27", "29, 26", "252, 24"})
    void a_private_network_has_addresses_for_all_replicas(int replicas, int bits) {
        PlannedProject project = project(APP + "    scale: " + replicas + "\n" + DB);
        StackPlan plan = project.plan();
        assertThat(after(plan)).containsPattern("  app-mtls:\n(?s:.{0,120})subnet: \\S+/" + bits + "\n");
        assertThat(plan.proxies()
                        .of("db")
                        .orElseThrow()
                        .networks()
                        .get(0)
                        .subnet()
                        .mask())
                .endsWith("/28");
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @Test
    void a_private_network_that_has_become_too_small_is_refused_with_the_way_to_a_larger_one() {
        PlannedProject project = project(APP + DB);
        project.apply(project.plan());
        String patched = project.after(project.plan(), "compose.yaml");
        project.write("compose.yaml", patched.replace("example/app:1\n", "example/app:1\n    scale: 20\n"));
        assertThatThrownBy(project::plan)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("service app has 20 replicas, and its private network has addresses for 12")
                .hasMessageContaining("--undo");
    }

    @Test
    void on_a_network_with_ipv6_proxies_listen_at_both_families() {
        String network = "networks: {default: {enable_ipv6: true}}\n";
        PlannedProject project = project(APP + DB + network);
        assertThat(PlannedProject.generated(project.plan(), "db/proxy/haproxy.cfg"))
                .contains("  bind :20001,:::20001 v6only ssl crt ")
                .doesNotContain("open-5432");
        assertThat(PlannedProject.generated(project.stage("db", Stage.OPEN).plan(), "db/proxy/haproxy.cfg"))
                .contains(
                        "frontend open-5432\n  maxconn 2000\n  bind :5432,:::5432 v6only\n",
                        "  stick-table type ipv6 size 1k");
        assertThat(PlannedProject.generated(project.plan(), "app/proxy/haproxy.cfg"))
                .as("its own network has IPv4 alone")
                .doesNotContain("v6only");
    }

    /** No container of ours starts with the machine where the user's own does not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                                               | on-failure
            restart: "no"                                                      | on-failure
            restart: on-failure:3                                              | on-failure
            restart: unless-stopped                                            | unless-stopped
            restart: always                                                    | always
            restart: ${POLICY}                                                 | unless-stopped
            deploy: {restart_policy: {condition: on-failure}}                  | on-failure
            deploy: {restart_policy: {}}                                       | always
            restart: "no"\\n    deploy: {restart_policy: {condition: any}}      | always
            """)
    void a_proxy_starts_again_when_its_service_does(String written, String expected) {
        String db = written == null ? "" : "    " + written.replace("\\n", "\n") + "\n";
        String after = after(project(APP + DB + db).plan());
        assertThat(after.substring(after.indexOf("\n  db-mtls-proxy:\n")))
                .containsPattern("^\\n  db-mtls-proxy:\\n(    .*\\n)*    restart: " + expected + "\\n");
    }

    @Test
    void replicas_of_a_caller_share_its_proxy() {
        StackPlan plan = project(APP + "    deploy: {replicas: 12}\n" + DB).plan();
        assertThat(plan.proxies().members()).containsExactlyInAnyOrder("app", "db");
        assertThat(after(plan)).containsOnlyOnce("replicas");
    }

    @Test
    void replicas_of_a_server_are_found_by_a_name_and_only_on_their_network() {
        PlannedProject project = project(APP + DB + "    deploy: {replicas: 3}\n");
        StackPlan plan = project.stage("db", Stage.OPEN).plan();
        assertThat(after(plan))
                .contains("    networks:\n      db-mtls:\n        aliases: [")
                .contains("\"db.srv.mtls\"]")
                .containsOnlyOnce("replicas");
        String config = PlannedProject.generated(plan, "db/proxy/haproxy.cfg");
        assertThat(config)
                .contains("resolvers replicas\n", "  server-template db 12 db.srv.mtls:5432 resolvers replicas ")
                .containsPattern(
                        "content reject unless \\{ var\\(txn.replica\\) -m ip \"\\$\\{ARIA_PROXY_NETWORKS}.*/28\" }");
        assertThat(config.split("do-resolve", -1))
                .as("by certificate and in plaintext")
                .hasSize(3);
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @Test
    void a_caller_waits_only_for_proxies_that_start_with_it() {
        assertThat(after(project(APP + DB).plan()))
                .contains("      db-mtls-proxy:\n        condition: service_healthy");
        assertThat(after(project(APP + DB + "    profiles: [full]\n").plan()))
                .contains("      app-mtls-proxy:\n        condition: service_healthy")
                .doesNotContain("      db-mtls-proxy:\n        condition: service_healthy");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            network_mode: host                             |                          | service db has network_mode: host
            networks: {n: {ipv4_address: 172.30.0.5}}      |                          | it has the fixed address 172.30.0.5
            networks: [out]                                |                          | service db is on the external network out
            networks: [six]                                |                          | service db is on the network six without IPv4
            networks: [far]                                |                          | service db is on the network far with the driver macvlan
            deploy: {replicas: 253}                        |                          | service db has 253 replicas, and its private network has addresses for 252
            expose: ["53/udp"]                             |                          | it listens at a UDP port
            labels: {traefik.enable: "true"}               |                          | has no certificate
            environment: {API: "http://many:80"}           |                          | it calls many (compose.yaml:
            depends_on: [far]                              |                          | no file tells which port of far it calls
                                                           | network_mode: "service:other" | service app has network_mode: service:other
                                                           | scale: 253               | service app has 253 replicas, and its private network has addresses for 252
            """)
    void whoever_cannot_be_moved_is_held_back(String server, String caller, String expected) {
        String app = APP + (caller == null ? "" : "    " + caller + "\n");
        String db = DB + (server == null ? "" : "    " + server + "\n");
        String networks = server == null || !server.startsWith("networks")
                ? ""
                : "    networks: " + server.replaceFirst(".*?[\\[{](\\w+).*", "[$1]") + "\n";
        StackPlan plan = project(
                        app + networks + db + "  other:\n    image: example/other:1\n"
                                + "  many:\n    image: example/many:1\n    scale: 2\n  far:\n    image: example/far:1\n"
                                + "networks:\n  n:\n  out: {external: true}\n  six: {enable_ipv4: false, enable_ipv6: true}\n  far: {driver: macvlan}\n")
                .plan();
        assertThat(reason(plan)).contains(expected);
        assertThat(plan.isEmpty()).isTrue();
    }

    /** An engine's socket is there for many reasons. Whoever finds addresses by it would look for the server in vain. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            example/app | {URL: 'tcp://db:5432'}           | true
            example/app | {DB_HOST: db}                    | false
            example/app | {}                               | false
            traefik:v3  | {URL: 'tcp://db:5432'}           | false
            """)
    void a_caller_with_the_engines_socket_names_port_and_server_itself(String image, String variables, boolean moved) {
        StackPlan plan = project("  app:\n    image: " + image + "\n    environment: " + variables
                        + "\n    depends_on: [db]\n    volumes: [\"/var/run/docker.sock:/var/run/docker.sock\"]\n" + DB)
                .plan();
        assertThat(plan.proxies().servers().contains("db")).isEqualTo(moved);
        if (!moved) {
            assertThat(reason(plan)).contains("app finds its address through the container engine");
        }
    }

    @Test
    void what_a_server_sends_to_one_that_stays_as_it_is_passes_through_its_proxy() throws IOException {
        String other = "  other:\n    image: example/other:1\n    container_name: far\n";
        PlannedProject project = project(APP + DB + "    environment: {API: \"http://far:80\"}\n" + other);
        StackPlan plan = project.plan();
        assertThat(plan.findings())
                .filteredOn(finding -> finding.is(FindingId.PLAIN_CALL))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("its calls to other pass through its proxy in plaintext"));
        assertThat(plan.services())
                .as("it shows its certificate to nobody")
                .noneMatch(service -> service.servers().contains("other"));
        String config = new String(
                plan.files().stream()
                        .filter(file -> file.write().path().endsWith("db/proxy/haproxy.cfg"))
                        .findFirst()
                        .orElseThrow()
                        .write()
                        .content(),
                StandardCharsets.UTF_8);
        assertThat(config)
                .contains("backend out-other-80\n  server other other:80 resolvers engine init-addr libc,none")
                .contains("result=plaintext");
        project.apply(plan);
        String after = Files.readString(folder.resolve("compose.yaml"));
        assertThat(after)
                .contains("      - far:${ARIA_PROXY_NETWORKS:-", "      - other:${ARIA_PROXY_NETWORKS:-", other);
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @Test
    void a_server_whose_port_or_callers_are_unknown_is_held_back() {
        assertThat(reason(project(DB).plan())).contains("no file tells who calls it");
        assertThat(reason(project(
                                "  app:\n    image: example/app:1\n    depends_on: [db]\n  db:\n    image: example/db:1\n")
                        .plan()))
                .contains("no file tells which port of it app calls");
        assertThat(reason(project(APP + DB
                                + "  twin:\n    image: example/twin:1\n    networks: {default: {aliases: [db]}}\n")
                        .plan()))
                .contains("twin answers to one of its names");
    }

    /** Names that nginx looks up by itself may lead it to the server's proxy, which takes no plaintext. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            location / { set $up http://db:5432; proxy_pass $up; }              | 2
            location / { \\n proxy_pass http://db:5432$request_uri; }           | 3
            upstream u { zone z 1m;\\n server db:5432 resolve; }                | 3
            map $host $up {\\n default db:5432;\\n}                             | 3
            location / {\\n set $up ${URL}; proxy_pass $up; }                   | 3
            location / {\\n proxy_pass http://db:5432; }                        |
            location / {\\n proxy_pass ${URL}; }                                |
            upstream u {\\n server db:5432; }                                   |
            location / {\\n set $up http://other:1; proxy_pass http://db:5432;} |
            """)
    void a_caller_that_looks_names_up_while_it_runs_holds_the_server_back(String lines, Integer at) throws IOException {
        Files.writeString(folder.resolve("site.conf"), "resolver 127.0.0.11;\n" + lines.replace("\\n", "\n") + "\n");
        StackPlan plan = project(APP + "    volumes: [\"./site.conf:/etc/nginx/conf.d/default.conf:ro\"]\n" + DB)
                .plan();
        if (at == null) {
            assertThat(plan.proxies().servers()).containsExactly("db");
        } else {
            assertThat(reason(plan))
                    .contains("app calls it by a name that it looks up while it runs (site.conf:" + at + ")");
        }
    }

    private PlannedProject project(String services) {
        return new PlannedProject(folder, "services:\n" + services).proxied("db");
    }

    private static String after(StackPlan plan) {
        return plan.edits().get(0).edit().after().text();
    }

    private static String reason(StackPlan plan) {
        List<Finding> held = plan.findings().stream()
                .filter(finding -> finding.is(FindingId.HELD_BACK))
                .toList();
        assertThat(held).hasSize(1);
        return held.get(0).message();
    }
}
