package aria.plan;

import aria.edit.ParallelStreams;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.pki.Names;
import aria.preset.Preset;
import aria.stack.Edge;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The certificates that the services of stacks need. */
public final class CertificateNeeds {
    private CertificateNeeds() {}

    /**
     * One a service that has a certificate once its stack is secured; a service of the same name in two projects gets
     * one certificate with the names of both.
     */
    public static List<CertificateNeed> of(List<Stack> stacks, StackOptions options) {
        return together(stacks.stream()
                .map(stack ->
                        of(stack, SecuredServices.of(stack, options, Map.of(), ProxyPlan.of(stack, options, Map.of()))))
                .toList());
    }

    /** Those that services would need if every one of them that can be given a certificate had one. */
    public static List<CertificateNeed> ofAll(List<Stack> stacks) {
        return together(stacks.stream()
                .map(stack -> needs(stack, ParallelStreams.of(stack.services()).filter(StackService::certifiable)))
                .toList());
    }

    /** Those of several plans, each name once. */
    public static List<CertificateNeed> ofPlans(List<StackPlan> plans) {
        return together(plans.stream().map(StackPlan::needs).toList());
    }

    private static List<CertificateNeed> together(List<List<CertificateNeed>> all) {
        Map<String, CertificateNeed> needs = new LinkedHashMap<>();
        all.forEach(some -> some.forEach(need -> needs.merge(need.service(), need, CertificateNeeds::both)));
        return List.copyOf(needs.values());
    }

    static List<CertificateNeed> of(Stack stack, SecuredServices secured) {
        return needs(stack, certified(stack, secured));
    }

    /** Who is held back needs none, unless as a client. A proxy shows the certificate of the service at its side. */
    private static Stream<StackService> certified(Stack stack, SecuredServices secured) {
        Set<String> proxied = secured.proxies().topology().members();
        return ParallelStreams.of(stack.services())
                .filter(service -> service.certifiable() || proxied.contains(service.name()))
                .filter(service -> !secured.heldBack().contains(service.name())
                        || secured.clients().contains(service.name())
                        || proxied.contains(service.name()));
    }

    /** What names keep a service, or themselves, out of a certificate. */
    static List<Finding> leftOut(Stack stack, SecuredServices secured) {
        List<Finding> findings = new ArrayList<>();
        stack.unfitNames()
                .forEach((service, why) ->
                        findings.add(Finding.error(FindingId.NAME_UNFIT, why, Remedy.advice("rename it"))
                                .about(service)));
        certified(stack, secured).forEachOrdered(service -> wildcards(service).forEach(findings::add));
        findings.addAll(notNames(stack, secured));
        return findings;
    }

    private static Stream<Finding> wildcards(StackService service) {
        return service.service().networks().values().stream()
                .flatMap(List::stream)
                .filter(name -> name.startsWith("*") && !service.names().contains(name))
                .distinct()
                .map(name -> Finding.warning(
                                FindingId.NAME_LEFT_OUT,
                                "its alias '" + name + "' is a wildcard, so its certificate does not have it",
                                Remedy.aria("generate-service-certs", "--san", service.name() + "=" + name))
                        .about(service.name()));
    }

    /** A warning for each name that Compose takes and no certificate can hold: a host name, a container name. */
    private static List<Finding> notNames(Stack stack, SecuredServices secured) {
        return certified(stack, secured)
                .flatMap(service -> service.names().stream()
                        .filter(name -> !Names.isName(name))
                        .map(name -> Finding.warning(
                                        FindingId.NAME_LEFT_OUT,
                                        "it is also called '" + name
                                                + "', which is not a DNS name, so its certificate does not contain it",
                                        Remedy.advice("use another of its names"))
                                .about(service.name())))
                .toList();
    }

    private static List<CertificateNeed> needs(Stack stack, Stream<StackService> services) {
        Set<String> callers = stack.edges().stream()
                .filter(edge -> !edge.outside())
                .map(Edge::caller)
                .collect(Collectors.toSet());
        return services.map(service -> new CertificateNeed(
                        service.name(),
                        Names.of(service.names().stream().filter(Names::isName).toList()),
                        service.preset().map(Preset::formats).orElse(Set.of("pem")),
                        callers.contains(service.name())
                                || service.preset()
                                        .filter(CertificateNeeds::calls)
                                        .isPresent()))
                .toList();
    }

    private static boolean calls(Preset kind) {
        return kind.callsItself() || !kind.calls().isEmpty() || kind.listeners().isEmpty();
    }

    private static CertificateNeed both(CertificateNeed one, CertificateNeed other) {
        Set<String> formats = new TreeSet<>(one.formats());
        formats.addAll(other.formats());
        return new CertificateNeed(
                one.service(), one.names().plus(other.names()), formats, one.client() || other.client());
    }
}
