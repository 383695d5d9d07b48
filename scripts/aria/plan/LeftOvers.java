package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.DoesNotDependOn;
import aria.compose.ComposeChange.RemoveService;
import aria.compose.ComposeChange.RemoveVolume;
import aria.compose.ComposeEditor;
import aria.compose.FileEdit;
import aria.compose.Service;
import aria.stack.OurServices;
import aria.stack.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was added to the compose files for a service that is gone or has another name now. It goes, unless a service
 * that is left as it is still uses it.
 */
public final class LeftOvers {
    private final Stack stack;
    private final Set<String> planned;

    /** @param planned the services that get a certificate: what they use of it is replaced by the plan */
    LeftOvers(Stack stack, Set<String> planned) {
        this.stack = stack;
        this.planned = planned;
    }

    /** Returns the edits that remove it where nothing uses it any more; the rest goes when the stack is planned. */
    public static List<FileEdit> unused(Stack stack) {
        return ComposeEditor.apply(stack.project(), new LeftOvers(stack, Set.of()).changes());
    }

    /** Returns why what was made for a service goes. */
    public static String reason(String service) {
        return "the service " + service + " no longer exists";
    }

    /** Returns the changes that remove it. */
    List<ComposeChange> changes() {
        Map<String, List<Service>> byOwner = new LinkedHashMap<>();
        OurServices.leftOver(stack.project())
                .forEach(service -> byOwner.computeIfAbsent(OurServices.ownerOf(service), name -> new ArrayList<>())
                        .add(service));
        List<ComposeChange> changes = new ArrayList<>();
        byOwner.forEach((owner, services) -> changes.addAll(changes(owner, services)));
        return changes;
    }

    private List<ComposeChange> changes(String owner, List<Service> services) {
        String volume = Stack.volumeName(owner);
        List<String> names = services.stream().map(Service::name).toList();
        List<Service> users = stack.project().services().values().stream()
                .filter(service -> !names.contains(service.name()) && uses(service, volume, names))
                .toList();
        if (!users.stream().map(Service::name).allMatch(planned::contains)) {
            return List.of();
        }
        String reason = reason(owner);
        List<ComposeChange> changes = new ArrayList<>();
        users.forEach(user -> names.stream()
                .filter(user.dependsOn()::containsKey)
                .forEach(name -> changes.add(new DoesNotDependOn(user.name(), name, reason))));
        names.forEach(name -> changes.add(new RemoveService(name, reason)));
        if (stack.project().volumes().contains(volume)) {
            changes.add(new RemoveVolume(owner, volume, reason));
        }
        return changes;
    }

    private static boolean uses(Service service, String volume, List<String> names) {
        return service.mounts().stream().anyMatch(mount -> volume.equals(mount.source()))
                || names.stream().anyMatch(service.dependsOn()::containsKey);
    }
}
