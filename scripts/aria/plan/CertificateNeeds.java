package aria.plan;

import aria.edit.ParallelStreams;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.pki.Names;
import aria.preset.Preset;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The certificates that the services of stacks have to have. */
public final class CertificateNeeds {
    private CertificateNeeds() {}

    /** One a service; a service of the same name in two projects gets one certificate with the names of both. */
    public static List<CertificateNeed> of(List<Stack> stacks) {
        Map<String, CertificateNeed> needs = new LinkedHashMap<>();
        for (Stack stack : stacks) {
            ParallelStreams.of(stack.services())
                    .filter(StackService::certifiable)
                    .map(CertificateNeeds::need)
                    .forEachOrdered(need -> needs.merge(need.service(), need, CertificateNeeds::both));
        }
        return List.copyOf(needs.values());
    }

    /** A warning for each name that Compose takes and no certificate can hold: a host name, a container name. */
    static List<Finding> leftOut(Stack stack) {
        return ParallelStreams.of(stack.services())
                .filter(StackService::certifiable)
                .flatMap(service -> service.names().stream()
                        .filter(name -> !Names.isName(name))
                        .map(name -> Finding.warning(
                                        FindingId.NAME_LEFT_OUT,
                                        "it is also called '" + name
                                                + "', which is not a DNS name, so its certificate does not have it",
                                        Remedy.advice("call it by another of its names"))
                                .about(service.name())))
                .toList();
    }

    private static CertificateNeed need(StackService service) {
        return new CertificateNeed(
                service.name(),
                Names.of(service.names().stream().filter(Names::isName).toList()),
                service.preset().map(Preset::formats).orElse(Set.of("pem")));
    }

    private static CertificateNeed both(CertificateNeed one, CertificateNeed other) {
        Set<String> formats = new TreeSet<>(one.formats());
        formats.addAll(other.formats());
        return new CertificateNeed(one.service(), one.names().plus(other.names()), formats);
    }
}
