package aria.verify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The answer of a proxy about its tables, as HAProxy 3.0 gives it. */
class CallerUseTest {

    @Test
    void connections_of_others_than_ourselves_are_counted_by_port_and_by_the_name_in_the_certificate() {
        List<String> answer = List.of(
                "# table: in-5432, type: string, size:1024, used:1",
                "0x7fafa73cbd08: key=api/172.18.0.5 use=1 exp=0 shard=0 conn_cnt=2 conn_cur=1",
                "",
                "# table: in-6432, type: string, size:1024, used:2",
                "0x7fafa73cbd08: key=api/172.18.0.5 use=0 exp=0 shard=0 conn_cnt=7 conn_cur=0",
                "0x7fafa73cbe08: key=web/172.18.0.6 use=3 exp=0 shard=0 conn_cnt=3 conn_cur=3",
                "0x7fafa73cbf08: key=web/172.18.0.7 use=0 exp=0 shard=0 conn_cnt=1 conn_cur=0",
                "0x7fafa73cbf18: key=web/172.18.0.1 use=0 exp=0 shard=0 conn_cnt=9 conn_cur=0",
                "0x7fafa73cbf28: key=job/127.0.0.1 use=0 exp=0 shard=0 conn_cnt=9 conn_cur=0");
        assertThat(CallerUse.counts("db", answer, Set.of("172.18.0.1", "127.0.0.1")))
                .isEqualTo(Map.of(
                        new Call("api", "db", 5432), new CallerUse.Counts(2, 1),
                        new Call("api", "db", 6432), new CallerUse.Counts(7, 0),
                        new Call("web", "db", 6432), new CallerUse.Counts(4, 3)));
    }
}
