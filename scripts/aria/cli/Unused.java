package aria.cli;

import aria.apply.Prune;
import aria.finding.Remedy;
import aria.operate.UnusedObjects;
import aria.stack.Stack;
import aria.store.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was made for services that are gone, named at the end of runs that leave it. {@link PruneRun} removes it.
 *
 * @param things  a few words for each, as {@code data/certs/cache}
 * @param orphans the names of the user's containers that Docker Compose left when their services were removed
 */
public record Unused(List<String> things, List<String> orphans) {
    public Unused {
        things = List.copyOf(things);
        orphans = List.copyOf(orphans);
    }

    /**
     * Looks for it.
     *
     * @param engine whether to ask the engine, too
     */
    public static Unused of(Layout layout, List<Stack> stacks, boolean engine) {
        Set<String> gone = Prune.gone(layout, stacks);
        List<String> things = new ArrayList<>();
        List<String> orphans = new ArrayList<>();
        Stream.of(Prune.certificates(layout, gone), Prune.generated(layout, stacks, gone))
                .flatMap(List::stream)
                .forEach(path -> things.add(layout.display(path)));
        for (Stack stack : engine ? stacks : List.<Stack>of()) {
            things.addAll(UnusedObjects.ofGone(stack, gone).lines());
            orphans.addAll(UnusedObjects.orphans(stack));
        }
        return new Unused(things, orphans);
    }

    /** Returns a few words for each of all these. */
    public List<String> all() {
        return Stream.concat(orphans.stream().map(name -> "container " + name), things.stream())
                .toList();
    }

    /** Says what there is, and how to remove it: containers first, because they use what else there is. */
    public void tell(Console console) {
        if (!orphans.isEmpty()) {
            Remedy remove = Remedy.command(Stream.concat(Stream.of("docker", "rm", "--force"), orphans.stream())
                    .toArray(String[]::new));
            console.message("No compose file has the services of these containers any more: "
                    + String.join(", ", orphans) + console.text().sentence(List.of(remove)));
        }
        if (!things.isEmpty()) {
            console.message("Made for services that are gone: " + String.join(", ", things)
                    + console.text().sentence(List.of(Remedy.aria("bootstrap", "--prune"))));
        }
    }
}
