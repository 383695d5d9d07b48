package aria.plan;

import aria.edit.ParallelStreams;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.pki.Names;
import aria.pki.Printable;
import aria.preset.Preset;
import aria.stack.Edge;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.Layout;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The certificates that the services of stacks need. */
public final class CertificateNeeds {
    /** How many services a command names at most. */
    private static final int NAMED = 20;

    private CertificateNeeds() {}

    /**
     * One a service that uses a certificate once its stack is secured, or has one already; a service of the same name in
     * two projects gets one certificate with the names of both.
     */
    public static List<CertificateNeed> of(List<Stack> stacks, StackOptions options) {
        List<Split> all = stacks.stream()
                .map(stack -> of(stack, secured(stack, options), options))
                .toList();
        return together(
                all.stream().map(Split::used).toList(),
                all.stream().map(Split::unused).toList());
    }

    /** The same, and one for each service without a preset: somebody asks for the certificates of all. */
    public static List<CertificateNeed> askedFor(List<Stack> stacks, StackOptions options) {
        return together(
                stacks.stream()
                        .map(stack -> needs(stack, candidates(stack, secured(stack, options))))
                        .toList(),
                List.of());
    }

    /** Those that services would need if every one of them that can be given a certificate had one. */
    public static List<CertificateNeed> ofAll(List<Stack> stacks) {
        return together(
                stacks.stream()
                        .map(stack -> needs(
                                stack, ParallelStreams.of(stack.services()).filter(StackService::certifiable)))
                        .toList(),
                List.of());
    }

    /** Those of several plans, each name once. */
    public static List<CertificateNeed> ofPlans(List<StackPlan> plans) {
        return together(
                plans.stream().map(StackPlan::needs).toList(),
                plans.stream().map(StackPlan::unused).toList());
    }

    /** The certificate that one project makes is also that of a service of the same name in another one. */
    private static List<CertificateNeed> together(
            List<List<CertificateNeed>> used, List<List<CertificateNeed>> unused) {
        Map<String, CertificateNeed> needs = new LinkedHashMap<>();
        used.forEach(some -> some.forEach(need -> needs.merge(need.service(), need, CertificateNeeds::both)));
        unused.forEach(some ->
                some.forEach(need -> needs.computeIfPresent(need.service(), (name, one) -> both(one, need))));
        return List.copyOf(needs.values());
    }

    /**
     * The certificates of a stack.
     *
     * @param used   of services that present one, that have one already, or that a person asked for
     * @param unused of the others that could be given one
     */
    record Split(List<CertificateNeed> used, List<CertificateNeed> unused) {}

    private static SecuredServices secured(Stack stack, StackOptions options) {
        return SecuredServices.of(stack, options, Map.of(), ProxyPlan.of(stack, options, Map.of()));
    }

    static Split of(Stack stack, SecuredServices secured, StackOptions options) {
        UsedCertificates used = UsedCertificates.of(stack, secured, options.layout());
        Map<Boolean, List<StackService>> services =
                candidates(stack, secured).collect(Collectors.partitioningBy(used::contains));
        return new Split(
                needs(stack, ParallelStreams.of(services.get(true))),
                needs(stack, ParallelStreams.of(services.get(false))));
    }

    /** Returns the services that use a certificate, in their order. */
    static List<StackService> certified(Stack stack, SecuredServices secured, StackOptions options) {
        return candidates(stack, secured)
                .filter(UsedCertificates.of(stack, secured, options.layout())::contains)
                .toList();
    }

    /** Who is held back needs none, unless as a client. A proxy shows the certificate of the service at its side. */
    private static Stream<StackService> candidates(Stack stack, SecuredServices secured) {
        Set<String> proxied = secured.proxies().topology().members();
        return ParallelStreams.of(stack.services())
                .filter(service -> service.certifiable() || proxied.contains(service.name()))
                .filter(service -> !secured.heldBack().contains(service.name())
                        || secured.clients().contains(service.name())
                        || proxied.contains(service.name()));
    }

    /** What names keep a service, or themselves, out of a certificate. */
    static List<Finding> leftOut(Stack stack, SecuredServices secured, StackOptions options) {
        List<Finding> findings = new ArrayList<>();
        stack.unfitNames()
                .forEach((service, why) ->
                        findings.add(Finding.error(FindingId.NAME_UNFIT, why, Remedy.advice("rename it"))
                                .about(service)));
        List<StackService> certified = certified(stack, secured, options);
        certified.forEach(service -> wildcards(service).forEach(findings::add));
        findings.addAll(notNames(certified));
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
    private static List<Finding> notNames(List<StackService> certified) {
        return certified.stream()
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

    /** A warning of services that these plans give a certificate which is not there; with the command for it. */
    static Optional<Finding> missing(Layout layout, List<StackPlan> stacks) {
        List<String> missing = stacks.stream()
                .flatMap(stack -> stack.certified().stream())
                .filter(service -> !Files.exists(layout.serviceCertificate(service)))
                .distinct()
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        FindingId.CERTIFICATE_MISSING,
                        "no certificate yet for " + Printable.some(missing),
                        Files.exists(layout.intermediateCertificate())
                                ? issue(layout, stacks, missing)
                                : Remedy.inOrder(Remedy.aria("init-ca"), Remedy.aria("generate-service-certs"))));
    }

    /** Where others have one, the command names those that have none: otherwise it makes one for every service. */
    private static Remedy issue(Layout layout, List<StackPlan> stacks, List<String> missing) {
        boolean all = missing.size() > NAMED
                || stacks.stream()
                        .flatMap(stack -> stack.needs().stream())
                        .noneMatch(need -> Files.exists(layout.serviceCertificate(need.service())));
        return all
                ? Remedy.aria("generate-service-certs")
                : Remedy.aria("generate-service-certs", missing.toArray(String[]::new));
    }

    private static CertificateNeed both(CertificateNeed one, CertificateNeed other) {
        Set<String> formats = new TreeSet<>(one.formats());
        formats.addAll(other.formats());
        return new CertificateNeed(
                one.service(), one.names().plus(other.names()), formats, one.client() || other.client());
    }
}
