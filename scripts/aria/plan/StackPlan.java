package aria.plan;

import aria.compose.FileEdit;
import aria.compose.ProjectFiles;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Severity;
import aria.proxy.Sidecar;
import aria.proxy.Topology;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The changes that make a stack serve and require certificates, as a value; nothing is written.
 *
 * @param services those that get a certificate, each as a line of the plan
 * @param needs    a certificate for every service that uses one, or has one
 * @param unused   those of the other services that could be given one: nothing would present them
 * @param secured  names of the services that serve and require certificates once this is applied
 * @param clients  names of the services that present certificates to some of those, and serve as before
 * @param following the callers that present certificates to a server once this is applied, by the server's name
 * @param proxies  the proxies of servers and of their callers
 * @param listReaders names of the services whose servers read revocation lists once this is applied
 * @param files    generated configs that are missing or differ
 * @param edits    proven edits of the user's files; empty when they are as they should be
 * @param findings what else there is to say
 * @param beside   the project's files and, as the last, the one that takes what can't be edited in place: the project
 *                 is as planned only when Docker Compose is told to take that file up; empty when there is no need
 *                 for one
 */
public record StackPlan(
        List<PlannedService> services,
        List<CertificateNeed> needs,
        List<CertificateNeed> unused,
        List<String> secured,
        List<String> clients,
        Map<String, Set<String>> following,
        Topology proxies,
        List<String> listReaders,
        List<PlannedFile> files,
        List<FileEdit> edits,
        List<Finding> findings,
        Optional<ProjectFiles> beside) {

    public StackPlan {
        services = List.copyOf(services);
        needs = List.copyOf(needs);
        unused = List.copyOf(unused);
        secured = List.copyOf(secured);
        clients = List.copyOf(clients);
        following = Map.copyOf(following);
        listReaders = List.copyOf(listReaders);
        files = List.copyOf(files);
        edits = List.copyOf(edits);
        findings = List.copyOf(findings);
    }

    /** The same plan with more findings. */
    public StackPlan also(List<Finding> more) {
        return new StackPlan(
                services,
                needs,
                unused,
                secured,
                clients,
                following,
                proxies,
                listReaders,
                files,
                edits,
                Stream.concat(findings.stream(), more.stream()).toList(),
                beside);
    }

    /** True when no file of the user's and no generated config has to change. */
    public boolean isEmpty() {
        return files.isEmpty() && edits.isEmpty();
    }

    /** Returns the names of the servers that ask nobody for a certificate, because they are there for the public. */
    public Set<String> entrances() {
        return findings.stream()
                .filter(finding -> finding.is(FindingId.PUBLIC_ENTRANCE))
                .flatMap(finding -> finding.service().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns the names of the services that are given a certificate by it: those that are secured, then clients, then
     * those with a proxy at their side.
     */
    public List<String> certified() {
        return Stream.of(
                        secured.stream(),
                        clients.stream(),
                        proxies.sidecars().stream().map(Sidecar::service))
                .flatMap(names -> names)
                .distinct()
                .toList();
    }

    /** Returns whether a caller presents a certificate to a server once this is applied. */
    public boolean follows(String caller, String server) {
        return following.getOrDefault(server, Set.of()).contains(caller);
    }

    /**
     * Returns whether nothing is secured and nothing is left to do: servers are held back, or no service has a preset, a
     * proxy or a certificate.
     */
    public boolean securesNothing() {
        return certified().isEmpty()
                && isEmpty()
                && (needs.isEmpty() || findings.stream().anyMatch(finding -> finding.is(FindingId.HELD_BACK)));
    }

    /** The certificate a service has to have; empty for a service that gets none. */
    public Optional<CertificateNeed> need(String service) {
        return needs.stream().filter(need -> need.service().equals(service)).findFirst();
    }

    /** True when some service was refused. */
    public boolean refusedAny() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }
}
