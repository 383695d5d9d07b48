package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.preset.Preset;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The clients that servers admit although they should not: servers only check that a certificate comes from this CA,
 * not whose it is, and many read no revocation list.
 */
final class AdmittedClients {

    private AdmittedClients() {}

    /** Returns a line for all servers of a kind, however many there are. */
    static List<Finding> findings(List<StackService> secured) {
        List<Finding> findings = new ArrayList<>();
        List<String> servers = names(secured, preset -> true);
        if (!servers.isEmpty()) {
            findings.add(Finding.note(
                            FindingId.ANY_CERTIFICATE,
                            "any certificate of this CA is admitted by",
                            Remedy.page("docs/explanation/THREAT_MODEL.md#what-a-certificate-proves"))
                    .naming(servers));
        }
        List<String> withoutList =
                names(secured, preset -> preset.clients().crl().isEmpty());
        if (!withoutList.isEmpty()) {
            findings.add(Finding.note(
                            FindingId.NO_REVOCATION,
                            "a revoked certificate is accepted until it expires, because no revocation list can be given to",
                            Remedy.page("docs/reference/SERVICES.md#whom-a-server-admits"))
                    .naming(withoutList));
        }
        return findings;
    }

    private static List<String> names(List<StackService> secured, Predicate<Preset> which) {
        return secured.stream()
                .filter(service -> service.preset()
                        .filter(preset -> !preset.listeners().isEmpty())
                        .filter(which)
                        .isPresent())
                .map(StackService::name)
                .toList();
    }
}
