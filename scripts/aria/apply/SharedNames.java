package aria.apply;

import aria.edit.SourceText;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlScalar;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.plan.StackPlan;
import aria.stack.Stack;
import aria.store.InputFile;
import aria.store.Layout;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Services of one name in projects of several names that share a folder: certificates and generated files are called
 * after the service alone, so that each project would take them from the other. For one command, and one thread.
 */
public final class SharedNames {
    /** Most files have neither, and are not parsed. */
    private static final Pattern NAMED = Pattern.compile("(?m)^name:");

    private static final Remedy[] REMEDIES = {
        Remedy.advice("keep each project in a folder of its own"),
        Remedy.advice("give one of the two services another name")
    };

    private final Layout layout;
    /** By service, the projects that have its files; null before the undo records were read. */
    private Map<String, Set<Owner>> owners;

    /** A project that has the files of a service, and the compose file that says so. */
    private record Owner(String project, Path file) {}

    /** Looks when it is asked. */
    public SharedNames(Layout layout) {
        this.layout = layout;
    }

    /**
     * Makes sure that no service of a plan that gets files for the first time shares its name with one of another
     * project, of an earlier plan or set up before.
     *
     * @return warnings of those that were set up so before
     * @throws RefusedException naming both
     */
    public List<Finding> require(Stack stack, StackPlan plan) {
        boolean named = stack.project().sources().values().stream()
                .anyMatch(source -> NAMED.matcher(source.text()).find());
        if (plan.certified().isEmpty() || !named) {
            return List.of();
        }
        if (owners == null) {
            owners = new HashMap<>();
            Undo.readable(layout).forEach(this::read);
        }
        Owner own = new Owner(
                stack.project().name(), stack.project().files().files().get(0));
        List<Finding> shared = new ArrayList<>();
        for (String service : plan.certified()) {
            Optional<Owner> other = other(service, own.project(), stack);
            if (other.isPresent() && !isSetUp(stack, service)) {
                throw new RefusedException(
                        Finding.error(FindingId.PROJECT_TAKEN, message(own, other.get(), "would share"), REMEDIES)
                                .about(service)
                                .at(place(own)));
            }
            other.map(owner -> Finding.warning(FindingId.PROJECT_TAKEN, message(own, owner, "share"), REMEDIES)
                            .about(service)
                            .at(place(own)))
                    .ifPresent(shared::add);
            add(service, own);
        }
        return shared;
    }

    private Optional<Owner> other(String service, String project, Stack stack) {
        return owners.getOrDefault(service, Set.of()).stream()
                .filter(owner -> !owner.project().equals(project)
                        && !stack.project().sources().containsKey(owner.file()))
                .findFirst();
    }

    private void add(String service, Owner owner) {
        owners.computeIfAbsent(service, any -> new LinkedHashSet<>()).add(owner);
    }

    private static boolean isSetUp(Stack stack, String service) {
        Set<String> all = stack.project().services().keySet();
        return all.contains(Stack.initName(service)) || all.contains(service + Stack.PROXY_INIT_SUFFIX);
    }

    private String message(Owner own, Owner other, String share) {
        return "the projects " + other.project() + " (" + layout.display(other.file()) + ") and " + own.project()
                + " both have a service of this name, and " + share + " its certificate and its files in "
                + layout.display(layout.mtlsFolder());
    }

    private Place place(Owner own) {
        return Place.of(layout.display(own.file()));
    }

    /** The services that a compose file with a name of its own has files for. */
    private void read(Path file) {
        Optional<String> text = text(file);
        if (text.filter(has -> NAMED.matcher(has).find()).isEmpty()) {
            return;
        }
        try {
            YamlMap root = YamlDocument.parse(SourceText.of(layout.display(file), InputFile.required(file)))
                    .root();
            if (root.get("name").orElse(null) instanceof YamlScalar name
                    && !name.text().contains("$")
                    && root.get("services").orElse(null) instanceof YamlMap services) {
                services.entries().keySet().stream()
                        .flatMap(each -> List.of(Stack.INIT_SUFFIX, Stack.PROXY_INIT_SUFFIX).stream()
                                .filter(each::endsWith)
                                .map(suffix -> each.substring(0, each.length() - suffix.length())))
                        .forEach(service -> add(service, new Owner(name.text(), file)));
            }
        } catch (RefusedException unreadable) {
            // Whoever plans that project is told.
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file) && InputFile.isOfUsualSize(file)
                    ? Optional.of(InputFile.requiredText(file))
                    : Optional.empty();
        } catch (RefusedException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }
}
