package aria.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import aria.preset.Templates;
import aria.proxy.Sidecar.Outbound;
import aria.proxy.Sidecar.PrivateNetwork;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the configuration of a proxy says, whatever it is for. */
class HaproxyConfigTest {

    /** HAProxy opens two files a connection and does not start with a limit below that. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 40})
    void however_many_servers_are_called_the_open_files_stay_below_twenty_thousand(int servers) {
        PrivateNetwork network = new PrivateNetwork("app-mtls", new Subnet(0), List.of(), false);
        List<Outbound> calls = IntStream.range(0, servers)
                .mapToObj(i -> new Outbound("app-mtls", "s" + i, 5000 + i, 20001 + i, List.of(), Optional.empty()))
                .toList();
        String config = HaproxyConfig.of(
                new Sidecar("app", List.of(), List.of(network), List.of(), calls, Optional.empty(), false, false),
                List.of(),
                "# ours",
                Templates.read("proxy/haproxy.cfg"));
        List<Integer> limits = Pattern.compile("(?m)^  maxconn (\\d+)$")
                .matcher(config)
                .results()
                .map((MatchResult found) -> Integer.valueOf(found.group(1)))
                .toList();
        assertThat(limits.get(0)).isLessThanOrEqualTo(9000);
        assertThat(limits.subList(1, limits.size())).hasSize(servers + 1).allMatch(limit -> limit >= 100);
        assertThat(limits.subList(1, limits.size()).stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .as("no listener takes what the others need")
                .isLessThanOrEqualTo(limits.get(0));
    }
}
