package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.stack.StackService.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users that services run as whose image no preset knows: their keys are delivered for these. In this order: the
 * service's {@code user:}, the choice in {@code aria.yaml}, the image on this machine, what an earlier plan wrote.
 */
final class KeyOwners {
    private KeyOwners() {}

    /** Returns the options with the owners of all such services that are known. */
    static StackOptions with(Stack stack, StackOptions options) {
        Map<String, Owner> owners = new HashMap<>(options.owners());
        stack.services().stream()
                .filter(KeyOwners::isUnknownToPreset)
                .forEach(
                        service -> find(service, stack, options).ifPresent(owner -> owners.put(service.name(), owner)));
        return options.withOwners(owners);
    }

    /** Returns a finding for each of these services whose user is not known: its key is delivered for root. */
    static List<Finding> findings(List<StackService> services, StackOptions options) {
        return services.stream()
                .filter(KeyOwners::isUnknownToPreset)
                .filter(service -> !options.owners().containsKey(service.name()))
                .map(service -> Finding.warning(
                                FindingId.KEY_OWNER,
                                "the user that it runs as is not known here, so its key is readable by root alone",
                                Remedy.advice("write `services: {" + service.name()
                                        + ": {user: UID:GID}}` into aria.yaml, as `docker run --rm --entrypoint id "
                                        + service.service().image().orElse("IMAGE") + "` prints them"))
                        .about(service.name()))
                .toList();
    }

    private static boolean isUnknownToPreset(StackService service) {
        return service.secured() && service.preset().orElseThrow().deliversOnly();
    }

    private static Optional<Owner> find(StackService service, Stack stack, StackOptions options) {
        Optional<String> written = service.service().user();
        return written.flatMap(Owner::parse)
                .or(() -> Optional.ofNullable(options.owners().get(service.name())))
                .or(() -> written.isEmpty() ? ofImage(service, options) : Optional.empty())
                .or(() -> delivered(service, stack));
    }

    private static Optional<Owner> ofImage(StackService service, StackOptions options) {
        return service.service()
                .image()
                .map(options.images())
                .map(said -> said.get(StackOptions.IMAGE_USER))
                .flatMap(user -> user.isEmpty() ? Owner.parse("0") : Owner.parse(user));
    }

    /** What the service that delivers the key says, when that is not the user that is taken for an unknown one. */
    private static Optional<Owner> delivered(StackService service, Stack stack) {
        return Optional.ofNullable(stack.project().services().get(Stack.initName(service.name())))
                .map(init -> init.command())
                .filter(words -> !words.isEmpty())
                .flatMap(words -> Owner.parse(words.get(words.size() - 1)))
                .filter(owner -> owner.uid() != 0);
    }
}
