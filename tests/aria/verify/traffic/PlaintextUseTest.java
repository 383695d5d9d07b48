package aria.verify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import aria.docker.RunningService;
import aria.docker.RunningService.Health;
import aria.docker.RunningService.State;
import aria.testing.Containers;
import aria.verify.traffic.PlaintextUse.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The answer of a proxy about its listeners in plaintext, as HAProxy 3.0 gives it. */
class PlaintextUseTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant SINCE = NOW.minus(Duration.ofHours(3));

    @Test
    void sources_are_counted_by_port_with_the_time_of_the_last_connection() {
        List<String> answer = List.of(
                "# name",
                "in-5432",
                "open-5432-until-1795953600",
                "open-6432",
                "",
                "# table: open-5432, type: ip, size:1024, used:2",
                "0x7f79d675e688: key=172.18.0.5 use=2 exp=86400000 shard=0 conn_cnt=7 conn_cur=2",
                "0x7f79d675e788: key=172.18.0.6 use=0 exp=82800000 shard=0 conn_cnt=1 conn_cur=0",
                "",
                "# table: open-6432, type: ip, size:1024, used:0",
                "No such table");
        assertThat(PlaintextUse.of("db", SINCE, NOW, answer))
                .containsExactly(
                        new PlaintextUse(
                                "db",
                                5432,
                                Optional.of(Instant.ofEpochSecond(1_795_953_600)),
                                SINCE,
                                List.of(
                                        new Source("172.18.0.5", 7, 2, NOW),
                                        new Source("172.18.0.6", 1, 0, NOW.minus(Duration.ofHours(1))))),
                        new PlaintextUse("db", 6432, Optional.empty(), SINCE, List.of()));
    }

    @Test
    void nothing_is_open_where_the_proxy_has_no_such_listener() {
        assertThat(PlaintextUse.of("db", SINCE, NOW, List.of("# name", "in-5432", "", "No such table")))
                .isEmpty();
    }

    @Test
    void a_source_has_the_name_of_the_container_that_had_its_address_then() {
        Instant started = NOW.minusSeconds(10);
        RunningService old = Containers.of("old", "172.18.0.5", State.RUNNING, Health.NONE, 0, started);
        PlaintextUse use = use(
                new Source("172.18.0.5", 7, 2, started.plusSeconds(1)),
                new Source("172.18.0.6", 1, 0, started.minusSeconds(1)),
                new Source("172.18.0.7", 2, 0, started),
                new Source("172.18.0.8", 1, 1, started.plusSeconds(2)));
        assertThat(PlaintextUse.named(
                                "shop", List.of(use), Map.of("172.18.0.5", old, "172.18.0.6", old, "172.18.0.8", old))
                        .get(0)
                        .sources())
                .containsExactly(
                        new Source("172.18.0.6", 1, 0, started.minusSeconds(1)),
                        new Source("172.18.0.7", 2, 0, started),
                        new Source("p-old-1", 8, 3, started.plusSeconds(2)));
    }

    @Test
    void what_is_said_names_the_sources_and_the_time_that_is_left() {
        assertThat(use().said(NOW))
                .isEqualTo("its proxy accepts plaintext; nobody has come since 2026-11-29T09:00:00Z");
        PlaintextUse until = new PlaintextUse(
                "db",
                5432,
                Optional.of(NOW.plusSeconds(90)),
                SINCE,
                List.of(new Source("old", 8, 3, NOW), new Source("172.18.0.7", 2, 0, NOW)));
        assertThat(until.said(NOW))
                .isEqualTo("its proxy accepts plaintext for another 2m;"
                        + " since 2026-11-29T09:00:00Z came old (8, 3 open), 172.18.0.7 (2)");
        Instant after = NOW.plusSeconds(90);
        assertThat(until.acceptsAt(after)).isFalse();
        assertThat(until.isOpenAt(after)).as("a connection from before is open").isTrue();
        assertThat(until.said(after)).contains("no more since 2026-11-29T12:01:30Z, but connections from before");
    }

    private static PlaintextUse use(Source... sources) {
        return new PlaintextUse("db", 5432, Optional.empty(), SINCE, List.of(sources));
    }

    /** A container that only claims to be a proxy answers what it likes. */
    @Test
    void numbers_without_end_are_no_bug() {
        Instant now = Instant.parse("2026-11-30T00:00:00Z");
        assertThat(PlaintextUse.of(
                        "db",
                        now,
                        now,
                        List.of(
                                "open-99999999999",
                                "open-5432-until-99999999999999999999",
                                "open-5432",
                                "# table: open-99999999999, type: ip",
                                "# table: open-5432, type: ip",
                                "0x1: key=1.2.3.4 use=0 exp=99999999999999999999 shard=0 conn_cnt=1 conn_cur=1",
                                "0x1: key=1.2.3.4 use=0 exp=1 shard=0 conn_cnt=99999999999 conn_cur=99999999999",
                                "0x2: key=1.2.3.5 use=0 exp=1 shard=0 conn_cnt=99999999999 conn_cur=1")))
                .singleElement()
                .satisfies(use -> assertThat(use.count()).isEqualTo(Integer.MAX_VALUE));
    }
}
