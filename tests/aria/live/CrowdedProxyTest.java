package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.docker.Engine;
import aria.docker.RunningService;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many connections to one proxy: those of a caller, and those of a container without a certificate. */
@Tag("full")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CrowdedProxyTest {
    private static final int MEBIBYTE = 1 << 20;

    /** Keeps so many connections open without a word, each made anew when it is ended; 500 a second at most. */
    private static final String SILENT = """
            use strict;
            use IO::Select;
            use IO::Socket::INET;
            my ($host, $count) = @ARGV;
            my $all = IO::Select->new;
            $| = 1;
            my $made = 0;
            for (my $end = time + 90; time < $end;) {
                while ($all->count < $count) {
                    my $socket = IO::Socket::INET->new(PeerAddr => $host, Timeout => 10) or last;
                    $all->add($socket);
                    print "all\\n" if ++$made == $count;
                    select undef, undef, undef, 0.002;
                }
                for my $ended ($all->can_read(0.05)) { $all->remove($ended); close $ended; }
            }
            """;

    /** Opens a thousand, has an answer on each, and once more on all of them when all are open and were idle. */
    private static final String CALLS = """
            use strict;
            use IO::Socket::INET;
            sub ping {
                my ($one) = @_;
                print $one "PING\\r\\n";
                $one->flush;
                my $answer;
                read($one, $answer, 7) == 7 and $answer eq "+PONG\\r\\n" or die 'lost';
            }
            my @all;
            for (1 .. 1000) {
                push @all, IO::Socket::INET->new(PeerAddr => '127.0.0.14:6380', Timeout => 30) || die "$_: $@";
                ping($all[-1]);
            }
            sleep 2;
            ping($_) for @all;
            print scalar @all;
            """;

    @TempDir
    Path folder;

    @Test
    void a_thousand_connections_of_a_caller_are_answered() throws IOException {
        try (LoneProxy proxy = started()) {
            long before = proxy.memory();
            assertThat(proxy.inRedis("perl", "-e", CALLS)).isEqualTo("1000");
            assertThat(proxy.memory() - before).as("memory of both sides").isLessThan(200L * MEBIBYTE);
        }
    }

    @Test
    void ten_thousand_silent_connections_of_a_container_do_not_shut_callers_out() throws IOException {
        try (LoneProxy proxy = started();
                Engine engine = Engine.connect()) {
            RunningService running = engine.service(proxy.name).orElseThrow();
            String crowd = proxy.name + "-crowd";
            proxy.sh(
                    "docker",
                    "run",
                    "-d",
                    "--rm",
                    "--name",
                    crowd,
                    "--network",
                    proxy.name,
                    "--ulimit",
                    "nofile=12000:12000",
                    "redis:8",
                    "perl",
                    "-e",
                    SILENT,
                    "app-mtls-proxy:20001",
                    "10000");
            try {
                proxy.sh("sh", "-c", "until docker logs " + crowd + " 2>&1 | grep -q all; do sleep 0.5; done");
                for (int i = 0; i < 10; i++) {
                    Instant asked = Instant.now();
                    try (SSLSocket served = proxy.connected(running)) {
                        assertThat(served.isConnected()).isTrue();
                    }
                    assertThat(Duration.between(asked, Instant.now()))
                            .as("call " + i)
                            .isLessThan(Duration.ofSeconds(3));
                }
                assertThat(proxy.sh("docker", "inspect", "--format", "{{.State.Running}}", crowd))
                        .as("all this time")
                        .contains("true");
            } finally {
                proxy.sh("docker", "rm", "-f", crowd);
            }
        }
    }

    private LoneProxy started() throws IOException {
        Needs.docker();
        List.of("haproxy:3.0.11", "redis:8").forEach(Needs::image);
        LoneProxy proxy = new LoneProxy(folder);
        proxy.start();
        return proxy;
    }
}
