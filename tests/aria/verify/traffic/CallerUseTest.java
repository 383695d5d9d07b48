package aria.verify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The log of a proxy, as it writes it with the configuration that it gets. */
class CallerUseTest {

    @Test
    void admitted_connections_are_counted_by_port_and_by_the_name_in_the_certificate() {
        List<String> log = List.of(
                "2026-11-29T12:00:00.1Z [NOTICE]   (1) : Loading success.",
                "2026-11-29T12:00:01.1Z in-5432 172.18.0.5 cn=\"api\" 1234 bytes CD",
                "2026-11-29T12:00:02.1Z in-5432 172.18.0.5 cn=\"api\" 12 bytes --",
                "2026-11-29T12:00:03.1Z in-6432 172.18.0.6 cn=\"web\" 12 bytes --",
                "2026-11-29T12:00:04.1Z out-cache-6379 172.18.0.6 12 bytes --");
        assertThat(CallerUse.ended("db", log))
                .isEqualTo(Map.of(new Call("api", "db", 5432), 2, new Call("web", "db", 6432), 1));
    }
}
