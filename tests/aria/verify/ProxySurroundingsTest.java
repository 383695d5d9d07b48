package aria.verify;

import static org.assertj.core.api.Assertions.assertThat;

import aria.docker.RunningService;
import aria.stack.OurServices;
import aria.testing.Containers;
import aria.verify.ProxySurroundings.Connected;
import aria.verify.ProxySurroundings.Twice;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the engine shows of names that more than one proxy answers. */
class ProxySurroundingsTest {
    private static final RunningService OWN = proxy("app", "p_app-mtls", "cache");
    private static final RunningService FORMER = proxy("old", "p_old-mtls", "cache");
    private static final RunningService OTHER = proxy("old", "p_old-mtls", "db");

    @Test
    void a_caller_on_the_private_network_of_another_one_gets_two_answers() {
        RunningService app = app("p_app-mtls", "p_old-mtls");

        assertThat(ProxySurroundings.twice(List.of(app, OWN, FORMER)))
                .containsExactly(new Twice(new Connected("app", "p_old-mtls", app.name()), "cache", FORMER.service()));
    }

    @Test
    void one_answer_each_is_as_it_should_be() {
        RunningService both = app("p_app-mtls", "p_old-mtls");
        RunningService one = app("p_app-mtls");

        assertThat(ProxySurroundings.twice(List.of(one, OWN, FORMER))).isEmpty();
        assertThat(ProxySurroundings.twice(List.of(both, OWN, OWN, OTHER))).isEmpty();
    }

    private static RunningService app(String... networks) {
        return Containers.on(
                Stream.of(networks).collect(Collectors.toMap(name -> name, name -> List.of())), "app", Map.of());
    }

    private static RunningService proxy(String service, String network, String name) {
        return Containers.on(
                Map.of(network, List.of(name)),
                service + "-mtls-proxy",
                Map.of(OurServices.ROLE, OurServices.PROXY, OurServices.SERVICE, service));
    }
}
