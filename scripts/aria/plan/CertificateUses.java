package aria.plan;

import aria.compose.Mount;
import aria.compose.Service;
import aria.preset.Preset;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.Layout;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The services that use a certificate, according to the mounts in the compose files: of its folder, or of the volume
 * that an init service fills from it.
 *
 * @param byCertificate the users of a service's certificate, by the name of that service
 * @param trusting      the services that are given the root, in order of their names
 */
public record CertificateUses(Map<String, List<Use>> byCertificate, List<String> trusting) {

    /**
     * One service that uses a certificate.
     *
     * @param service in the compose files
     * @param ports   in its container, where it is served; empty for one that only shows it to others
     */
    public record Use(String service, List<Integer> ports) {
        public Use {
            ports = List.copyOf(ports);
        }
    }

    public CertificateUses {
        byCertificate = Map.copyOf(byCertificate);
        trusting = List.copyOf(trusting);
    }

    /** Reads what the services mount. One-shot services that only hand a certificate on are left out. */
    public static CertificateUses of(List<Stack> stacks, Layout layout) {
        Map<String, List<Use>> uses = new TreeMap<>();
        TreeSet<String> trusting = new TreeSet<>();
        for (Stack stack : stacks) {
            for (Service service : stack.project().services().values()) {
                for (Mount mount : service.mounts()) {
                    Optional<Path> source = source(service, mount);
                    Optional<String> certificate = certificate(mount, source, layout);
                    if (certificate.isPresent() && !hands(service, mount)) {
                        uses.computeIfAbsent(certificate.get(), name -> new ArrayList<>())
                                .add(new Use(service.name(), ports(stack, service, certificate.get())));
                        trusting.add(service.name());
                    } else if (source.filter(path -> path.equals(layout.trustBundle()))
                                    .isPresent()
                            && !hands(service, mount)) {
                        trusting.add(service.name());
                    }
                }
            }
        }
        return new CertificateUses(uses, List.copyOf(trusting));
    }

    /** An init binds the folder and writes the volume: it uses neither. */
    private static boolean hands(Service service, Mount mount) {
        return OurServices.isInit(service.name()) && (mount.type().equals("bind") || !mount.readOnly());
    }

    private static List<Integer> ports(Stack stack, Service service, String certificate) {
        return stack
                .service(service.name())
                .filter(server -> server.name().equals(certificate))
                .flatMap(StackService::preset)
                .map(Preset::listeners)
                .orElse(List.of())
                .stream()
                .map(Preset.Listener::port)
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<String> certificate(Mount mount, Optional<Path> source, Layout layout) {
        if (mount.type().equals("volume")) {
            return Optional.of(OurServices.ownerOfVolume(mount.source())).filter(owner -> !owner.isEmpty());
        }
        return source.filter(path -> path.startsWith(layout.certsDir())
                        && !path.equals(layout.certsDir())
                        && !path.equals(layout.trustBundle()))
                .map(path -> layout.certsDir().relativize(path).getName(0).toString());
    }

    private static Optional<Path> source(Service service, Mount mount) {
        if (!mount.type().equals("bind") || mount.source().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(service.baseDirectory()
                    .resolve(mount.source())
                    .toAbsolutePath()
                    .normalize());
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }
}
