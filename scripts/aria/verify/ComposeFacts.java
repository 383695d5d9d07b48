package aria.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What checks have to know of the compose files, as Docker Compose sees them.
 *
 * @param files         the files that were read, for people
 * @param troubles      why a file cannot be read or judged, each a complete line; empty when all can
 * @param stepCaServices services that run step-ca
 * @param gaps          what is missing for the stack to require certificates; empty when it does
 * @param openPorts     published ports that speak plaintext
 * @param remarks       services that are left as they are, or need a look
 * @param buildFolders  folders that image builds of the stack may copy from
 */
public record ComposeFacts(List<String> files, List<String> troubles, Set<String> stepCaServices, List<Gap> gaps,
                           List<OpenPort> openPorts, List<Remark> remarks, List<Path> buildFolders) {

    /** There are no compose files. */
    static final ComposeFacts NONE = new ComposeFacts(List.of(), List.of(), Set.of(), List.of(), List.of(), List.of(), List.of());

    /**
     * A file that is not as it has to be.
     *
     * @param file    for people
     * @param reasons what is missing and why, at least one
     */
    public record Gap(String file, List<String> reasons) {}

    /**
     * A port on which a service speaks plaintext to the host.
     *
     * @param service its service
     * @param mapping as Compose writes it, for example {@code 8080:8080}
     * @param reason  what the preset says about it
     */
    public record OpenPort(String service, String mapping, String reason) {}

    /**
     * Something about a service that is no gap.
     *
     * @param service its service; empty when it is about the stack
     * @param message one line
     */
    public record Remark(String service, String message) {}

    /** Whether there are compose files and all of them can be read. */
    boolean readable() {
        return !files.isEmpty() && troubles.isEmpty();
    }
}
