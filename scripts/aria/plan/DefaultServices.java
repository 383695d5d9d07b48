package aria.plan;

import aria.pki.Names;
import aria.preset.Templates;
import java.util.List;
import java.util.Set;

/** The services of the ARIA platform, which get certificates when there are no compose files. */
public final class DefaultServices {
    /** For who is in the wrong folder. */
    public static final String NOTICE =
            "There are no compose files here, so the certificates are for the services of the ARIA platform. Use -f to name compose files";

    private DefaultServices() {}

    /** One need a service, with the names such a service has by convention. */
    public static List<CertificateNeed> needs() {
        return Templates.read("default-services")
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> {
                    String[] words = line.split(" ");
                    return named(words[0], List.of(words[0] + "." + words[1] + ".svc.cluster.local"));
                })
                .toList();
    }

    /** A certificate for a service of this name, with its own name, loopback and some more; nothing tells whom it calls. */
    public static CertificateNeed named(String service, List<String> more) {
        Names names = Names.of(more).plus(Names.of(List.of(service, "localhost", "127.0.0.1", "::1")));
        return new CertificateNeed(service, names, Set.of("pem"), false);
    }
}
