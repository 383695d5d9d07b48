package aria.verify;

import aria.docker.Engine;
import aria.docker.ExecResult;
import aria.docker.RunningService;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.UnavailableException;
import java.time.Duration;
import java.util.List;

/** The address at which a proxy answers questions of those who may run commands in its container. */
public final class ProxySocket {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ASK =
            "exec 3<>/dev/tcp/127.0.0.1/8403 || exit 1; printf '%s\\n' \"$0\" >&3; while read -r line <&3; do echo \"$line\"; done";

    private ProxySocket() {}

    /**
     * Returns the lines of its answer.
     *
     * @param command of HAProxy's runtime API
     * @throws UnavailableException when the engine or the proxy does not answer
     */
    public static List<String> ask(Engine engine, RunningService proxy, String command) {
        ExecResult answer = engine.exec(proxy.containerId(), List.of("bash", "-c", ASK, command), LIMIT);
        if (!answer.succeeded()) {
            throw new UnavailableException(
                    FindingId.ENGINE_FAILED,
                    proxy.service() + " does not answer questions, because its configuration is an older one",
                    Remedy.aria("bootstrap", "--yes", "--up"));
        }
        return answer.stdout().lines().toList();
    }
}
