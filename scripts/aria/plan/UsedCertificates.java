package aria.plan;

import aria.compose.HostFolder;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.AtomicFiles;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells which services of a stack use a certificate. Nothing presents that of a service without a preset, unless a proxy
 * or a person does.
 *
 * @param layout where certificates lie
 * @param names  services with a proxy at their side, with further names for a certificate, or whose certificate the
 *               compose files mount
 */
record UsedCertificates(Layout layout, Set<String> names) {

    static UsedCertificates of(Stack stack, SecuredServices secured, Layout layout) {
        Set<String> names = new HashSet<>(secured.proxies().topology().members());
        stack.selection().names().forEach((service, sans) -> {
            if (!sans.isEmpty()) {
                names.add(service);
            }
        });
        names.addAll(mounted(stack, AtomicFiles.followLinks(layout.certsDir())));
        return new UsedCertificates(layout, names);
    }

    private static Set<String> mounted(Stack stack, Path certificates) {
        return HostFolder.mounted(stack.project()).stream()
                .map(HostFolder::path)
                .filter(path -> path.startsWith(certificates) && !path.equals(certificates))
                .map(path -> certificates.relativize(path).getName(0).toString())
                .collect(Collectors.toSet());
    }

    /** One that is there is kept: an earlier version made it, or somebody asked for it. */
    boolean contains(StackService service) {
        String name = service.name();
        return service.secured()
                || names.contains(name)
                || Layout.canName(name) && Files.exists(layout.serviceCertificate(name));
    }
}
