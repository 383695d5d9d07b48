package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three replicas of a server behind one proxy, twenty of its caller beside another, on a network with IPv6. */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class ReplicatedStackTest extends OnAStack {
    private static final int CALLERS = 20;
    private static final String ANSWERS_EVERYTHING = "10.201.16.53";
    private static final String FILE = """
            services:
              web:
                image: busybox:1.37
                init: true
                command: [sh, -c, "mkdir -p /w && hostname > /w/index.html && exec httpd -f -p 8000 -h /w"]
                scale: 3
                networks: [six]
              app:                                    # in no way prepared
                image: busybox:1.37
                init: true
                command: [sleep, infinity]
                deploy: {replicas: 20}
                environment: {WEB_URL: "http://web:8000"}
                networks: [six]
              stranger:                               # no file tells whom it calls
                image: busybox:1.37
                init: true
                command: [sleep, infinity]
                networks: [six]
              everywhere:                             # a name server that answers every name with its own address
                image: redis:8
                command: [sh, -c, "perl /dns.pl & exec perl /sink.pl"]
                init: true
                volumes: ["./dns.pl:/dns.pl:ro", "./sink.pl:/sink.pl:ro"]
                networks: {six: {ipv4_address: 10.201.16.53}}
            networks:
              six:
                enable_ipv6: true
                ipam: {config: [{subnet: 10.201.16.0/24}, {subnet: "fd00:16:16::/64"}]}
            """;

    /** Answers each question for an IPv4 address with one (RFC 1035, 4.1), each other one with none. */
    private static final String DNS = """
            use strict;
            use Socket;
            use IO::Socket::INET;
            my $socket = IO::Socket::INET->new(LocalPort => 53, Proto => 'udp') or die $!;
            while ($socket->recv(my $query, 512)) {
                my ($name) = substr($query, 12) =~ /^((?:[^\\x00].*?)?\\x00.{4})/s;
                my $four = unpack('n', substr($name, -4, 2)) == 1;
                $socket->send(substr($query, 0, 2) . pack('nnnnn', 0x8180, 1, $four, 0, 0) . $name
                    . ($four ? pack('nnnNn', 0xC00C, 1, 1, 1, 4) . inet_aton('10.201.16.53') : ''));
            }
            """;

    /** Keeps what anybody sends it at the server's port. */
    private static final String SINK = """
            use strict;
            use IO::Socket::INET;
            my $server = IO::Socket::INET->new(LocalPort => 8000, Listen => 20, ReuseAddr => 1) or die $!;
            while (my $client = $server->accept) {
                sysread $client, my $got, 512;
                open my $kept, '>>', '/tmp/got';
                print $kept "connected: $got\\n";
                close $kept;
            }
            """;

    @BeforeAll
    void it_starts_open(@TempDir Path folder) {
        Needs.compose();
        Set.of("busybox:1.37", "haproxy:3.0.11", "redis:8").forEach(Needs::image);
        stack = RealStack.of(folder, FILE);
        stack.project
                .file("dns.pl", DNS)
                .file("sink.pl", SINK)
                .file("aria.yaml", "version: 1\nservices:\n  web: {via: proxy, stage: open}\n");
        succeeds("bootstrap", "--yes", "--up");
    }

    @Test
    @Order(1)
    void every_replica_of_the_caller_is_served_and_every_replica_of_the_server_serves() {
        Set<String> answered = new TreeSet<>();
        for (int caller = 1; caller <= CALLERS; caller++) {
            answered.add(stack.compose(
                            "exec",
                            "-T",
                            "--index",
                            String.valueOf(caller),
                            "app",
                            "wget",
                            "-T",
                            "5",
                            "-qO-",
                            "http://web:8000")
                    .ok());
        }
        assertThat(answered).hasSize(3);
    }

    @Test
    @Order(2)
    void by_ipv6_in_plaintext_it_is_open_too_and_who_comes_is_named() {
        assertThat(byIpv6()).isNotBlank();
        assertThat(stack.verify(0, "--only", "listener"))
                .filteredOn(result -> result.id().equals("listener.mtls") && "web".equals(result.service()))
                .extracting(RealStack.Checked::message)
                .singleElement()
                .asString()
                .endsWith(" came stranger (1)");
    }

    @Test
    @Order(3)
    void enforced_it_ends_what_is_open_in_plaintext_and_lets_in_by_certificate_alone() {
        stack.compose("exec", "-d", "stranger", "sh", "-c", "nc web 8000 < /dev/zero > /dev/null; touch /tmp/ended")
                .ok();
        succeeds("enforce", "web", "--yes");
        assertThat(stack.exec("stranger", "sh", "-c", "until [ -e /tmp/ended ]; do sleep 0.2; done; echo ended"))
                .isEqualTo("ended");
        assertThat(byIpv6()).isEmpty();
        assertThat(stack.verify(0, "--only", "handshake,proxy,names"))
                .filteredOn(result -> "web".equals(result.service()))
                .extracting(RealStack.Checked::status)
                .contains("pass")
                .doesNotContain("fail");
        assertThat(succeeds("bootstrap", "--check").out()).contains("nothing to do");
    }

    /** The engine asks name servers outside for the name of replicas when none of them runs. */
    @Test
    @Order(4)
    void while_no_replica_runs_nothing_goes_to_whoever_answers_to_their_name() {
        String planned = stack.project.text("docker-compose.yml");
        stack.project.file(
                "docker-compose.yml",
                planned.replaceFirst("(?m)^  web-mtls-proxy:\n", "$0    dns: [" + ANSWERS_EVERYTHING + "]\n"));
        stack.compose("up", "-d", "--no-deps", "--wait", "web-mtls-proxy").ok();
        assertThat(call()).as("before").isNotBlank();
        stack.compose("stop", "--timeout", "1", "web").ok();
        String lookedUp = stack.exec("web-mtls-proxy", "getent", "ahostsv4", "web.srv.mtls");
        assertThat(lookedUp).as("the trap is there").contains(ANSWERS_EVERYTHING);
        for (int i = 0; i < 5; i++) {
            assertThat(call()).isEmpty();
        }
        stack.compose("start", "web").ok();
        String answer = "";
        for (int i = 0; i < 20 && answer.isEmpty(); i++) {
            answer = call();
        }
        assertThat(answer).as("after").isNotBlank();
        assertThat(stack.exec("everywhere", "sh", "-c", "cat /tmp/got 2>&1 || true"))
                .as("what left the private network")
                .contains("No such file");
        stack.project.file("docker-compose.yml", planned);
    }

    @Test
    @Order(5)
    void undo_brings_back_the_bytes() {
        succeeds("bootstrap", "--undo", "--yes");
        assertThat(stack.project.text("docker-compose.yml")).isEqualTo(FILE);
    }

    private String call() {
        return stack.compose("exec", "-T", "app", "sh", "-c", "wget -T 8 -qO- http://web:8000 2>/dev/null; sleep 0.3")
                .out()
                .strip();
    }

    private String byIpv6() {
        String address = stack.sh(
                        "docker",
                        "inspect",
                        "--format",
                        "{{range .NetworkSettings.Networks}}{{.GlobalIPv6Address}}{{end}}",
                        stack.containers().get("web-mtls-proxy").containerId())
                .ok()
                .strip();
        assertThat(address).startsWith("fd00:16:16:");
        return stack.compose("exec", "-T", "stranger", "wget", "-T", "5", "-qO-", "http://[" + address + "]:8000")
                .out()
                .strip();
    }
}
