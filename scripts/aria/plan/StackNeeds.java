package aria.plan;

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
public final class StackNeeds {
    private StackNeeds() {}

    /** One a service; a service of the same name in two projects gets one certificate with the names of both. */
    public static List<CertificateNeed> of(List<Stack> stacks) {
        Map<String, CertificateNeed> needs = new LinkedHashMap<>();
        for (Stack stack : stacks) {
            stack.services().stream().filter(StackService::certifiable).map(StackNeeds::need)
                    .forEach(need -> needs.merge(need.service(), need, StackNeeds::both));
        }
        return List.copyOf(needs.values());
    }

    private static CertificateNeed need(StackService service) {
        return new CertificateNeed(service.name(), Names.of(service.names().stream().filter(Names::isName).toList()),
                service.preset().map(Preset::formats).orElse(Set.of("pem")));
    }

    private static CertificateNeed both(CertificateNeed one, CertificateNeed other) {
        Set<String> formats = new TreeSet<>(one.formats());
        formats.addAll(other.formats());
        return new CertificateNeed(one.service(), one.names().plus(other.names()), formats);
    }
}
