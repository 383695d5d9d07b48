package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeEditor;
import aria.compose.FileEdit;
import aria.edit.ParallelStreams;
import aria.finding.Finding;
import aria.finding.RefusedException;
import aria.proxy.Topology;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The edits that secure the selected services of a stack.
 *
 * @param stack   the stack as it is
 * @param options what else they depend on
 * @param secured the services to secure
 */
record StackEdits(Stack stack, StackOptions options, SecuredServices secured) {

    /**
     * Returns the edits of the project's files, and of the override file where services are edited there.
     *
     * @param apart the changes that {@link #apart} gives for these places
     * @throws RefusedException when they cannot all be made there
     */
    List<FileEdit> compose(EditPlaces places, List<ComposeChange> apart) {
        List<ComposeChange> changes = new ArrayList<>(changes(places.inPlace(secured)));
        changes.addAll(apart);
        changes.addAll(secured.proxies().changes());
        List<FileEdit> edits = new ArrayList<>(ComposeEditor.apply(stack.project(), changes));
        List<StackService> others = places.inOverride(secured);
        if (!others.isEmpty()) {
            edits.addAll(places.override().orElseThrow().edits(edits, changes(others)));
        }
        return edits;
    }

    /** Returns the changes that belong to no secured service: what makes step-ca serve, and other images. */
    List<ComposeChange> apart(EditPlaces places) {
        return places.caHeldBack().isPresent() ? leftOvers() : apart();
    }

    private List<ComposeChange> apart() {
        return Stream.of(
                        leftOvers(),
                        new CaService(stack, options)
                                .changes(() -> CertificateNeeds.certified(stack, secured, options)),
                        new OldImages(stack, options).changes())
                .flatMap(List::stream)
                .toList();
    }

    private List<ComposeChange> leftOvers() {
        Topology proxies = secured.proxies().topology();
        Set<String> planned = new HashSet<>(secured.names());
        planned.addAll(proxies.members());
        return new LeftOvers(stack, planned, Optional.of(proxies)).changes();
    }

    /**
     * Returns the services of a group that cannot be edited in place even alone, each with the reason. Halves the
     * group until it is known who they are: they are few in many, and every try costs a whole file.
     */
    Map<String, Finding> refusedAlone(List<StackService> group) {
        Optional<RefusedException> refusal = refusal(group, wanted -> ComposeEditor.apply(stack.project(), wanted));
        if (refusal.isEmpty()) {
            return Map.of();
        }
        if (group.size() == 1) {
            String service = group.get(0).name();
            return Map.of(service, refused(service, refusal.get()));
        }
        int half = group.size() / 2;
        Map<String, Finding> refused = new LinkedHashMap<>(refusedAlone(group.subList(0, half)));
        refused.putAll(refusedAlone(group.subList(half, group.size())));
        return refused;
    }

    /** Returns why the changes apart cannot be made; empty when they can. */
    Optional<Finding> refusedApart() {
        try {
            ComposeEditor.apply(stack.project(), apart());
            return Optional.empty();
        } catch (RefusedException reason) {
            return Optional.of(refused(CaService.PRESET, reason));
        }
    }

    /** Whether a service can be edited in an override file. */
    boolean fits(StackService service, OverrideFile file) {
        return refusal(List.of(service), wanted -> file.edits(List.of(), wanted))
                .isEmpty();
    }

    /** Returns the finding on a service that is held back. */
    static Finding refused(String service, RefusedException reason) {
        return reason.finding().about(service);
    }

    private Optional<RefusedException> refusal(List<StackService> group, Consumer<List<ComposeChange>> edit) {
        try {
            edit.accept(changes(group));
            group.forEach(service -> SettingsPlan.of(service, secured, options));
            return Optional.empty();
        } catch (RefusedException reason) {
            return Optional.of(reason);
        }
    }

    private List<ComposeChange> changes(List<StackService> group) {
        Set<String> servers = Set.copyOf(secured.servers());
        List<ComposeChange> changes = new ArrayList<>(new InitService(options)
                .inherited(group, stack.project().services().keySet()));
        ParallelStreams.of(group).map(service -> changes(service, servers)).forEachOrdered(changes::addAll);
        return changes;
    }

    private List<ComposeChange> changes(StackService service, Set<String> servers) {
        return new EnvFile(service, stack.project(), options).instead(planned(service, servers));
    }

    private List<ComposeChange> planned(StackService service, Set<String> servers) {
        return new ServicePlan(service, options)
                .changes(
                        service.calls().stream()
                                .filter(call -> servers.contains(call.service()))
                                .toList(),
                        FrontProxies.name(stack, secured.proxies().topology(), service.name()));
    }

    /** Returns the env files of our own that the changes name. */
    List<PlannedFile> envFiles() {
        Set<String> servers = Set.copyOf(secured.servers());
        return secured.services().stream()
                .flatMap(service -> {
                    EnvFile file = new EnvFile(service, stack.project(), options);
                    return file.concerned() ? file.file(planned(service, servers)).stream() : Stream.empty();
                })
                .toList();
    }
}
