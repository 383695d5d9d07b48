package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.finding.Severity;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the names of people and services apart. A proxy knows its callers by the names in their certificates, so a person
 * with the name of a service would be admitted as that service.
 */
public final class PersonNames {
    private PersonNames() {}

    /**
     * Returns why a person gets no certificate; empty when no service has that name.
     *
     * @param services those that are known beside the ones that have a certificate
     */
    public static Optional<Finding> taken(
            Layout layout, String person, Collection<String> services, Severity severity) {
        return services.contains(person) || Files.exists(layout.serviceCertificate(person))
                ? Optional.of(Finding.of(
                        FindingId.PERSON_NAME,
                        severity,
                        "no certificate for the person " + person + ", because a service has that name and a proxy"
                                + " would admit one as the other",
                        Remedy.aria("pki-cert", "create", "NAME", "--type", "person")))
                : Optional.empty();
    }

    /** Returns the services that bear the name of a person who has a certificate. */
    static List<Finding> held(Layout layout, Collection<String> services) {
        return services.stream()
                .filter(service -> Files.exists(certificate(layout, service)))
                .map(service -> Finding.warning(
                                FindingId.PERSON_NAME,
                                "a person's certificate has the name of this service, and a proxy would admit one as"
                                        + " the other",
                                Remedy.aria("pki-cert", "revoke", layout.display(certificate(layout, service))))
                        .about(service)
                        .at(Place.of(layout.display(certificate(layout, service)))))
                .toList();
    }

    private static Path certificate(Layout layout, String person) {
        return layout.personFile(person, "crt");
    }
}
