package aria.verify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.docker.RunningService;
import aria.edit.yaml.PlainYaml;
import aria.preset.Presets;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.testing.Containers;
import aria.verify.traffic.Connections.End;
import aria.verify.traffic.Connections.Stranger;
import aria.verify.traffic.StackTraffic.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTrafficTest {
    @TempDir
    Path folder;

    private final Map<Call, Map<String, End>> seen = new HashMap<>();
    private Stack stack;

    @BeforeEach
    void aStack() throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  db: {image: "postgres:18"}
                  store: {image: mine, expose: [9000]}
                  app: {image: mine, environment: {DATABASE_URL: "postgres://db/x", S3: "http://store:9000"}}
                  vpn: {image: mine}
                  fetch: {image: mine, network_mode: "service:vpn", environment: {DB: "postgres://db/x"}}
                """);
        stack = Stack.of(
                ComposeProject.load(new ProjectFiles(folder, List.of(file), "here"), Map.of()),
                Presets.builtIn(PlainYaml::load),
                Selection.EVERYTHING);
    }

    @Test
    void a_call_is_known_where_a_file_says_it_with_this_port_or_with_none_for_a_server_with_a_preset() {
        calls("app", "db", 5432, true, true, false);
        calls("app", "store", 9000, true);
        calls("app", "store", 9001, false);
        calls("store", "db", 5432, true);
        StackTraffic traffic = traffic(Set.of());
        assertThat(traffic.calls())
                .containsExactly(
                        new StackTraffic.Seen(new Call("app", "db", 5432), 2, 1, Source.FILES),
                        new StackTraffic.Seen(new Call("app", "store", 9000), 1, 0, Source.FILES),
                        new StackTraffic.Seen(new Call("app", "store", 9001), 0, 1, Source.NOWHERE),
                        new StackTraffic.Seen(new Call("store", "db", 5432), 1, 0, Source.NOWHERE));
        assertThat(traffic.proposed()).containsExactly(new Call("app", "store", 9001), new Call("store", "db", 5432));
        assertThat(traffic.unread()).containsExactly("db", "store", "app", "vpn");
    }

    @Test
    void what_was_only_seen_before_is_still_proposed() {
        calls("store", "db", 5432, true);
        stack = stack.observing(
                List.of(new Call("store", "db", 5432).edge(stack).orElseThrow()));
        assertThat(traffic(Set.of()).proposed()).containsExactly(new Call("store", "db", 5432));
    }

    @Test
    void who_of_several_in_one_network_namespace_calls_is_not_guessed() {
        calls("vpn", "db", 5432, true);
        calls("vpn", "store", 9000, true);
        assertThat(traffic(Set.of()).calls())
                .extracting(StackTraffic.Seen::source)
                .containsExactly(Source.FILES, Source.SHARED);
        assertThat(traffic(Set.of()).proposed()).isEmpty();
    }

    @Test
    void a_call_by_way_of_our_proxies_is_one_of_the_services_and_not_proposed() {
        calls("app", "app-mtls-proxy", 5432, true);
        calls("app", "app-mtls-proxy", 9000, true);
        calls("app-mtls-proxy", "db-mtls-proxy", 20001, true);
        calls("db-mtls-proxy", "db", 5432, true);
        calls("app-mtls-proxy", "store-mtls-proxy", 20001, false); // of its two ports nobody knows which
        calls("vpn-mtls-proxy", "store", 9000, true);
        assertThat(traffic(Set.of()).calls())
                .containsExactly(
                        new StackTraffic.Seen(new Call("app", "db", 5432), 1, 0, Source.PROXY),
                        new StackTraffic.Seen(new Call("vpn", "store", 9000), 1, 0, Source.PROXY));
    }

    @Test
    void what_a_servers_proxy_accepts_in_plaintext_is_proposed() {
        calls("store", "db-mtls-proxy", 5432, true);
        calls("db-mtls-proxy", "db", 5432, true);
        assertThat(traffic(Set.of(), labelled("db-mtls-proxy", "db")).proposed())
                .containsExactly(new Call("store", "db", 5432));
    }

    @Test
    void who_judges_applications_sees_the_calls_that_proxies_carry() {
        calls("app", "app-mtls-proxy", 5432, true);
        calls("app-mtls-proxy", "db-mtls-proxy", 20001, true);
        calls("db-mtls-proxy", "db", 5432, true);
        calls("vpn", "store", 9000, false);
        Connections all = new Connections(seen, Map.of("db", Set.of(5432)), Set.of());
        Connections now = StackTraffic.byWayOfProxies(
                stack, List.of(labelled("app-mtls-proxy", "app"), labelled("db-mtls-proxy", "db")), all);
        assertThat(now.calls()).containsExactlyInAnyOrder(new Call("app", "db", 5432), new Call("vpn", "store", 9000));
        assertThat(now.listening()).isEqualTo(all.listening());
    }

    @Test
    void who_ended_a_call_by_way_of_proxies_is_told_by_the_end_that_the_caller_has_itself() {
        seen.put(new Call("app", "app-mtls-proxy", 5432), Map.of("app:1", End.BY_CALLER, "app:2", End.OPEN));
        seen.put(
                new Call("app-mtls-proxy", "db-mtls-proxy", 20001),
                Map.of("app-mtls-proxy:1", End.BY_SERVER, "app-mtls-proxy:2", End.OPEN));
        seen.put(new Call("db-mtls-proxy", "db", 5432), Map.of("db-mtls-proxy:1", End.BY_SERVER));
        assertThat(StackTraffic.byWayOfProxies(
                                stack,
                                List.of(labelled("app-mtls-proxy", "app"), labelled("db-mtls-proxy", "db")),
                                new Connections(seen, Map.of("db", Set.of(5432)), Set.of()))
                        .seen())
                .containsExactly(Map.entry(
                        new Call("app", "db", 5432), Map.of("app:1", End.BY_CALLER, "app-mtls-proxy:2", End.OPEN)));
    }

    @Test
    void a_label_tells_that_a_service_is_ours_whatever_its_name() {
        calls("helper", "db", 5432, true);
        assertThat(traffic(Set.of(), labelled("helper", "app")).calls())
                .containsExactly(new StackTraffic.Seen(new Call("app", "db", 5432), 1, 0, Source.PROXY));
        assertThat(traffic(Set.of()).strangers()).containsExactly(new Stranger("db", "helper", 5432, true));
    }

    @Test
    void peers_of_our_own_proxies_are_nobodys_strangers() {
        Stranger browser = new Stranger("store", "172.18.0.1", 9000, true);
        assertThat(traffic(
                                Set.of(browser, new Stranger("db-mtls-proxy", "172.18.0.1", 20001, true)),
                                Containers.running("db-mtls-proxy", "10.0.0.4"))
                        .strangers())
                .containsExactly(browser);
    }

    private void calls(String caller, String server, int port, boolean... open) {
        Map<String, End> ends = new HashMap<>();
        for (boolean each : open) {
            ends.put(caller + ":" + (40000 + ends.size()), each ? End.OPEN : End.BY_CALLER);
        }
        seen.put(new Call(caller, server, port), ends);
    }

    private StackTraffic traffic(Set<Stranger> strangers, RunningService... more) {
        List<RunningService> containers = more.length > 0
                ? List.of(more)
                : seen.keySet().stream()
                        .flatMap(call -> Stream.of(call.caller(), call.server()))
                        .distinct()
                        .map(name -> Containers.running(name, "10.0.0.9"))
                        .toList();
        return StackTraffic.of(stack, containers, new Connections(seen, Map.of(), strangers));
    }

    private static RunningService labelled(String name, String service) {
        return Containers.labelled(name, Map.of("aria.role", "proxy", "aria.service", service));
    }
}
