package aria.operate;

import aria.docker.Engine;
import aria.docker.ExecResult;
import aria.docker.RunningService;
import aria.finding.FindingId;
import aria.finding.UnavailableException;
import aria.proxy.HaproxyConfig;
import aria.verify.ProxySocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ends the open connections of a running proxy whose other side has a revoked certificate, by HAProxy's runtime API. */
public final class RevokedSessions {
    private static final String QUESTION = "show acl " + HaproxyConfig.FOLDER + "/" + HaproxyConfig.REVOKED
            + ";show table " + HaproxyConfig.ADMITTED + ";show sess";
    private static final Pattern LISTED = Pattern.compile("0x[0-9a-f]+ ([0-9A-Fa-f]+)");
    private static final Pattern ADMITTED = Pattern.compile(".* key=([0-9a-f]+)/(\\S+) .*");
    private static final Pattern SESSION = Pattern.compile("(0x[0-9a-f]+): proto=\\S+ src=(\\S+) fe=(\\S+) .*");
    /** The runtime API takes 16 KiB at once. */
    private static final int AT_ONCE = 200;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** One process supervises, and one carries connections; another one is left from before a reload. */
    private static final int PROCESSES = 2;

    private static final List<String> COUNT = List.of("sh", "-c", "grep -lx haproxy /proc/[0-9]*/comm | wc -l");

    private RevokedSessions() {}

    /**
     * Ends them. What callers have shown is known for each connection; of servers that are called, all connections to
     * those with these names end.
     *
     * @param names in revoked certificates
     * @return how many were ended
     * @throws UnavailableException when the engine or the proxy does not answer
     */
    public static int end(Engine engine, RunningService proxy, Set<String> names) {
        List<String> sessions = sessions(ProxySocket.ask(engine, proxy, QUESTION), names);
        for (int from = 0; from < sessions.size(); from += AT_ONCE) {
            List<String> some = sessions.subList(from, Math.min(from + AT_ONCE, sessions.size()));
            ProxySocket.ask(engine, proxy, "shutdown session " + String.join(";shutdown session ", some));
        }
        return sessions.size();
    }

    /**
     * Returns whether a process from before a reload still has connections, which nobody can end one by one.
     *
     * @throws UnavailableException when the engine does not answer
     */
    public static boolean hasOlder(Engine engine, RunningService proxy) {
        ExecResult counted = engine.exec(proxy.containerId(), COUNT, LIMIT);
        String count = counted.stdout().strip();
        if (!counted.succeeded() || !count.matches("[0-9]{1,6}")) {
            throw new UnavailableException(
                    FindingId.ENGINE_FAILED, proxy.service() + " does not tell how many processes it has");
        }
        return Integer.parseInt(count) > PROCESSES;
    }

    /** Returns what to end, by HAProxy's ids of sessions. */
    static List<String> sessions(List<String> answer, Set<String> names) {
        Set<String> revoked = new HashSet<>();
        Set<String> sources = new HashSet<>();
        List<String> ended = new ArrayList<>();
        for (String line : answer) {
            Matcher listed = LISTED.matcher(line);
            Matcher admitted = ADMITTED.matcher(line);
            Matcher session = SESSION.matcher(line);
            if (listed.matches()) {
                revoked.add(listed.group(1).toLowerCase(Locale.ROOT));
            } else if (admitted.matches() && revoked.contains(admitted.group(1))) {
                sources.add(admitted.group(2));
            } else if (session.matches() && isOf(session, sources, names)) {
                ended.add(session.group(1));
            }
        }
        return ended;
    }

    private static boolean isOf(Matcher session, Set<String> sources, Set<String> names) {
        String listener = session.group(3);
        return listener.startsWith(HaproxyConfig.IN)
                ? sources.contains(session.group(2))
                : names.stream().anyMatch(name -> listener.matches(HaproxyConfig.OUT + Pattern.quote(name) + "-\\d+"));
    }
}
