import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Adds a mount to every service of the files whose names stand on standard input, by load and dump. Called by side-by-side. */
public class EditBySnakeYaml {
    public static void main(String[] arguments) throws Exception {
        String mount = arguments[0];
        for (String name : new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\0")) {
            try {
                DumperOptions options = new DumperOptions();
                options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
                Yaml yaml = new Yaml(options);
                List<Object> documents = new ArrayList<>();
                new Yaml(new LoaderOptions())
                        .loadAll(Files.readString(Path.of(name)))
                        .forEach(documents::add);
                documents.forEach(document -> add(document, mount));
                Files.writeString(
                        Path.of(name),
                        documents.size() == 1 ? yaml.dump(documents.get(0)) : yaml.dumpAll(documents.iterator()));
            } catch (Exception refused) {
                System.err.println(name + ": " + refused.getClass().getSimpleName());
            }
        }
    }

    @SuppressWarnings("unchecked") // the library gives plain objects
    private static void add(Object document, String mount) {
        Map<String, Map<String, Object>> services =
                (Map<String, Map<String, Object>>) ((Map<String, Object>) document).get("services");
        services.values().forEach(service -> {
            List<Object> volumes = new ArrayList<>((List<Object>) service.getOrDefault("volumes", List.of()));
            volumes.add(mount);
            service.put("volumes", volumes);
        });
    }
}
