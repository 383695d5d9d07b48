package aria.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of whether the machine of the engine passes on packets that other machines send to the addresses of
 * containers. Engines before 28 leave that to the policy of its packet filter.
 *
 * @param engine the engine's version, such as {@code 27.5.1}; empty when it does not say
 * @param rules  of the chains FORWARD and DOCKER-USER, as {@code iptables -S} prints them; empty when they cannot be
 *               read from here
 */
public record Forwarding(String engine, Optional<Rules> rules) {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int FIRST_CLOSED = 28;
    private static final String LOCAL = "unix:///var/run/docker.sock";

    /** The judgement. */
    public enum Verdict {
        /** The engine's own rules stop such packets. */
        STOPPED_BY_ENGINE,
        /** The policy of the machine stops them. */
        STOPPED_BY_POLICY,
        /** Nothing stops them. */
        PASSED_ON,
        /** Somebody has rules of their own, which may stop them. */
        RULES_OF_THEIR_OWN,
        /** The rules cannot be read from here. */
        UNKNOWN
    }

    /**
     * Two chains of the packet filter.
     *
     * @param forward the chain FORWARD, its policy first
     * @param user    the chain DOCKER-USER
     */
    public record Rules(List<String> forward, List<String> user) {
        /** Keeps unmodifiable copies. */
        public Rules {
            forward = List.copyOf(forward);
            user = List.copyOf(user);
        }
    }

    /**
     * Looks at the engine and, where it is on this machine, at the rules.
     *
     * @throws aria.finding.UnavailableException when there is no engine, or a program does not end
     */
    public static Forwarding look() {
        boolean here = here();
        return new Forwarding(
                said("docker", "version", "--format", "{{.Server.Version}}")
                        .flatMap(lines -> lines.stream().findFirst())
                        .orElse(""),
                chain("FORWARD")
                        .filter(unused -> here)
                        .flatMap(forward -> chain("DOCKER-USER").map(user -> new Rules(forward, user))));
    }

    /** Whether the engine is the one of this machine, and not in a machine or a network of its own. */
    static boolean here() {
        return EngineAddress.find(System.getenv(), Path.of(System.getProperty("user.home")))
                .host()
                .equals(Optional.of(LOCAL));
    }

    /** Returns what follows from that. */
    public Verdict verdict() {
        String major = engine.replaceFirst("\\D.*", "");
        if (!major.isEmpty() && Integer.parseInt(major) >= FIRST_CLOSED) {
            return Verdict.STOPPED_BY_ENGINE;
        }
        if (major.isEmpty() || rules.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        if (rules.get().forward().contains("-P FORWARD DROP")) {
            return Verdict.STOPPED_BY_POLICY;
        }
        boolean own = rules.get().user().stream()
                .anyMatch(rule -> !rule.equals("-N DOCKER-USER") && !rule.equals("-A DOCKER-USER -j RETURN"));
        return own ? Verdict.RULES_OF_THEIR_OWN : Verdict.PASSED_ON;
    }

    /** Only root may read it. */
    private static Optional<List<String>> chain(String name) {
        return said("iptables", "-w", "5", "-S", name);
    }

    private static Optional<List<String>> said(String... command) {
        return new ProcessRun(List.of(command), null)
                .captureIfPresent(LIMIT)
                .filter(said -> said.exitCode() == 0)
                .map(said -> said.stdout().lines().map(String::strip).toList());
    }
}
