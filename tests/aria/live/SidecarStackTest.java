package aria.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers and callers that know nothing of certificates, each with a proxy: nobody is locked out, and nobody else gets in. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SidecarStackTest extends OnAStack {
    private static final String FILE = """
            services:
              web:
                image: nginx:1.26
                ports: ["${WEB_PORT}:80"]
                volumes: ["./web.conf:/etc/nginx/conf.d/default.conf:ro"]
                networks: [front]
                depends_on: [api]
              api:                           # in no way prepared
                image: postgres:18
                entrypoint: [perl, /app/api.pl]
                command: [serve]
                volumes: ["./api.pl:/app/api.pl:ro"]
                environment:
                  DATABASE_URL: postgres://postgres:secret@db:5432/postgres
                  REDIS_URL: redis://cache:6379
                networks:
                  front: {aliases: [backend]}
                  back:
                depends_on:
                  db: {condition: service_healthy}
                  cache: {condition: service_started}
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: secret}
                networks: [back]
                healthcheck: {test: [CMD, pg_isready, -U, postgres], interval: 1s, retries: 60}
              cache:
                image: redis:8
                networks: [back]
              other:
                image: redis:8
                command: [sleep, infinity]
                networks: [back]
            networks:
              front:
              back:
            """;
    private static final String CHOICES = """
            version: 1
            services:
              api: {via: proxy, stage: enforce}
              db: {via: proxy, stage: enforce}
              cache: {via: proxy, stage: enforce}
            """;
    private static final String WEB = """
            server {
              listen 80;
              location / { proxy_pass http://backend:8000; }
            }
            """;
    private static final String API = """
            use strict;
            use IO::Socket::INET;
            $SIG{PIPE} = 'IGNORE';
            my $server = IO::Socket::INET->new(LocalPort => 8000, Listen => 16, ReuseAddr => 1) or die $!;
            while (my $client = $server->accept) {
              while (my $line = <$client>) { last if $line =~ /^\\r?\\n$/; }
              my $db = `psql '$ENV{DATABASE_URL}' -Atc 'select 40 + 2' 2>&1`;
              my $cache = 'no cache';
              if (my $redis = IO::Socket::INET->new(PeerAddr => 'cache:6379', Timeout => 5)) {
                print $redis "PING\\r\\n";
                $cache = <$redis> // 'closed';
              }
              my $text = "db=$db cache=$cache";
              $text =~ s/\\s+/ /g;
              print $client "HTTP/1.0 200 OK\\r\\nContent-Length: " . length($text) . "\\r\\n\\r\\n$text";
              close $client;
            }
            """;
    /** Each client sends a PING to the proxy of the cache, and tells whether it was answered. */
    private static final String CLIENT = """
            try() {
              name=$1
              shift
              case $(printf 'PING\\r\\nQUIT\\r\\n' | timeout 10 "$@" 2>/dev/null | tr -d '\\0') in
                *PONG*) echo "$name in" ;;
                *) echo "$name out" ;;
              esac
            }
            tls() {
              name=$1
              shift
              try "$name" openssl s_client -quiet -CAfile /c/aria-root-ca.crt -connect cache-mtls-proxy:20001 "$@"
            }
            service() { tls "$1" -cert "/c/$1/$1.crt" -cert_chain "/c/$1/$1.crt" -key "/c/$1/$1.key"; }
            """;
    /** Tries one client until what is awaited is so, for as long as a proxy may take to read its files again. */
    private static final String AWAITED = CLIENT + """
            for i in $(seq 30); do said=$(service "${1% *}"); [ "$said" = "$1" ] && break; sleep 1; done
            echo "$said"
            """;

    private static final String CLIENTS = CLIENT + """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=api -keyout /tmp/k -out /tmp/c 2>/dev/null
            tcp() { try "$1" timeout 3 bash -c "exec 3<>/dev/tcp/$2/$3; cat >&3; cat <&3"; }
            tls none
            tls foreign -cert /tmp/c -key /tmp/k
            service other
            service web
            service cache
            service api
            tcp plaintext cache-mtls-proxy 20001
            tcp name cache 6379
            tcp private-address "$1" 6379
            """;
    /** A route to the private address of a caller's proxy, by way of its address on the shared network. */
    private static final String ROGUE = """
            ip route add "$1/32" via "$(nslookup api-mtls-proxy 127.0.0.11 | sed -n 's/^Address: //p' | head -n 1)" || exit 1
            printf 'PING\\r\\nQUIT\\r\\n' | nc -w 3 "$1" 6379
            echo ended
            """;

    @BeforeAll
    void it_is_bootstrapped(@TempDir Path folder) {
        Needs.compose();
        List.of("busybox:1.37", "haproxy:3.0.11", "nginx:1.26", "postgres:18", "redis:8")
                .forEach(Needs::image);
        Needs.program("curl");
        stack = RealStack.of(folder, FILE, "WEB_PORT");
        stack.project.file("web.conf", WEB).file("api.pl", API).file("aria.yaml", CHOICES);
        stack.compose("up", "-d", "--wait").ok();
        assertThat(answer()).as("in plaintext").startsWith("db=42 cache=+PONG");
        succeeds("bootstrap", "--yes", "--up");
    }

    @Test
    @Order(1)
    void every_call_is_answered_as_before() {
        assertThat(answer()).startsWith("db=42 cache=+PONG");
    }

    @Test
    @Order(2)
    void verify_says_enforced_of_each_server_and_refuses_who_is_not_a_caller() {
        assertThat(stack.verify(0, "--only", "handshake"))
                .filteredOn(tried -> List.of("api", "db", "cache").contains(tried.service()))
                .hasSize(3 * 9)
                .extracting(RealStack.Checked::status)
                .containsOnly("pass");
        assertThat(succeeds("verify-mtls-setup").out()).contains("3 enforced");
    }

    @Test
    @Order(3)
    void of_all_clients_on_the_shared_network_the_caller_alone_gets_in() {
        String said = client("redis:8", "bash", CLIENTS, privateAddress("cache"));
        assertThat(said.lines())
                .containsExactly(
                        "none out",
                        "foreign out",
                        "other out",
                        "web out",
                        "cache out",
                        "api in",
                        "plaintext out",
                        "name out",
                        "private-address out");
        assertThat(stack.compose("logs", "--no-log-prefix", "cache-mtls-proxy").ok())
                .as("who called whom, when, and who was refused")
                .containsPattern(
                        "time=\\S+Z listener=in-6379 caller=\"api\" serial=\\w+ result=admitted source=\\S+ ms=")
                .containsPattern("time=\\S+Z listener=in-6379 caller=\"web\" serial=\\w+ result=not-a-caller source=")
                .containsPattern(
                        "time=\\S+Z listener=in-6379 result=failed source=\\S+ reason=\"SSL handshake failure\"");
    }

    @Test
    @Order(3)
    void who_has_called_is_told_from_who_has_not() {
        String said = succeeds("verify-mtls-setup", "--callers").out();
        assertThat(said.lines().filter(line -> !line.contains("since")).map(line -> line.replaceAll("\\d+", "N")))
                .contains("\u221a api: N connections ended, N open", "\u221a web: N connections ended, N open");
        assertThat(said)
                .contains("cache:6379, since ")
                .contains("db:5432, since ")
                .contains("api:8000, since ");
        stack.compose("kill", "-s", "HUP", "cache-mtls-proxy").ok();
        assertThat(succeeds("verify-mtls-setup", "--callers").out())
                .as("counts survive a reload")
                .isEqualTo(said);
    }

    /** Its old key opens nothing, its new one does, and a proxy that does not know of it yet is red. */
    @Test
    @Order(4)
    void a_revoked_caller_is_refused() throws IOException {
        Path certs = stack.project.root.resolve("data/certs");
        Path old = Files.createDirectories(certs.resolve("old"));
        for (String kind : List.of("crt", "key")) {
            Files.copy(certs.resolve("api/api." + kind), old.resolve("old." + kind));
        }
        succeeds("generate-service-certs", "api", "--rekey", "--force");
        assertThat(succeeds("rotate-certs", "api").err())
                .contains("api-mtls-proxy: set ssl cert by HAProxy's runtime API, so connections stay");
        assertThat(client("redis:8", "bash", AWAITED, "old in")).isEqualTo("old in\n");

        assertThat(succeeds("pki-cert", "revoke", "data/certs/old/old.crt").err())
                .contains("Told api-mtls-proxy, cache-mtls-proxy, db-mtls-proxy, web-mtls-proxy to refuse it");

        assertThat(client("redis:8", "bash", AWAITED, "old out")).isEqualTo("old out\n");
        assertThat(client("redis:8", "bash", AWAITED, "api in")).isEqualTo("api in\n");
        assertThat(stack.verify(0, "--only", "handshake.revoked"))
                .extracting(RealStack.Checked::status)
                .containsOnly("pass");
        String list = "data/mtls/cache/proxy/revoked.lst";
        stack.project.file(list, stack.project.text(list) + "ab01\n");
        assertThat(stack.verify(1, "--only", "handshake.revoked"))
                .filteredOn(tried -> tried.status().equals("fail"))
                .extracting(RealStack.Checked::service)
                .containsExactly("cache");
        succeeds("patch-compose", "--yes");
        stack.compose("kill", "-s", "HUP", "cache-mtls-proxy").ok();
    }

    @Test
    @Order(4)
    void a_container_with_a_route_of_its_own_does_not_call_as_the_caller() {
        assertThat(client("busybox:1.37", "sh", ROGUE, privateAddress("api-mtls-proxy")))
                .isEqualTo("ended\n");
    }

    @Test
    @Order(5)
    void a_way_past_a_proxy_is_found_and_the_printed_command_closes_it() {
        assertThat(stack.verify(0, "--only", "proxy", "--only", "names"))
                .extracting(RealStack.Checked::id, RealStack.Checked::status)
                .containsExactly(
                        tuple("proxy.private", "pass"),
                        tuple("names.two-answers", "pass"),
                        tuple("proxy.bypass", "pass"),
                        tuple("proxy.certificate", "pass"));
        String cache = stack.containers().get("cache").name();
        String other = stack.containers().get("other").name();
        stack.sh("docker", "network", "connect", "--alias", "cache", stack.name + "_back", cache)
                .ok();
        stack.sh("docker", "network", "connect", stack.name + "_db-mtls", other).ok();
        String proxy = stack.containers().get("web-mtls-proxy").name();
        stack.sh("docker", "network", "connect", "--alias", "db", stack.name + "_api-mtls", proxy)
                .ok();
        assertThat(stack.verify(1, "--only", "proxy", "--only", "names"))
                .extracting(RealStack.Checked::id, RealStack.Checked::service)
                .containsExactly(
                        tuple("proxy.private", "api"),
                        tuple("proxy.private", "db"),
                        tuple("names.two-answers", "cache"),
                        tuple("names.two-answers", "api"),
                        tuple("proxy.bypass", "cache"),
                        tuple("proxy.certificate", ""));
        String said = stack.project
                .run("verify-mtls-setup", "--only", "proxy.private", "--only", "names")
                .out();
        assertThat(said)
                .contains("docker network disconnect " + stack.name + "_back " + cache)
                .contains("docker network disconnect " + stack.name + "_api-mtls " + proxy)
                .contains("docker network disconnect " + stack.name + "_db-mtls " + other);
        stack.sh("docker", "network", "disconnect", stack.name + "_back", cache).ok();
        stack.sh("docker", "network", "disconnect", stack.name + "_api-mtls", proxy)
                .ok();
        stack.sh("docker", "network", "disconnect", stack.name + "_db-mtls", other)
                .ok();
        assertThat(stack.verify(0, "--only", "proxy", "--only", "names"))
                .extracting(RealStack.Checked::status)
                .containsOnly("pass");
    }

    @Test
    @Order(6)
    void a_second_run_finds_nothing_to_do() {
        assertThat(succeeds("bootstrap", "--check").out()).contains("nothing to do");
        assertThat(succeeds("observe", "--check").out())
                .containsPattern("  api calls db:5432 \\(.*\\): by way of its proxy\n")
                .contains("Every call seen is known");
    }

    @Test
    @Order(7)
    void a_renamed_server_that_calls_others_is_called_and_calls_as_before() {
        for (String file : List.of("docker-compose.yml", "aria.yaml")) {
            stack.project.file(file, renamed(stack.project.text(file)));
        }
        Instant start = Instant.now();

        String said = succeeds("bootstrap", "--yes", "--up").err();

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMinutes(2));
        assertThat(said)
                .contains("Removed what was there for services that are gone: container " + stack.name + "-api-mtls");
        assertThat(stack.containers()).doesNotContainKeys("api-mtls-proxy", "api-mtls-proxy-init");
        assertThat(answer()).startsWith("db=42 cache=+PONG");
        assertThat(stack.verify(0, "--only", "proxy", "--only", "names"))
                .extracting(RealStack.Checked::status)
                .containsOnly("pass");
    }

    @Test
    @Order(8)
    void undo_brings_back_the_users_stack_as_it_is_now_and_the_calls_are_still_answered() {
        String printed = succeeds("bootstrap", "--undo", "--yes").err();
        String commands = printed.substring(printed.indexOf("\n", printed.indexOf("If the stack ran")));
        Shell.run(stack.project.root, Duration.ofMinutes(2), List.of("sh", "-ec", commands))
                .ok();
        assertThat(stack.sh("docker", "network", "ls", "--format", "{{.Name}}").ok())
                .contains(stack.name + "_back")
                .doesNotContain(stack.name + "_db-mtls", stack.name + "_api-mtls");
        assertThat(stack.volumes()).noneMatch(name -> name.contains("-mtls"));
        String restored = stack.compose("config").ok();
        assertThat(stack.project.text("docker-compose.yml")).doesNotContain("mtls");
        stack.project.file("docker-compose.yml", renamed(FILE));
        assertThat(restored).isEqualTo(stack.compose("config").ok());
        assertThat(stack.containers().keySet()).noneMatch(name -> name.contains("-mtls-"));
        assertThat(answer()).startsWith("db=42 cache=+PONG");
    }

    private static String renamed(String text) {
        return text.replaceAll("\\bapi\\b(?=[:\\]])", "app");
    }

    private String answer() {
        return stack.sh(
                        "curl",
                        "--silent",
                        "--retry",
                        "20",
                        "--retry-delay",
                        "1",
                        "--retry-all-errors",
                        "--fail",
                        "http://127.0.0.1:" + stack.port("WEB_PORT") + "/")
                .ok();
    }

    /** The address on the network that a service and its proxy share. */
    private String privateAddress(String service) {
        return stack.containers().get(service).addresses().entrySet().stream()
                .filter(network -> network.getKey().endsWith("-mtls"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** What a container on the shared network prints. */
    private String client(String image, String shell, String script, String argument) {
        return stack.sh(
                        "docker",
                        "run",
                        "--rm",
                        "--network",
                        stack.name + "_back",
                        "--cap-add",
                        "NET_ADMIN",
                        "--volume",
                        stack.project.root.resolve("data/certs") + ":/c:ro",
                        "--entrypoint",
                        shell,
                        image,
                        "-c",
                        script,
                        shell,
                        argument)
                .ok();
    }
}
