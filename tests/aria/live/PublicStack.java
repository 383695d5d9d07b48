package aria.live;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A stack that somebody published, brought up with the real servers that it names and a stand-in for each application, which calls
 * these servers with their own clients and knows nothing of certificates. The stand-ins have the names of the applications' images, so
 * that the file stays as it was found.
 */
final class PublicStack implements AutoCloseable {
    /** Lower-case letters only: some become a password in a URL. */
    private static final String VALUE = "aria";

    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{?(\\w+)(?![\\w]*:?[-?])");

    final RealStack stack;
    final String text;
    private final Map<String, PublicService> services = new TreeMap<>();
    private final Map<String, Application> applications = new TreeMap<>();
    private final Set<String> tagged = new TreeSet<>();

    /**
     * Copies and reads one, and builds what stands in for its applications.
     *
     * @param found its file, below other people's files
     */
    PublicStack(Path found, Path folder) {
        try {
            text = withNetworks(Files.readString(found));
            stack = RealStack.of(folder, text);
            copyBeside(found, stack.project.root);
            settings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonParser.parseString(stack.compose("config", "--format", "json").ok())
                .getAsJsonObject()
                .getAsJsonObject("services")
                .entrySet()
                .forEach(entry -> services.put(
                        entry.getKey(),
                        new PublicService(entry.getKey(), entry.getValue().getAsJsonObject())));
        List<String> local =
                docker("images", "--format", "{{.Repository}}:{{.Tag}}").lines().toList();
        services.values()
                .forEach(service -> service.server().ifPresent(server -> {
                    if (!local.contains(service.image()) && tagged.add(service.image())) {
                        docker("tag", server.image(), service.image());
                    }
                }));
        applications.putAll(Application.of(services));
        Map<String, Application> images = new HashMap<>();
        applications.forEach(
                (name, application) -> images.merge(services.get(name).image(), application, Application::and));
        images.forEach(this::build);
    }

    /** Files of an app store leave a network to the store's own file. */
    private static String withNetworks(String text) {
        return text.contains("tipi_main_network")
                        && !Pattern.compile("(?m)^networks:").matcher(text).find()
                ? text + "\nnetworks:\n  tipi_main_network: {}\n"
                : text;
    }

    private static void copyBeside(Path found, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(found.getParent())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(found.getParent().relativize(file).toString());
                if (!Files.exists(to) && !file.getFileName().toString().matches(".*\\.ya?ml")) {
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
    }

    /** A value for each variable that has none in the file. */
    private void settings() throws IOException {
        StringBuilder lines = new StringBuilder(stack.project.text(".env"));
        Set<String> known = new TreeSet<>();
        int port = 18_000;
        for (Matcher variable = VARIABLE.matcher(text); variable.find(); ) {
            String name = variable.group(1);
            if (known.add(name)) {
                lines.append(name).append('=').append(name.contains("PORT") ? String.valueOf(++port) : value(name));
                lines.append('\n');
            }
        }
        Files.writeString(stack.project.root.resolve(".env"), lines);
    }

    private static String value(String name) {
        return name.endsWith("IP")
                ? "127.0.0.1"
                : name.matches(".*(VERSION|TAG).*")
                        ? "1.0"
                        : name.matches(".*(DIR|PATH|DATA|LOCATION|FOLDER).*") ? "./" + VALUE : VALUE;
    }

    private void build(String image, Application application) {
        try {
            Path context = Files.createTempDirectory("application");
            Files.writeString(context.resolve("application.json"), application.json());
            Files.writeString(
                    context.resolve("Dockerfile"),
                    "FROM " + Application.IMAGE + "\nCOPY application.json /application.json\n"
                            + String.join(
                                    "",
                                    application.ports().stream()
                                            .map(port -> "EXPOSE " + port + "\n")
                                            .toList()));
            docker("build", "--quiet", "--tag", image, context.toString());
            tagged.add(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        return Shell.run(stack.project.root, RealStack.LIMIT, command).ok();
    }

    /** Who calls what, as found; for the message of a test that fails. */
    Map<String, Application> applications() {
        return applications;
    }

    /** What of the applications does not work: a call of one, or the page on a published port. Empty when all is well. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        applications.forEach((name, application) -> {
            Shell checked = stack.compose("exec", "-T", name, "application", "check");
            if (checked.exit() != 0) {
                broken.add(name + ": " + checked.out() + checked.err());
            }
            for (int port : services.get(name).published()) {
                Shell page = stack.sh("curl", "-sS", "-m", "5", "-o", "/dev/null", "http://127.0.0.1:" + port + "/");
                if (page.exit() != 0) {
                    broken.add(name + ": published port " + port + ": " + page.err());
                }
            }
        });
        return broken;
    }

    @Override
    public void close() {
        stack.close();
        tagged.forEach(image -> docker("rmi", "--force", image));
    }
}
