package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command of ours that a finding gives as its remedy works where it is printed, and changes that finding. */
class RemediesTest {
    static final String STACK = """
            services:
              db:
                image: postgres:18
              cache:
                image: redis:8
              app:
                image: app:1
                user: "1000"
                environment: {DATABASE_URL: "postgres://postgres:x@db/shop"}
              ca:
                image: smallstep/step-ca:0.27.5
            """;
    /** More than the findings of this stack have, one after the other. */
    private static final int MOST = 12;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "in {0}, with the choices {1}")
    @CsvSource({".,''", "docs,''", ".,'only: [cache, ca]'"})
    void every_command_works_where_it_is_printed_and_changes_its_finding(String where, String choices) {
        Project project = Project.empty(folder)
                .file("compose.yaml", STACK)
                .file("docs/notes.txt", "")
                .file("aria.yaml", "version: 1\n" + choices + "\n");
        Project here = Project.at(project.root.resolve(where).normalize());
        List<List<String>> tried = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            Map<List<String>, JsonObject> left = commands(here);
            left.keySet().removeAll(tried);
            Optional<List<String>> next = left.keySet().stream().findFirst();
            if (next.isEmpty()) {
                break;
            }
            JsonObject finding = left.get(next.get());
            List<String> words = new ArrayList<>(next.get());
            String alias = words.remove(0);
            if (!alias.equals("init-ca") && !alias.equals("generate-service-certs")) {
                words.add("--yes");
            }
            Project.Ran ran = here.run(alias, words.toArray(String[]::new));
            assertThat(ran.exit()).as("%s: %s", next.get(), ran.err()).isIn(0, 6);
            assertThat(commands(here).values()).as("changed by %s", next.get()).doesNotContain(finding);
            tried.add(next.get());
        }
        assertThat(tried).contains(List.of("init-ca"), List.of("generate-service-certs"), List.of("patch-compose"));
        assertThat(tried).hasSizeLessThan(MOST);
    }

    /** Of both commands that show findings; each command with the first finding that has it. */
    private static Map<List<String>, JsonObject> commands(Project here) {
        Map<List<String>, JsonObject> commands = new LinkedHashMap<>();
        for (String[] shows : new String[][] {{"patch-compose", "--check"}, {"verify-mtls-setup", "--no-live"}}) {
            String json = here.run(shows[0], shows[1], "--json").out();
            for (JsonElement element :
                    JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("problems")) {
                JsonObject problem = element.getAsJsonObject();
                if (problem.get("remedies") != null) {
                    problem.getAsJsonArray("remedies")
                            .forEach(remedy -> steps(remedy.getAsJsonObject())
                                    .forEach(command -> commands.putIfAbsent(command, problem)));
                }
            }
        }
        return commands;
    }

    private static List<List<String>> steps(JsonObject remedy) {
        List<List<String>> commands = new ArrayList<>();
        if (remedy.has("steps")) {
            remedy.getAsJsonArray("steps").forEach(step -> commands.addAll(steps(step.getAsJsonObject())));
        } else if (remedy.has("command")) {
            List<String> words = StreamSupport.stream(
                            remedy.getAsJsonArray("command").spliterator(), false)
                    .map(JsonElement::getAsString)
                    .toList();
            boolean undo = words.contains("--undo");
            if (words.get(0).equals("./jbangw") && !undo) {
                List<String> ours = new ArrayList<>(words.subList(1, words.size()));
                ours.set(0, ours.get(0).replace("@aria", ""));
                commands.add(ours);
            }
        }
        return commands;
    }
}
