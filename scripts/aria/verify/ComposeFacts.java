package aria.verify;

import aria.finding.Finding;
import aria.finding.Place;
import aria.plan.StackPlan;
import aria.stack.Stack;
import aria.stack.StackService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What checks have to know of the compose files, as Docker Compose sees them.
 *
 * @param files         the files that were read, for people
 * @param troubles      why a file cannot be read or judged; empty when all can
 * @param stepCaServices services that run step-ca
 * @param gaps          what is missing for the stack to require certificates; empty when it does
 * @param openPorts     published ports that speak plaintext
 * @param remarks       services that are left as they are, or need a look
 * @param buildFolders  folders that image builds of the stack may copy from
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
        List<Path> buildFolders,
        Map<String, Place> places,
        List<PlannedStack> stacks) {

    /** There are no compose files. */
    static final ComposeFacts NONE = new ComposeFacts(
            List.of(), List.of(), Set.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), List.of());

    /** A stack, with what it lacks. */
    public record PlannedStack(Stack stack, StackPlan plan) {}

    /**
     * A file that is not as it has to be.
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
        return stacks.stream()
                .flatMap(planned -> planned.stack().service(name).stream())
                .findFirst();
    }

    /** Where a service is defined; empty for one that is in no compose file. */
    public Optional<Place> place(String service) {
        return Optional.ofNullable(places.get(service));
    }
}
