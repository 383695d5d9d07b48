package aria.operate;

import aria.compose.FileEdit;
import aria.compose.WantedChange;
import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutNamed;
import aria.edit.yaml.YamlChange;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares two effective models of a project, as {@code docker compose config} prints them: they may differ only in
 * what a plan names.
 */
final class ComposeDifference {
    private static final String SERVICES = "services";
    private static final String VOLUMES = "volumes";

    /** {@code services.web.volumes} for a key that is changed, {@code services.web} for a service that is new. */
    private final Set<String> named = new HashSet<>();

    private final Set<String> rewritten = new HashSet<>();

    /** @param edits what the plan names */
    ComposeDifference(List<FileEdit> edits) {
        for (FileEdit edit : edits) {
            edit.changes().stream()
                    .map(WantedChange::change)
                    .filter(YamlChange.class::isInstance)
                    .map(YamlChange.class::cast)
                    .forEach(this::note);
        }
    }

    private void note(YamlChange change) {
        List<String> path = new ArrayList<>(change.path());
        if (path.size() < 3 && !change.key().isEmpty()) {
            path.add(change.key());
        }
        String name = String.join(".", path.subList(0, Math.min(3, path.size())));
        named.add(name);
        if (!(change instanceof AddItem || change instanceof PutNamed)) {
            rewritten.add(name);
        }
    }

    /** The first place in which they differ otherwise; empty when there is none. */
    Optional<String> find(JsonObject before, JsonObject after) {
        for (String key : keys(before, after)) {
            boolean known = key.equals(SERVICES) || key.equals(VOLUMES);
            Optional<String> found = known
                    ? entries(key, object(before, key), object(after, key))
                    : equal(key, before.get(key), after.get(key));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> entries(String section, JsonObject before, JsonObject after) {
        for (String name : keys(before, after)) {
            String path = section + "." + name;
            boolean isNew = !before.has(name) && named.contains(path);
            Optional<String> found = isNew
                    ? Optional.empty()
                    : section.equals(SERVICES) && before.has(name) && after.has(name)
                            ? service(path, before.getAsJsonObject(name), after.getAsJsonObject(name))
                            : equal(path, before.get(name), after.get(name));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> service(String path, JsonObject before, JsonObject after) {
        for (String key : keys(before, after)) {
            String place = path + "." + key;
            Optional<String> found = !named.contains(place)
                    ? equal(place, before.get(key), after.get(key))
                    : rewritten.contains(place) || grown(before.get(key), after.get(key))
                            ? Optional.empty()
                            : Optional.of(place);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Whether all that was there is there still. */
    private static boolean grown(JsonElement before, JsonElement after) {
        if (before instanceof JsonArray items && after instanceof JsonArray more) {
            return items.asList().stream().allMatch(more::contains);
        }
        if (before instanceof JsonObject entries && after instanceof JsonObject more) {
            return entries.keySet().stream().allMatch(key -> grown(entries.get(key), more.get(key)));
        }
        return before == null || before.isJsonNull() || before.equals(after);
    }

    private static Optional<String> equal(String place, JsonElement before, JsonElement after) {
        return before == null
                ? Optional.of(place).filter(name -> after != null)
                : before.equals(after) ? Optional.empty() : Optional.of(place);
    }

    private static Set<String> keys(JsonObject before, JsonObject after) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        return keys;
    }

    private static JsonObject object(JsonObject parent, String key) {
        return parent.get(key) instanceof JsonObject object ? object : new JsonObject();
    }
}
