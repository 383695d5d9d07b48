package aria.verify;

import aria.compose.WantedChange;
import aria.finding.Finding;
import aria.finding.Place;
import aria.plan.StackPlan;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.Layout;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The facts about the compose files that checks need, as Docker Compose sees them.
 *
 * @param files         the files that were read, for people
 * @param troubles      why a file cannot be read or judged; empty when all can
 * @param stepCaServices services that run step-ca
 * @param gaps          what is missing for the stack to require certificates; empty when it does
 * @param openPorts     published ports that speak plaintext
 * @param remarks       services that are left as they are, or need a look
 * @param places        where each service is defined
 * @param stacks        the projects that could be read
 */
public record ComposeFacts(
        List<String> files,
        List<Finding> troubles,
        Set<String> stepCaServices,
        List<Gap> gaps,
        List<OpenPort> openPorts,
        List<Finding> remarks,
        Map<String, Place> places,
        List<PlannedStack> stacks) {

    /** There are no compose files. */
    static final ComposeFacts NONE =
            new ComposeFacts(List.of(), List.of(), Set.of(), List.of(), List.of(), List.of(), Map.of(), List.of());

    /** A stack with its missing changes. */
    public record PlannedStack(Stack stack, StackPlan plan) {
        /** Returns the services for which something is still to be changed in the files. */
        public Set<String> pending(Layout layout) {
            Set<String> wanted = plan.edits().stream()
                    .flatMap(edit -> edit.changes().stream())
                    .map(WantedChange::service)
                    .collect(Collectors.toSet());
            Set<String> pending = new LinkedHashSet<>();
            for (StackService service : stack.services()) {
                if (wanted.contains(service.name())
                        || Layout.canName(service.name()) && writes(layout.generatedFolder(service.name()))
                        || editsMounted(service)) {
                    pending.add(service.name());
                }
            }
            return pending;
        }

        private boolean writes(Path folder) {
            return plan.files().stream().anyMatch(file -> file.write().path().startsWith(folder));
        }

        private boolean editsMounted(StackService service) {
            return plan.edits().stream()
                    .map(edit -> edit.file().normalize())
                    .anyMatch(file -> service.service().mounts().stream()
                            .filter(mount -> mount.type().equals("bind"))
                            .anyMatch(mount -> file.startsWith(
                                    service.service().hostPath(mount).normalize())));
        }
    }

    /**
     * A file that lacks changes.
     *
     * @param place   the file, and the first line that has to change
     * @param reasons what is missing and why, at least one
     */
    public record Gap(Place place, List<String> reasons) {}

    /**
     * A port on which a service speaks plaintext to the host.
     *
     * @param service its service
     * @param place   where the port is published
     * @param mapping as Compose writes it, for example {@code 8080:8080}
     * @param reason  what the preset says about it
     */
    public record OpenPort(String service, Place place, String mapping, String reason) {}

    /** Whether there are compose files and all of them can be read. */
    boolean readable() {
        return !files.isEmpty() && troubles.isEmpty();
    }

    /** A service with this name; empty when no compose file has one. */
    Optional<StackService> service(String name) {
        return stackOf(name).flatMap(stack -> stack.service(name));
    }

    /** Returns the stack that has a service of this name; empty when none has, or its files cannot be read. */
    public Optional<Stack> stackOf(String service) {
        return stacks.stream()
                .map(PlannedStack::stack)
                .filter(stack -> stack.service(service).isPresent())
                .findFirst();
    }

    /** Where a service is defined; empty for one that is in no compose file. */
    public Optional<Place> place(String service) {
        return Optional.ofNullable(places.get(service));
    }
}
