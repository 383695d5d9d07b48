package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Finding;
import aria.finding.FindingId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A page that Traefik or nginx-proxy finds by its labels stays where it is, and its own calls are secured. Traefik must not take its private network for the one where it is called.
 */
class RoutedEntranceTest {
    private static final String LABEL = "traefik.docker.network";
    private static final String APP = """
              app:
                image: example/app:1
                environment: {URL: "tcp://db:5432"}
            """;
    private static final String DB = "  db:\n    image: postgres:18\n";
    private static final String LABELS = "    labels: [\"traefik.enable=true\"]\n";
    private static final String OUTSIDE = "    networks: [default, web]\n";
    private static final String WEB = "networks: {web: {external: true}}\n";

    @TempDir
    Path folder;

    @Test
    void it_stays_where_it_is_and_its_calls_are_secured() {
        PlannedProject project = project(APP + LABELS + OUTSIDE + DB + WEB);
        StackPlan plan = project.plan();
        assertThat(plan.proxies().servers()).containsExactly("db");
        assertThat(plan.entrances()).containsExactly("app");
        assertThat(plan.findings())
                .filteredOn(finding -> finding.is(FindingId.PUBLIC_ENTRANCE))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.message()).startsWith("Traefik of another project brings it requests");
                    assertThat(finding.place().orElseThrow().line()).isEqualTo(5);
                });
        assertThat(plan.findings())
                .extracting(Finding::id)
                .doesNotContain(FindingId.HELD_BACK.text(), FindingId.NO_PROXY.text());
        assertThat(plan.proxies().of("app").orElseThrow().shared())
                .as("its proxy does not join the network of Traefik")
                .containsExactly("default");
        assertThat(after(project, plan))
                .contains("    labels: [\"traefik.enable=true\", \"traefik.docker.network=web\"]\n");
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
        assertThat(project.plan().entrances()).containsExactly("app");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            labels: {traefik.port: "80"} | networks: [web, default]  | networks: {web: {external: true}}                         | traefik.docker.network: "web"
            labels: ["traefik.enable=1"] | networks: [web, default]  | networks: {web: {external: true, name: "${NET:-proxy}"}}  | "traefik.docker.network=${NET:-proxy}"
            labels: ["traefik.enable=1"] | networks: [web, default]  | networks: {web: {external: {name: proxy}}}                | "traefik.docker.network=proxy"
            labels: ["traefik.enable=1"] | networks: [default]       | networks: {default: {name: own}}                          | "traefik.docker.network=own"
            labels: ["traefik.enable=1"] | networks: [default]       | networks: {default: {}}                                   | "traefik.docker.network=${COMPOSE_PROJECT_NAME}_default"
            labels: ["traefik.enable=1", "traefik.docker.network=x"] | networks: [default] | networks: {default: {}}         | ["traefik.enable=1", "traefik.docker.network=x"]
            """)
    void a_label_names_the_network_that_it_was_called_on(
            String labels, String networks, String declared, String expected) {
        PlannedProject project = project(APP + "    " + labels + "\n    " + networks + "\n" + DB + declared + "\n");
        StackPlan plan = project.plan();
        assertThat(plan.proxies().servers()).containsExactly("db");
        assertThat(after(project, plan)).contains(expected);
        assertThat(after(project, plan).split(LABEL, -1)).hasSize(2);
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @Test
    void where_no_file_tells_which_network_that_is_nothing_is_added() {
        PlannedProject project = project(APP + LABELS + "    networks: [default, web, more]\n" + DB
                + "networks: {web: {external: true}, more: {external: true}}\n");
        assertThat(project.plan().proxies().sidecars()).isEmpty();
        assertThat(project.plan().findings())
                .anySatisfy(finding -> assertThat(finding.message())
                        .contains("Traefik calls app (compose.yaml:5), and may take its private network"));
    }

    @Test
    void nginx_proxy_looks_at_its_own_networks_alone() {
        PlannedProject project =
                project(APP.replace("URL:", "VIRTUAL_HOST: a.example, VIRTUAL_PORT: 80, URL:") + OUTSIDE + DB + WEB);
        StackPlan plan = project.plan();
        assertThat(plan.proxies().servers()).containsExactly("db");
        assertThat(plan.entrances()).containsExactly("app");
        assertThat(after(project, plan)).doesNotContain(LABEL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [front]          | depends_on: []                     | _front
            [front, default] | depends_on: [app]                  | _default
            [front]          | environment: {SPARE: "http://app"} | _front
            """)
    void a_proxy_of_the_same_project_brings_it_requests_there(String networks, String more, String network) {
        PlannedProject project = project(APP + LABELS + "    networks: [default, front]\n" + DB
                + "  edge:\n    image: traefik:v3\n    networks: " + networks + "\n    " + more + "\n"
                + "    volumes: [\"/var/run/docker.sock:/var/run/docker.sock:ro\"]\nnetworks: {front: {}}\n");
        StackPlan plan = project.plan();
        assertThat(plan.proxies().servers()).containsExactly("db");
        assertThat(plan.entrances()).containsExactly("app");
        assertThat(after(project, plan)).contains("\"traefik.docker.network=${COMPOSE_PROJECT_NAME}" + network + "\"");
        assertThat(plan.findings())
                .filteredOn(finding -> finding.is(FindingId.PUBLIC_ENTRANCE))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith("edge brings it requests from outside, so it stays as it is");
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
        assertThat(project.plan().entrances()).containsExactly("app");
    }

    @Test
    void one_that_only_waits_for_a_page_makes_it_no_entrance() {
        StackPlan plan = project(APP + DB + """
                  edge:
                    image: traefik:v3
                    depends_on: [app]
                    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]
                """).plan();
        assertThat(plan.entrances()).isEmpty();
    }

    @Test
    void nginx_proxy_of_the_same_project_brings_it_requests() {
        StackPlan plan = project(APP.replace("URL:", "VIRTUAL_HOST: a.example, URL:") + DB + """
                  edge:
                    image: nginxproxy/nginx-proxy:1.6
                    ports: ["80:80"]
                    volumes: ["/var/run/docker.sock:/tmp/docker.sock:ro"]
                """)
                .plan();
        assertThat(plan.proxies().servers()).containsExactly("db");
        assertThat(plan.entrances()).containsExactly("app");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            labels: ["traefik.tcp.routers.db.rule=HostSNI(`*`)"]  |                                          | Traefik calls it
            labels: ["traefik.http.routers.db.rule=Host(`a`)"]    |                                          | Traefik calls it
            labels: ["kuma.db.name=db"]                           |                                          | Uptime-Kuma calls it
            labels: ["traefik.http.services.db.loadbalancer.server.port=5432"] | edge: {image: "traefik:v3"} | edge finds its address
            """)
    void others_are_held_back(String labels, String proxy, String expected) {
        PlannedProject project = project(
                APP + DB + "    " + labels.replace("``", "`") + "\n" + (proxy == null ? "" : "  " + proxy + "\n"));
        assertThat(project.plan().proxies().servers()).doesNotContain("db");
        assertThat(project.plan().entrances()).isEmpty();
        assertThat(project.plan().findings())
                .anySatisfy(finding -> assertThat(finding.message()).contains(expected));
    }

    @Test
    void one_that_a_service_of_the_stack_calls_is_no_mere_entrance() {
        StackPlan plan = project(APP + LABELS + DB
                        + "  job:\n    image: example/job:1\n    environment: {API: \"http://app:80\"}\n")
                .plan();
        assertThat(plan.entrances()).isEmpty();
        assertThat(plan.findings())
                .anySatisfy(finding -> assertThat(finding.message())
                        .contains("none can secure calls to it, because Traefik calls it"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            traefik.http.routers.a.service=a | environment: {API: "http://app:80"}
            traefik.tcp.routers.a.service=a  | depends_on: []
            """)
    void a_proxy_of_the_same_project_does_not_make_an_entrance_of_what_is_more(String label, String job) {
        StackPlan plan = project(APP + "    labels: [\"traefik.enable=true\", \"" + label + "\"]\n" + DB
                        + "  job:\n    image: example/job:1\n    " + job + "\n  edge:\n    image: traefik:v3\n")
                .plan();
        assertThat(plan.entrances()).isEmpty();
        assertThat(plan.findings())
                .anySatisfy(finding -> assertThat(finding.message())
                        .contains("edge finds its address through the container engine (compose.yaml:5)"));
    }

    @Test
    void a_page_with_a_preset_is_left_to_the_public_unless_it_is_chosen() {
        String grafana = "  pages:\n    image: grafana/grafana:13.0.1\n" + LABELS;
        assertThat(project(grafana).plan().entrances()).containsExactly("pages");
        StackPlan chosen = project(grafana).preset("pages", "grafana").plan();
        assertThat(chosen.entrances()).isEmpty();
    }

    private PlannedProject project(String services) {
        return new PlannedProject(folder, "services:\n" + services).withProxies();
    }

    private static String after(PlannedProject project, StackPlan plan) {
        return project.after(plan, "compose.yaml");
    }
}
