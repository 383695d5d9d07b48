package aria.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aria.docker.RunningService;
import aria.docker.RunningService.Health;
import aria.docker.RunningService.PublishedPort;
import aria.docker.RunningService.State;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.store.Layout;
import aria.verify.probe.Address;
import aria.verify.probe.Listener;
import aria.verify.probe.Probe;
import aria.verify.probe.Via;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveStackTest {
    private static final Listener WEB = new Listener("web", "https", 8443, "https", true, List.of("web"), "/");

    @TempDir
    Path folder;

    @Test
    void the_published_port_is_preferred_and_all_addresses_means_loopback() {
        LiveStack stack = stack(
                State.RUNNING,
                List.of(new PublishedPort("0.0.0.0", 32768, 8443, "tcp")),
                Map.of("default", "172.18.0.2"));
        assertThat(stack.address(WEB)).contains(new Address("127.0.0.1", 32768, Via.PUBLISHED));
    }

    @Test
    void other_ports_and_protocols_are_not_its_own() {
        List<PublishedPort> ports =
                List.of(new PublishedPort("", 1, 9000, "tcp"), new PublishedPort("", 2, 8443, "udp"));
        assertThat(stack(State.RUNNING, ports, Map.of("default", "172.18.0.2")).address(WEB))
                .contains(new Address("172.18.0.2", 8443, Via.ADDRESS));
    }

    @Test
    void an_address_of_ipv6_is_shown_in_brackets() {
        assertThat(stack(State.RUNNING, List.of(new PublishedPort("::", 7, 8443, "tcp")), Map.of())
                        .address(WEB)
                        .orElseThrow())
                .hasToString("published [::1]:7");
    }

    @Test
    void a_listener_whose_port_is_not_known_has_no_address() {
        assertThat(stack(State.RUNNING, List.of(), Map.of("default", "172.18.0.2"))
                        .address(Listener.unknown("web", List.of("web"))))
                .isEmpty();
    }

    @Test
    void a_service_that_has_stopped_fails_and_its_files_prove_nothing() {
        Map<Probe, List<Observation>> findings = handshakes(stack(State.EXITED, List.of(), Map.of()));
        assertThat(findings.get(Probe.VALID))
                .extracting(Observation::status, Observation::message, Observation::remedies)
                .containsExactly(tuple(Status.FAIL, "is exited", List.of(Remedy.command("docker", "logs", "p-web-1"))));
        assertThat(findings.get(Probe.NONE)).extracting(Observation::status).containsExactly(Status.SKIP);
    }

    @Test
    void a_service_without_a_container_is_not_checked() {
        assertThat(handshakes(LiveStack.of(List.of(), Set.of())))
                .allSatisfy((probe, findings) -> assertThat(findings)
                        .extracting(Observation::status, Observation::message)
                        .isEqualTo(
                                probe.concerns(WEB) ? List.of(tuple(Status.SKIP, "it has no container")) : List.of()));
    }

    private Map<Probe, List<Observation>> handshakes(LiveStack live) {
        LocalCa ca = new LocalCa(
                new TestCa().roots(), Optional.empty(), Optional.of(Finding.error(FindingId.NO_CA_YET, "no key")));
        return new Handshakes(Layout.of(folder), ca, live, Instant.now())
                .of(List.of(WEB))
                .findings();
    }

    private static LiveStack stack(State state, List<PublishedPort> ports, Map<String, String> addresses) {
        return LiveStack.of(
                List.of(new RunningService(
                        "web",
                        "0123456789abcdef",
                        "p-web-1",
                        "image",
                        state,
                        Health.NONE,
                        Instant.now(),
                        Optional.of(Instant.now()),
                        state == State.EXITED ? Optional.of(1) : Optional.empty(),
                        0,
                        ports,
                        addresses,
                        Map.of(),
                        Map.of())),
                Set.of());
    }
}
