package aria.operate;

import aria.docker.Engine;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something on the engine that could not be removed.
 *
 * @param what       for people: {@code volume shop_db-mtls}
 * @param containers the names of those that use it; empty when that is not the reason
 * @param why        the engine's words
 */
record InUse(String what, List<String> containers, String why) {
    /** Removes a volume; returns it when it is still there. */
    static Optional<InUse> volume(Engine engine, String name) {
        return attempt("volume " + name, () -> engine.removeVolume(name), () -> engine.usersOfVolume(name));
    }

    /** Removes a network; returns it when it is still there. */
    static Optional<InUse> network(Engine engine, String name) {
        return attempt("network " + name, () -> engine.removeNetwork(name), () -> engine.usersOfNetwork(name));
    }

    /** Removes a container; returns it when it is still there. */
    static Optional<InUse> container(Engine engine, String id, String name) {
        return attempt("container " + name, () -> engine.remove(id), List::of);
    }

    private static Optional<InUse> attempt(String what, Runnable removal, Supplier<List<String>> users) {
        try {
            removal.run();
            return Optional.empty();
        } catch (UnavailableException refused) {
            return Optional.of(new InUse(what, users.get(), refused.finding().message()));
        }
    }

    /**
     * Returns the finding about all that is still there.
     *
     * @param done  what was done, the beginning of a sentence
     * @param again the command that removes the rest
     */
    static Finding finding(String done, List<InUse> left, Remedy again) {
        List<String> containers = left.stream()
                .flatMap(each -> each.containers.stream())
                .distinct()
                .toList();
        Remedy remove = Remedy.command(Stream.concat(Stream.of("docker", "rm", "--force"), containers.stream())
                .toArray(String[]::new));
        return Finding.error(
                FindingId.PARTLY_DONE,
                done + left.stream().map(InUse::text).collect(Collectors.joining("; ")),
                containers.isEmpty() ? again : Remedy.inOrder(remove, again));
    }

    private String text() {
        return containers.isEmpty() ? why : "the " + what + " is still used by " + String.join(", ", containers);
    }
}
