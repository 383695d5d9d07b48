package aria.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aria.verify.report.TerminalReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The headline is green only when nothing of the stack is left without mutual TLS, and says of how much that is true. */
class ListenerClaimsTest {
    @TempDir
    Path folder;

    @Test
    void a_port_that_a_service_of_the_stack_calls_without_mtls_keeps_the_headline_from_being_green() {
        TestProject project = new TestProject(folder);
        TestProject.write(project.layout.root().resolve("compose.yaml"), """
                services:
                  db:
                    image: postgres:18
                  shop:
                    image: ghcr.io/example/shop:2
                    ports: ["8080:8080", "127.0.0.1:9000:9000/udp"]
                  worker:
                    image: ghcr.io/example/worker:2
                    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
                    environment: {SHOP_URL: "http://shop:8080/"}
                """);
        Report report = project.withCa().withCertificates().patched().verify();
        assertThat(report.listeners())
                .extracting(ListenerClaim::service, ListenerClaim::listener, ListenerClaim::state)
                .containsExactly(
                        tuple("db", "postgresql", ListenerState.CONFIGURED),
                        tuple("shop", "8080", ListenerState.NOT_UNDER_MTLS));
        assertThat(TerminalReport.summary(report))
                .startsWith("No check failed: ")
                .endsWith("Listeners: 1 configured, 1 not under mTLS");
    }

    @Test
    void a_service_that_others_call_and_that_nobody_secures_keeps_the_headline_from_being_green() {
        TestProject project = new TestProject(folder);
        TestProject.write(project.layout.root().resolve("compose.yaml"), """
                services:
                  db:
                    image: postgres:18
                  shop:
                    image: ghcr.io/example/shop:2
                    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
                    environment: {SEARCH: "http://search:7700", QUEUE: "tcp://queue/"}
                  search:
                    image: ghcr.io/example/search:2
                  queue:
                    image: ghcr.io/example/queue:2
                """);
        Report report = project.withCa().withCertificates().patched().verify();
        assertThat(report.listeners())
                .extracting(ListenerClaim::service, ListenerClaim::listener, ListenerClaim::state)
                .containsExactly(
                        tuple("db", "postgresql", ListenerState.CONFIGURED),
                        tuple("search", "7700", ListenerState.NOT_UNDER_MTLS),
                        tuple("queue", "called", ListenerState.NOT_UNDER_MTLS));
        assertThat(TerminalReport.summary(report)).startsWith("No check failed: ");
    }

    @Test
    void a_service_that_is_published_and_that_nobody_of_the_stack_calls_is_there_for_the_public() {
        TestProject project = new TestProject(folder);
        TestProject.write(project.layout.root().resolve("compose.yaml"), """
                services:
                  db:
                    image: postgres:18
                  shop:
                    image: ghcr.io/example/shop:2
                    environment: {DATABASE_URL: "postgres://db/shop"}
                    ports: ["8080:8080"]
                """);
        Report report = project.withCa().withCertificates().patched().verify();
        assertThat(report.listeners())
                .extracting(ListenerClaim::service, ListenerClaim::state)
                .containsExactlyInAnyOrder(tuple("db", ListenerState.CONFIGURED), tuple("shop", ListenerState.PUBLIC));
        assertThat(TerminalReport.summary(report)).startsWith("All checks passed");
    }

    @Test
    void a_page_of_a_proxy_of_another_project_is_said_to_answer_in_plaintext() {
        TestProject project = new TestProject(folder);
        TestProject.write(project.layout.root().resolve("compose.yaml"), """
                services:
                  db:
                    image: postgres:18
                  shop:
                    image: ghcr.io/example/shop:2
                    labels: ["traefik.http.services.shop.loadbalancer.server.port=8080"]
                  wiki:
                    image: ghcr.io/example/wiki:2
                    environment: {VIRTUAL_HOST: wiki.example.org}
                """);
        Report report = project.withCa().withCertificates().patched().verify();
        assertThat(report.listeners())
                .filteredOn(claim -> claim.state() == ListenerState.PUBLIC)
                .extracting(ListenerClaim::service, ListenerClaim::listener, ListenerClaim::why)
                .containsExactly(
                        tuple("shop", "8080", "in plaintext, called by Traefik of another project"),
                        tuple("wiki", "labels", "in plaintext, called by nginx-proxy of another project"));
        assertThat(TerminalReport.summary(report)).contains("2 public");
    }

    @Test
    void a_connection_that_happened_to_be_open_does_not_take_a_page_from_the_public() {
        TestProject project = new TestProject(folder);
        TestProject.write(project.layout.root().resolve("compose.yaml"), """
                services:
                  db:
                    image: postgres:18
                  shop:
                    image: ghcr.io/example/shop:2
                    ports: ["8080:8080"]
                  worker:
                    image: ghcr.io/example/worker:2
                    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
                """);
        project.withCa().withCertificates().patched();
        assertThat(project.verifySeeing("worker", "shop", 8080).listeners())
                .isEqualTo(project.verify().listeners())
                .extracting(ListenerClaim::service, ListenerClaim::state)
                .contains(tuple("shop", ListenerState.PUBLIC));
        assertThat(project.verifySeeing("worker", "shop", 9090).listeners())
                .as("nobody publishes this one")
                .extracting(ListenerClaim::service, ListenerClaim::state, ListenerClaim::why)
                .contains(
                        tuple("shop", ListenerState.PUBLIC, "published as 8080:8080"),
                        tuple(
                                "shop",
                                ListenerState.NOT_UNDER_MTLS,
                                "port 9090, called by worker on the running stack"));
    }

    @Test
    void a_web_server_that_is_published_is_left_to_the_public_also_with_its_own_main_configuration() {
        TestProject project = new TestProject(folder);
        Path root = project.layout.root();
        TestProject.write(root.resolve("compose.yaml"), """
                services:
                  db:
                    image: postgres:18
                  web:
                    image: nginx:1.29
                    ports: ["8080:80"]
                  shop:
                    image: nginx:1.29
                    ports: ["8081:80"]
                    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
                """);
        TestProject.write(root.resolve("nginx.conf"), "events {}\nhttp { server { listen 80; } }\n");
        Report report = project.withCa().withCertificates().patched().verify();
        assertThat(report.listeners())
                .extracting(ListenerClaim::service, ListenerClaim::state)
                .containsExactly(
                        tuple("db", ListenerState.CONFIGURED),
                        tuple("web", ListenerState.PUBLIC),
                        tuple("shop", ListenerState.PUBLIC));
        assertThat(TerminalReport.summary(report))
                .startsWith("All checks passed")
                .endsWith("1 configured, 2 public");
    }

    @Test
    void what_a_server_behind_a_proxy_publishes_is_called_by_the_hosts_port() {
        TestProject project = new TestProject(folder);
        TestProject.write(project.layout.root().resolve("compose.yaml"), """
                services:
                  db:
                    image: postgres:18
                    ports: ["127.0.0.1:15432:5432"]
                  shop:
                    image: ghcr.io/example/shop:2
                    environment: {DATABASE_URL: "postgres://db/shop"}
                """);
        assertThat(project.withCa().withCertificates().patched().verify().listeners())
                .extracting(ListenerClaim::listener)
                .contains("published 15432");
    }

    @Test
    void a_server_that_is_not_patched_yet_is_not_under_mtls_however_good_its_certificate_is() {
        Report report = new TestProject(folder).withCa().withCertificates().verify();
        assertThat(report.listeners()).extracting(ListenerClaim::state).containsOnly(ListenerState.NOT_UNDER_MTLS);
    }

    @Test
    void settings_that_are_missing_or_are_to_be_written_into_the_users_file_leave_a_server_without_mtls()
            throws IOException {
        TestProject project =
                new TestProject(folder).withCa().withCertificates().patched();
        Files.delete(project.layout.mtlsFolder().resolve("prometheus/web.yml"));
        assertThat(states(project))
                .containsExactly(
                        tuple("db", ListenerState.CONFIGURED), tuple("prometheus", ListenerState.NOT_UNDER_MTLS));
        Path broker = project.layout.root().resolve("mosquitto.conf");
        TestProject.write(project.layout.root().resolve("compose.yaml"), """
                services:
                  broker:
                    image: eclipse-mosquitto:2.0
                    volumes: ["./mosquitto.conf:/mosquitto/config/mosquitto.conf"]
                """);
        TestProject.write(broker, "listener 1883\nallow_anonymous true\n");
        project.withCertificates().patched();
        assertThat(states(project)).containsExactly(tuple("broker", ListenerState.CONFIGURED));
        TestProject.write(broker, "listener 1883\nallow_anonymous true\n");
        assertThat(states(project)).containsExactly(tuple("broker", ListenerState.NOT_UNDER_MTLS));
    }

    private static List<Tuple> states(TestProject project) {
        return project.verify().listeners().stream()
                .map(claim -> tuple(claim.service(), claim.state()))
                .toList();
    }

    @Test
    void the_check_passes_when_every_listener_is_settled_and_warns_of_each_other_one() {
        TestProject project = new TestProject(folder).withCa().withCertificates();
        assertThat(project.verify("listener.mtls").results())
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.status()).isEqualTo(Status.WARN));
        assertThat(project.patched().result("listener.mtls").status()).isEqualTo(Status.PASS);
    }

    @Test
    void servers_that_admit_any_certificate_of_the_ca_are_named_together() {
        CheckResult result = new TestProject(folder).withCa().result("compose.clients");
        assertThat(result.status()).isEqualTo(Status.WARN);
        assertThat(result.message()).endsWith("db, prometheus");
    }

    @Test
    void services_of_the_same_name_in_two_running_projects_are_not_checked() {
        TestProject project = new TestProject(folder);
        Path root = project.layout.root();
        for (String name : List.of("a", "b")) {
            TestProject.write(
                    root.resolve(name + ".yml"), "name: " + name + "\nservices: {db: {image: 'postgres:18'}}\n");
        }
        Subject subject = project.withCa().withCertificates().subject(root.resolve("a.yml"), root.resolve("b.yml"));
        Optional<String> why = EngineProject.sharedName(subject.compose().stacks().stream()
                .map(ComposeFacts.PlannedStack::stack)
                .toList());
        assertThat(why)
                .contains(
                        "the projects a and b both have a service db, and only one of them can be looked at in one run");
        Subject running = Subject.of(
                subject.layout(),
                subject.now(),
                subject.environment(),
                subject.needs(),
                subject.listeners(),
                subject.compose(),
                LiveStack.unclear(why.orElseThrow()),
                subject.warnBefore(),
                subject.production());
        assertThat(running.listenerClaims())
                .isNotEmpty()
                .allSatisfy(claim -> assertThat(claim.state()).isEqualTo(ListenerState.NOT_CHECKED));
    }

    @Test
    void nothing_is_claimed_of_listeners_when_nobody_looked() {
        assertThat(new TestProject(folder).withCa().verify("pki").listeners()).isEmpty();
    }
}
