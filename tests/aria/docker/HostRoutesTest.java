package aria.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel's table of a machine with a default route, a bridge with 10.116.55.192/28 a VPN with 10.120.0.0/14, and one with 10.0.0.0/8. */
class HostRoutesTest {
    private static final HostRoutes ROUTES = HostRoutes.parse(List.of(
            "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT",
            "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
            "br-1\tC037740A\t00000000\t0001\t0\t0\t0\tF0FFFFFF\t0\t0\t0",
            "tun0\t0000780A\t00000000\t0001\t0\t0\t0\t0000FCFF\t0\t0\t0",
            "tun1\t0000000A\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0"));

    @ParameterizedTest
    @CsvSource({
        "10.116.55.192/28, br-1",
        "10.116.55.208/28,",
        "10.116.0.0/16,    br-1",
        "10.123.4.16/28,   tun0",
        "10.124.4.16/28,",
    })
    void a_subnet_is_taken_where_a_route_leads_to_some_of_it(String subnet, String by) {
        assertThat(ROUTES.taken(subnet).orElse(null)).isEqualTo(by);
    }
}
