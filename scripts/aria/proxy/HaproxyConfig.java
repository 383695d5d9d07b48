package aria.proxy;

import aria.proxy.Sidecar.Direct;
import aria.proxy.Sidecar.Inbound;
import aria.proxy.Sidecar.Outbound;
import aria.stack.OurServices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The configuration of HAProxy 3.0 for one sidecar. It listens at ports of its own for the callers of its service, and
 * at its own private addresses for the calls of its service, so that nothing has to be resolved before it starts. The
 * only names in it are those of other proxies, which it never carries itself.
 */
public final class HaproxyConfig {
    /** The folder of the configuration in the container. */
    public static final String FOLDER = "/usr/local/etc/haproxy";

    /** The name of the file. */
    public static final String FILE = "haproxy.cfg";
    /** The folder of the file, below that of the service. */
    public static final String HOME = "proxy";

    /** The name of the file with serial numbers of revoked certificates, one a line. */
    public static final String REVOKED = "revoked.lst";

    /** What the name of a listener for callers by certificate begins with; the server's port follows. */
    public static final String IN = "in-";

    /** What the name of a listener for calls of the service begins with; the called server and its port follow. */
    public static final String OUT = "out-";

    /** The table with the open connections of callers, by the serial number that each has shown and its source. */
    public static final String ADMITTED = "admitted";

    /** What the names of a listener in plaintext and of its backend begin with; its port follows. */
    public static final String OPEN = "open-";

    /** What the name of such a backend goes on with before the end of it, in seconds since 1970. */
    public static final String UNTIL = "-until-";

    /** How long a source of plaintext is remembered. */
    public static final Duration REMEMBERED = Duration.ofHours(24);

    /** The port of a proxy's metrics, where somebody reads them; below those for other proxies. */
    public static final int METRICS_PORT = 20000;

    private static final String CERTIFICATE = " ssl crt /etc/certs/tls.crt ca-file /etc/certs/ca.crt verify required";
    /** By libc first: after a reload the address is known at once, or the first callers would be refused. */
    private static final String FOUND_BY_NAME = " resolvers engine init-addr libc,none resolve-prefer ipv4";

    private static final String WHEN_AND_WHERE = ",utime(%Y-%m-%dT%H:%M:%SZ)] listener=%f";
    private static final String HOW_IT_WENT = " source=%ci:%cp ms=%Tt sent=%B received=%U end=%ts\"";
    private static final String ON_THE_LIST = "-m str -i -f " + FOLDER + "/" + REVOKED;
    /** More than a server of a Compose stack has, and less than all listeners may have together. */
    private static final int MAX_CONNECTIONS = 2000;

    /** The part of a listener's connections that one source has before it is known as a caller's. */
    private static final int STRANGERS = 4;

    /** Each connection takes two open files, and some machines allow a container no more than 20,000. */
    private static final int MAX_TOGETHER = 8000;

    private final Sidecar sidecar;
    private final int most;
    private final List<String> lines = new ArrayList<>();

    private HaproxyConfig(Sidecar sidecar) {
        this.sidecar = sidecar;
        this.most = Math.min(MAX_CONNECTIONS, MAX_TOGETHER / listeners(sidecar));
    }

    private static int listeners(Sidecar sidecar) {
        return sidecar.inbound().size()
                + sidecar.outbound().size()
                + sidecar.open().size()
                + 1;
    }

    /**
     * Returns the file's text.
     *
     * @param readers who may read its metrics, by the common names of their certificates; empty for nobody
     * @param header its first line
     * @param common what every such file begins with; {@code {{maxconn}}} in it is the number of connections of all
     *               listeners together
     */
    public static String of(Sidecar sidecar, List<String> readers, String header, String common) {
        HaproxyConfig config = new HaproxyConfig(sidecar);
        if (!readers.isEmpty()) {
            config.metrics(readers);
        }
        if (sidecar.isServer()) {
            config.admitted();
            config.sources();
        }
        if (sidecar.isServer() && sidecar.several()) {
            config.replicasResolver();
        }
        sidecar.inbound().forEach(config::inbound);
        sidecar.open().forEach(config::open);
        sidecar.outbound().stream()
                .sorted(Comparator.comparing(Outbound::server).thenComparingInt(Outbound::port))
                .forEach(config::outbound);
        return header + "\n" + common.replace("{{maxconn}}", String.valueOf(listeners(sidecar) * config.most))
                + String.join("\n", config.lines) + "\n";
    }

    /** Returns whether the port of the metrics is free at a proxy. */
    public static boolean servesMetrics(Sidecar sidecar) {
        return !sidecar.open().contains(METRICS_PORT)
                && sidecar.outbound().stream().noneMatch(call -> call.port() == METRICS_PORT);
    }

    private void metrics(List<String> readers) {
        lines.add("");
        lines.add("frontend metrics");
        lines.add("  mode http");
        lines.add("  no log");
        lines.add("  maxconn 100");
        lines.add("  timeout http-request 5s");
        lines.add("  timeout client 30s");
        lines.add("  bind " + everywhere(METRICS_PORT) + CERTIFICATE);
        lines.add("  http-request deny if { ssl_c_serial,hex " + ON_THE_LIST + " }");
        lines.add("  http-request deny unless { ssl_c_s_dn(CN) -m str " + String.join(" ", readers) + " }");
        lines.add("  http-request use-service prometheus-exporter if { path /metrics }");
        lines.add("  http-request deny");
    }

    /**
     * Whoever has shown no caller's certificate has a part of the connections alone, so that a container without one
     * does not shut the callers out by connections on which it says nothing.
     */
    private void sources() {
        lines.add("");
        lines.add("backend sources");
        lines.add("  stick-table type " + addresses() + " size 10k expire 10m store conn_cur,gpc0");
    }

    private String addresses() {
        return sidecar.ipv6() ? "ipv6" : "ip";
    }

    /** A revoked certificate is not looked for in connections that stand, so it has to be known whose they are. */
    private void admitted() {
        lines.add("");
        lines.add("backend " + ADMITTED);
        lines.add("  stick-table type string len 128 size 10k expire 1m store conn_cur");
    }

    /** Whoever is admitted has a certificate of the CA, bears the name of a caller, and is not revoked. */
    private void inbound(Inbound port) {
        String name = IN + port.port();
        lines.add("");
        lines.add("frontend " + name);
        lines.add("  maxconn " + most);
        lines.add("  bind " + everywhere(port.tlsPort()) + CERTIFICATE);
        lines.add("  log-format \"time=%[accept_date" + WHEN_AND_WHERE
                + " caller=%{+Q}[ssl_c_s_dn(CN)] serial=%[ssl_c_serial,hex,lower] result=%[var(sess.result)]"
                + HOW_IT_WENT);
        // Nobody has proven the name in a certificate that was refused.
        lines.add("  error-log-format \"time=%[date" + WHEN_AND_WHERE
                + " result=failed source=%ci:%cp reason=%{+Q}[fc_err_str] detail=%{+Q}[ssl_fc_err_str]\"");
        lines.add("  stick-table type string len 128 size 10k store conn_cnt,conn_cur peers reload");
        lines.add("  tcp-request connection track-sc2 src table sources");
        lines.add("  tcp-request connection reject if { sc2_conn_cur gt " + most / STRANGERS
                + " } { sc2_get_gpc0 eq 0 }");
        lines.add("  tcp-request session set-var(sess.result) str(admitted)");
        lines.add("  tcp-request session set-var(sess.result) str(not-a-caller) unless { ssl_c_s_dn(CN) -m str "
                + port.callers().stream().collect(Collectors.joining(" ")) + " }");
        lines.add(
                "  tcp-request session set-var(sess.result) str(revoked) if { ssl_c_serial,hex " + ON_THE_LIST + " }");
        lines.add("  tcp-request session sc-inc-gpc0(2) if { var(sess.result) -m str admitted }");
        // A rule for sessions would refuse without a line in the log.
        lines.add("  tcp-request content reject unless { var(sess.result) -m str admitted }");
        // With its source: this machine shows the certificates of callers when it verifies.
        lines.add("  tcp-request content set-var-fmt(sess.caller) \"%[ssl_c_s_dn(CN)]/%ci\"");
        lines.add("  tcp-request content track-sc0 var(sess.caller)");
        lines.add("  tcp-request content set-var-fmt(sess.peer) \"%[ssl_c_serial,hex,lower]/%ci:%cp\"");
        lines.add("  tcp-request content track-sc1 var(sess.peer) table " + ADMITTED);
        ownReplicasOnly();
        lines.add("  default_backend " + name);
        lines.add("backend " + name);
        server(port.port());
    }

    /**
     * Its own backend, so that what it carries can be ended alone. HAProxy's clock ends it where nobody else does; the
     * backend's name tells when, because nothing else of a running HAProxy does.
     */
    private void open(int port) {
        String name = OPEN + port;
        Optional<Long> end =
                sidecar.former().flatMap(way -> way.stage().until()).map(Instant::getEpochSecond);
        String backend = name + end.map(time -> UNTIL + time).orElse("");
        lines.add("");
        lines.add("frontend " + name);
        lines.add("  maxconn " + most);
        lines.add("  bind " + everywhere(port));
        lines.add("  log-format \"time=%[accept_date" + WHEN_AND_WHERE + " result=plaintext" + HOW_IT_WENT);
        lines.add("  stick-table type " + addresses() + " size 1k expire " + REMEMBERED.toHours()
                + "h store conn_cnt,conn_cur peers reload");
        end.ifPresent(time -> lines.add("  tcp-request connection reject if { date ge " + time + " }"));
        lines.add("  tcp-request connection track-sc0 src");
        ownReplicasOnly();
        lines.add("  default_backend " + backend);
        lines.add("backend " + backend);
        server(port);
    }

    private void server(int port) {
        if (sidecar.several()) {
            lines.add("  server-template " + sidecar.service() + " " + home().mostCallers() + " " + replicas() + ":"
                    + port + " resolvers replicas init-addr libc,none resolve-prefer ipv4");
            return;
        }
        lines.add("  server " + sidecar.service() + " " + address(home().server() + ":" + port));
    }

    private Subnet home() {
        return sidecar.networks().get(0).subnet();
    }

    private String replicas() {
        return OurServices.alias(sidecar.service());
    }

    /**
     * When no replica runs, the engine asks name servers outside for their name, and some of those answer every name.
     * The backend's servers are of the same answer, so nothing goes to such an address.
     */
    private void ownReplicasOnly() {
        if (sidecar.several()) {
            lines.add("  tcp-request inspect-delay 5s");
            lines.add("  tcp-request content do-resolve(txn.replica,replicas,ipv4) str(" + replicas() + ")");
            lines.add("  tcp-request content reject unless { var(txn.replica) -m ip " + address(home().mask()) + " }");
        }
    }

    /** What it finds no more is gone at once. */
    private void replicasResolver() {
        lines.add("");
        lines.add("resolvers replicas");
        lines.add("  nameserver dns 127.0.0.11:53");
        lines.add("  hold valid 1s");
    }

    /**
     * A packet for the private address that comes in by a shared network is not the service's: containers with a route
     * of their own can send such packets.
     */
    private void outbound(Outbound call) {
        Subnet subnet = sidecar.network(call.network()).subnet();
        String name = OUT + call.server() + "-" + call.port();
        lines.add("");
        lines.add("frontend " + name);
        lines.add("  maxconn " + most);
        lines.add("  bind " + address(subnet.proxy() + ":" + call.port()));
        lines.add("  log-format \"time=%[accept_date" + WHEN_AND_WHERE + (call.plain() ? " result=plaintext" : "")
                + HOW_IT_WENT);
        lines.add("  tcp-request connection reject unless { src " + address(subnet.mask()) + " }");
        lines.add("  default_backend " + name);
        lines.add("backend " + name);
        if (call.plain()) {
            lines.add("  server " + call.server() + " " + call.host() + ":" + call.port() + FOUND_BY_NAME);
            return;
        }
        // The server's certificate is known when the connection stands: what was sent before may have left.
        lines.add("  tcp-response content reject if { ssl_s_serial,hex " + ON_THE_LIST + " }");
        lines.add("  server " + call.server() + " " + call.host() + ":" + call.tlsPort() + CERTIFICATE + " verifyhost "
                + call.server() + " sni str(" + call.server() + ")"
                + call.direct().map(HaproxyConfig::direct).orElse("")
                + FOUND_BY_NAME);
    }

    /** Not every server speaks TLS 1.3. */
    private static String direct(Direct direct) {
        return " ssl-min-ver TLSv1.2"
                + direct.alpn().map(protocol -> " alpn " + protocol).orElse("");
    }

    /** A socket for each family, so that a caller by IPv4 keeps its address in the log. */
    private String everywhere(int port) {
        return ":" + port + (sidecar.ipv6() ? ",:::" + port + " v6only" : "");
    }

    private static String address(String rest) {
        return "\"${" + Subnet.VARIABLE + "}" + rest + "\"";
    }
}
