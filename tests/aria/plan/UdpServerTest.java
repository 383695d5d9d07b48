package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Finding;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A published UDP port goes on as before, so it holds a server back only where the stack itself may call it. */
class UdpServerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {URL: "http://sync:8384"}                  | ports: ["22000:22000/udp"]                     |
            {SYNC_HOST: sync, SYNC_PORT: 8384}         | ports: ["22000:22000/udp", "22000:22000"]      |
            {URL: "tcp://sync:22000"}                  | ports: ["22000:22000/udp"]                     | and app may call it there (compose.yaml:4)
            {SYNC_HOST: sync}                          | ports: ["22000:22000/udp"]                     | and app may call it there
            {SYNC_HOST: sync, SYNC_PORT: 22000}        | ports: ["22000:22000/udp"]                     | and app may call it there
            {URL: "http://sync:8384", LOGS_HOST: sync} | ports: ["22000:22000/udp"]                     | and app may call it there
            {}                                         | ports: ["22000:22000/udp"]                     | and app may call it there
            {URL: "http://sync:8384"}                  | expose: ["22000/udp"]                          | which a proxy does not carry
            {URL: "http://sync:8384"}                  | ports: ["51820:51820/udp"], cap_add: [NET_ADMIN] | and may pass on what arrives there
            {URL: "http://sync:8384"}                  | ports: ["51820:51820/udp"], privileged: true   | and may pass on what arrives there
            """)
    void it_holds_a_server_back_where_somebody_of_the_stack_may_call_it(String calls, String settings, String why) {
        StackPlan plan = new PlannedProject(folder, """
                services:
                  app:
                    image: example/app:1
                    environment: %s
                    depends_on: [sync]
                  sync: {image: "example/sync:1", %s}
                """.formatted(calls, settings))
                .withProxies()
                .local("sync")
                .plan();
        assertThat(plan.proxies().servers().contains("sync")).isEqualTo(why == null);
        if (why == null) {
            assertThat(plan.proxies().of("sync").orElseThrow().inbound())
                    .extracting(port -> port.port())
                    .containsExactly(8384);
        } else {
            assertThat(plan.findings()).extracting(Finding::message).anyMatch(said -> said.contains(why));
        }
    }
}
