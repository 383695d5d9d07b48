package aria.operate;

import aria.docker.ComposeFiles;
import aria.stack.CertificateReload;
import aria.stack.Stack;
import aria.verify.Report;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Servers that still present an old certificate after a new one was issued. */
public final class StaleServers {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private StaleServers() {}

    /**
     * Has each of them read the files that an init has put into its volume, where it has to be told.
     *
     * @param shown the results of {@link Readiness#SHOWN}
     * @param line  told whom, and Compose's progress
     * @return whether anyone was told
     */
    public static boolean tell(
            StackUp.Tools tools, Stack stack, ComposeFiles files, Report shown, Consumer<String> line) {
        Set<String> stale = shown.troubled();
        List<List<String>> orders = stack.services().stream()
                .filter(service -> stale.contains(service.name()))
                .flatMap(service -> CertificateReload.ofListeners(stack, service).stream())
                .flatMap(reload -> reload.words().stream())
                .toList();
        for (List<String> words : orders) {
            line.accept("Reloading, because it still presented an earlier certificate: "
                    + tools.compose().typed() + " " + String.join(" ", words));
            tools.compose().run(files, words, LIMIT, line);
        }
        return !orders.isEmpty();
    }
}
