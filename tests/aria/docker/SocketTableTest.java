package aria.docker;

import static org.assertj.core.api.Assertions.assertThat;

import aria.docker.SocketTable.Socket;
import aria.docker.SocketTable.State;
import org.junit.jupiter.api.Test;

/** Tables as real containers showed them. */
class SocketTableTest {
    /** A PostgreSQL that two containers call; the last line but one is of IPv6. */
    private static final String DATABASE = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0B00007F:B66B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3383226 1 00000000668af416 100 0 0 10 0
               1: 00000000:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000    70        0 3384412 1 0000000018771ae4 100 0 0 10 0
               2: 0280A8C0:1538 0480A8C0:AA5A 06 00000000:00000000 03:00000F1B 00000000     0        0 0 3 00000000464052f7
               3: 0280A8C0:1538 0480A8C0:AA5C 08 00000000:00000000 00:00000000 00000000    70        0 3384999 1 0000000000000000 20 4 30 10 -1
              sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000000000000000000000000000:1538 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000    70        0 3384413 1 000000005d4e7a0c 100 0 0 10 0
               1: 0000000000000000FFFF00000280A8C0:1538 0000000000000000FFFF00000380A8C0:9AF0 01 00000000:00000000 00:00000000 00000000    70        0 3384500 1 0000000000000000 20 4 30 10 -1
               2: B80D01200000000000000000EFBE0000:1538 B80D0120000000000000000001000000:9AF1 01 00000000:00000000 00:00000000 00000000    70        0 3384501 1 0000000000000000 20 4 30 10 -1
            """;

    @Test
    void connections_are_those_that_are_open_or_were_a_minute_ago() {
        assertThat(SocketTable.parse(DATABASE).connections())
                .containsExactly(
                        new Socket("192.168.128.2", 5432, "192.168.128.4", 43610, State.TIME_WAIT),
                        new Socket("192.168.128.2", 5432, "192.168.128.3", 39664, State.ESTABLISHED),
                        new Socket("2001:db8:0:0:0:0:0:beef", 5432, "2001:db8:0:0:0:0:0:1", 39665, State.ESTABLISHED));
    }

    @Test
    void a_port_on_loopback_answers_nobody_else() {
        assertThat(SocketTable.parse(DATABASE).listening()).containsExactly(5432);
    }

    @Test
    void what_is_no_table_has_no_sockets() {
        assertThat(SocketTable.parse("cat: /proc/net/tcp: No such file\n0: x y 01\n")
                        .sockets())
                .isEmpty();
    }
}
