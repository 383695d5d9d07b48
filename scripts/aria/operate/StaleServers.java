package aria.operate;

import aria.docker.ComposeFiles;
import aria.docker.RunningService;
import aria.stack.CertificateReload;
import aria.stack.Stack;
import aria.store.Layout;
import aria.verify.EngineProject;
import aria.verify.Report;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Servers that still present an old certificate after a new one was issued. */
public final class StaleServers {
    private StaleServers() {}

    /**
     * Has each of them read the files that an init has put into its volume, where it has to be told.
     *
     * @param shown the results of {@link Readiness#SHOWN}
     * @param line  told whom, and Compose's progress
     * @return whether anyone was told
     */
    public static boolean tell(
            StackUp.Tools tools, Layout layout, Stack stack, ComposeFiles files, Report shown, Consumer<String> line) {
        Set<String> stale = shown.troubled();
        List<CertificateReload> reloads = stack.services().stream()
                .filter(service -> stale.contains(service.name()))
                .flatMap(service -> CertificateReload.ofListeners(stack, service).stream())
                .filter(reload -> reload.words().isPresent())
                .toList();
        if (reloads.isEmpty()) {
            return false;
        }
        CertificateDelivery delivery =
                new CertificateDelivery(tools.engine(), Optional.of(tools.compose()), layout, stack, files, line);
        List<RunningService> containers = tools.engine().services(EngineProject.of(stack));
        delivery.told(reloads, containers, "Reloading, because it still presented an earlier certificate: ");
        return true;
    }
}
