package aria.verify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import aria.docker.Engine;
import aria.docker.SocketTable;
import aria.docker.SocketTable.Socket;
import aria.docker.SocketTable.State;
import aria.testing.Containers;
import aria.verify.traffic.Connections.End;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final Call APP_TO_DB = new Call("app", "db", 5432);

    @Test
    void the_caller_is_the_end_whose_port_nobody_listens_at() {
        Connections seen = seen(
                List.of(connection("10.0.0.2", 5432, "10.0.0.3", 40000, State.ESTABLISHED)),
                List.of(connection("10.0.0.3", 40000, "10.0.0.2", 5432, State.ESTABLISHED)));
        assertThat(seen.calls()).containsExactly(APP_TO_DB);
        assertThat(seen.listening()).containsEntry("db", Set.of(5432));
    }

    @Test
    void one_call_of_the_last_minute_is_no_habit_and_two_are() {
        Socket once = connection("10.0.0.3", 40000, "10.0.0.2", 5432, State.TIME_WAIT);
        Socket again = connection("10.0.0.3", 40002, "10.0.0.2", 5432, State.TIME_WAIT);
        assertThat(seen(List.of(), List.of(once)).habitual()).isEmpty();
        assertThat(seen(List.of(), List.of(once, again)).habitual()).containsExactly(APP_TO_DB);
    }

    @Test
    void who_closed_a_connection_first_remembers_it() {
        assertThat(seen(
                                List.of(connection("10.0.0.2", 5432, "10.0.0.3", 40000, State.TIME_WAIT)),
                                List.of(connection("10.0.0.3", 40002, "10.0.0.2", 5432, State.TIME_WAIT)))
                        .seen())
                .containsExactly(
                        Map.entry(APP_TO_DB, Map.of("10.0.0.3:40000", End.BY_SERVER, "10.0.0.3:40002", End.BY_CALLER)));
    }

    @Test
    void what_was_sent_to_an_earlier_owner_of_the_address_is_no_call() {
        assertThat(seen(List.of(), List.of(connection("10.0.0.3", 40000, "10.0.0.2", 6379, State.TIME_WAIT)))
                        .calls())
                .isEmpty();
    }

    @Test
    void others_than_the_project_are_no_callers_but_strangers() {
        Connections seen = seen(
                List.of(connection("10.0.0.2", 5432, "10.0.0.1", 40000, State.ESTABLISHED)),
                List.of(
                        connection("10.0.0.3", 40000, "192.0.2.1", 443, State.ESTABLISHED),
                        connection("127.0.0.1", 40000, "127.0.0.1", 8080, State.ESTABLISHED)));
        assertThat(seen.calls()).isEmpty();
        assertThat(seen.strangers())
                .containsExactlyInAnyOrder(
                        new Connections.Stranger("db", "10.0.0.1", 5432, true),
                        new Connections.Stranger("app", "192.0.2.1", 443, false));
    }

    @Test
    void what_is_seen_at_two_times_counts_each_connection_once() {
        Socket kept = connection("10.0.0.3", 40000, "10.0.0.2", 5432, State.TIME_WAIT);
        Connections both = seen(List.of(connection("10.0.0.2", 5432, "10.0.0.3", 40000, State.ESTABLISHED)), List.of())
                .and(seen(List.of(), List.of(kept, connection("10.0.0.3", 40002, "10.0.0.2", 5432, State.TIME_WAIT))));
        assertThat(both.seen())
                .containsExactly(
                        Map.entry(APP_TO_DB, Map.of("10.0.0.3:40000", End.OPEN, "10.0.0.3:40002", End.BY_CALLER)));
        assertThat(both.listening()).containsEntry("db", Set.of(5432));
    }

    /** The program that shows the sockets is the container's own: as much as is read of it, and more each time. */
    @Test
    void a_container_that_shows_whatever_it_likes_costs_little_and_hides_nobody() {
        Random random = new Random(14);
        Connections all = seen(List.of(), List.of(connection("10.0.0.3", 40000, "10.0.0.2", 5432, State.ESTABLISHED)));
        long spent = 0;
        for (int look = 0; look < 3; look++) {
            StringBuilder shown = new StringBuilder("  sl  local_address rem_address   st\n\u001b[2J\n".repeat(3));
            for (int i = 0; shown.length() < Engine.MOST_OUTPUT; i++) {
                shown.append("%d: %08X:%04X %08X:%04X %s\n"
                        .formatted(
                                i,
                                random.nextInt(),
                                random.nextInt(1 << 16),
                                i % 3 == 0 ? 0x0200000A : random.nextInt(),
                                random.nextInt(1 << 16),
                                i % 2 == 0 ? "0A" : "01"));
            }
            shown.append(": 0:0 999999999999999999999:FFFFF 01\n".repeat(100)).append("1".repeat(100_000));
            String text = shown.toString();
            long start = System.nanoTime();
            all = all.and(Connections.of(Map.of(
                    Containers.running("db", "10.0.0.2"),
                    new SocketTable(List.of(connection("0.0.0.0", 5432, "0.0.0.0", 0, State.LISTEN))),
                    Containers.running("evil", "10.0.0.4"),
                    SocketTable.parse(text))));
            spent += System.nanoTime() - start;
        }
        all = all.and(seen(
                List.of(connection("10.0.0.2", 5432, "10.0.0.1", 40000, State.ESTABLISHED)),
                List.of(connection("10.0.0.3", 40002, "10.0.0.2", 5432, State.ESTABLISHED))));
        assertThat(Duration.ofNanos(spent)).isLessThan(Duration.ofSeconds(20));
        assertThat(all.strangers())
                .hasSizeLessThan(3 * Connections.MOST)
                .contains(new Connections.Stranger("db", "10.0.0.1", 5432, true));
        assertThat(all.seen().get(APP_TO_DB)).containsOnlyKeys("10.0.0.3:40000", "10.0.0.3:40002");
        assertThat(all.seen()).hasSizeLessThan(3 * Connections.MOST);
    }

    private static Connections seen(List<Socket> database, List<Socket> app) {
        Socket listener = connection("0.0.0.0", 5432, "0.0.0.0", 0, State.LISTEN);
        return Connections.of(Map.of(
                Containers.running("db", "10.0.0.2"),
                new SocketTable(
                        Stream.concat(Stream.of(listener), database.stream()).toList()),
                Containers.running("app", "10.0.0.3"),
                new SocketTable(app)));
    }

    private static Socket connection(String address, int port, String peer, int peerPort, State state) {
        return new Socket(address, port, peer, peerPort, state);
    }
}
