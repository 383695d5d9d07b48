package aria.verify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import aria.docker.RunningService;
import aria.docker.RunningService.Health;
import aria.docker.RunningService.State;
import aria.edit.yaml.PlainYaml;
import aria.preset.Presets;
import aria.testing.Checkout;
import aria.testing.Containers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The words of real servers, against the patterns of their presets. */
class RefusalsTest {
    private static final Call APP = new Call("app", "db", 5432);
    private static final Call WEB = new Call("web", "db", 5432);

    private static final RunningService CALLER =
            Containers.of("app", "10.0.0.3", State.RUNNING, Health.NONE, 0, Instant.parse("2026-11-30T10:00:00.5Z"));
    private static final Map<String, RunningService> OWNERS = Map.of(
            "10.0.0.3",
            CALLER,
            "192.168.176.1",
            CALLER,
            "172.17.0.1",
            CALLER,
            "10.0.0.4",
            Containers.running("web", "10.0.0.4"));
    private static final String REDIS =
            " 1:M 30 Nov 2026 10:00:00.000 # Error accepting a client connection: error:0A00010B:SSL routines::wrong version"
                    + " number (addr=%s:51354 laddr=10.0.0.2:6379)";

    @Test
    void what_was_refused_earlier_is_told_with_its_last_time() {
        assertThat(earlier(
                        "redis",
                        "2026-11-30T10:00:01.000000001Z" + REDIS.formatted("10.0.0.3"),
                        "2026-11-30T10:01:16.25Z" + REDIS.formatted("10.0.0.3"),
                        "2026-11-30T10:01:17Z 1:M 30 Nov 2026 10:01:17.000 * Background saving started by pid 20"))
                .containsExactly(Map.entry(APP, Instant.parse("2026-11-30T10:01:16.25Z")));
    }

    @Test
    void an_address_that_was_another_containers_then_tells_of_nobody() {
        assertThat(earlier("redis", "2026-11-30T10:00:00.499999999Z" + REDIS.formatted("10.0.0.3")))
                .isEmpty();
    }

    /** Such as this machine, from which verify tries wrong clients, and the server's own container. */
    @Test
    void an_address_that_is_no_callers_tells_of_nobody() {
        assertThat(earlier(
                        "redis",
                        "2026-11-30T10:00:01Z" + REDIS.formatted("10.0.0.1"),
                        "2026-11-30T10:00:01Z" + REDIS.formatted("10.0.0.2"),
                        "2026-11-30T10:00:01Z" + REDIS.formatted("127.0.0.1")))
                .isEmpty();
    }

    @Test
    void a_line_without_an_address_tells_of_nobody_who_was_not_seen_to_call() {
        assertThat(
                        earlier(
                                "postgres",
                                "2026-11-30T10:00:01Z 2026-11-30 10:00:01 UTC [69] FATAL:  connection requires a valid client certificate"))
                .isEmpty();
    }

    @Test
    void what_a_client_sends_is_no_line_of_the_server() {
        String forged = "2026-11-30T10:00:01Z 10.0.0.4 - - [30/Nov/2026:10:00:01 +0000] \"GET / HTTP/1.1\" 200 5 \"-\""
                + " \"10.0.0.3 refused: 400, certificate: NONE\"";
        assertThat(earlier("nginx", forged)).isEmpty();
        assertThat(earlier("nginx", "2026-11-30T10:00:01Z 10.0.0.3 refused: 400, certificate: NONE"))
                .containsOnlyKeys(APP);
    }

    private static Map<Call, Instant> earlier(String preset, String... lines) {
        return new Refusals(null, OWNERS)
                .earlier(
                        new Refusals.Server(Containers.running("db", "10.0.0.2"), patterns(preset), Set.of(APP, WEB)),
                        List.of(lines));
    }

    @Test
    void a_line_without_an_address_tells_of_every_suspect() {
        assertThat(
                        refused(
                                "postgres",
                                "2026-11-28T23:10:05.753Z 2026-11-28 23:10:05.753 UTC [69] FATAL:  connection requires a valid client certificate"))
                .containsExactlyInAnyOrder(APP, WEB);
    }

    @Test
    void a_line_with_an_address_tells_of_its_owner() {
        assertThat(
                        refused(
                                "postgres",
                                "2026-11-28T23:10:05.753Z 2026-11-28 23:10:05.753 UTC [70] FATAL:  pg_hba.conf rejects connection for host \"10.0.0.3\", user \"postgres\", database \"postgres\", no encryption"))
                .containsExactly(APP);
    }

    @Test
    void a_stranger_and_other_lines_tell_of_nobody() {
        assertThat(refused(
                        "postgres",
                        "2026-11-28T23:10:05.753Z FATAL:  pg_hba.conf rejects connection for host \"127.0.0.1\", user \"postgres\", database \"postgres\", no encryption",
                        "2026-11-28T23:10:06.753Z LOG:  database system is ready to accept connections"))
                .isEmpty();
    }

    /** Each line with an address is tried as a call of the address's owner, and of another service. */
    @ParameterizedTest
    @MethodSource("lines")
    void the_lines_of_real_servers_tell_of_refusals_and_of_nothing_else(String preset, boolean refusal, String line) {
        Set<Call> found = refused(preset, line);
        assertThat(found.contains(APP)).isEqualTo(refusal);
        assertThat(found.contains(WEB))
                .isEqualTo(refusal
                        && patterns(preset).stream()
                                .filter(pattern -> pattern.matcher(line).find())
                                .noneMatch(pattern -> pattern.pattern().contains("(?<address>")));
    }

    static Stream<Arguments> lines() throws IOException {
        return Files.readAllLines(Checkout.root().resolve("tests/golden/refusals/lines.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" ", 2))
                .map(parts ->
                        Arguments.of(parts[0].substring(0, parts[0].length() - 1), parts[0].endsWith("+"), parts[1]));
    }

    private static Set<Call> refused(String preset, String... lines) {
        Refusals.Server server =
                new Refusals.Server(Containers.running("db", "10.0.0.2"), patterns(preset), Set.of(APP, WEB));
        return new Refusals(null, OWNERS).refused(server, List.of(lines));
    }

    private static List<Pattern> patterns(String preset) {
        return Presets.builtIn(PlainYaml::load).byId(preset).orElseThrow().logRefusals().stream()
                .map(Pattern::compile)
                .toList();
    }
}
