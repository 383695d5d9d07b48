package aria.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which connections end when a certificate is revoked, by what HAProxy 3.0.11 says. */
class RevokedSessionsTest {
    private static final List<String> ANSWER = """
            0x7f5424000000 00ab
            0x7f5424000001 CD12

            # table: admitted, type: string, size:10240, used:4
            0x7f5424ff5408: key=00ab/172.18.0.5:51874 use=1 exp=58987 shard=0 conn_cur=1
            0x7f5424ff5409: key=cd12/fd00::5:443 use=1 exp=58987 shard=0 conn_cur=1
            0x7f5424ff5410: key=00abcd/172.18.0.6:51874 use=1 exp=58987 shard=0 conn_cur=1

            0x1: proto=tcpv4 src=172.18.0.5:51874 fe=in-5432 be=in-5432 srv=db ts=00 epoch=0 age=1s
            0x2: proto=tcpv6 src=fd00::5:443 fe=in-5432 be=in-5432 srv=db ts=00 epoch=0 age=1s
            0x3: proto=tcpv4 src=172.18.0.6:51874 fe=in-5432 be=in-5432 srv=db ts=00 epoch=0 age=1s
            0x4: proto=tcpv4 src=172.18.0.5:51874 fe=out-a.b-80 be=out-a.b-80 srv=a.b ts=00 epoch=0 age=1s
            0x5: proto=tcpv4 src=172.18.0.7:1 fe=out-axb-80 be=out-axb-80 srv=axb ts=00 epoch=0 age=1s
            0x6: proto=tcpv4 src=127.0.0.1:52902 fe=GLOBAL be=<NONE> srv=<none> ts=00 epoch=0 age=0s
            """.lines().toList();

    @Test
    void those_of_callers_by_the_serial_number_that_they_have_shown() {
        assertThat(RevokedSessions.sessions(ANSWER, Set.of())).containsExactly("0x1", "0x2");
    }

    @Test
    void those_to_servers_by_their_names() {
        assertThat(RevokedSessions.sessions(ANSWER, Set.of("a.b", "db"))).containsExactly("0x1", "0x2", "0x4");
    }

    @Test
    void none_of_a_proxy_that_does_not_tell_whose_they_are() {
        assertThat(RevokedSessions.sessions(List.of("No such table", ANSWER.get(8)), Set.of()))
                .isEmpty();
    }
}
