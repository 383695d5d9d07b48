package aria.docs;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.edit.yaml.PlainYaml;
import aria.preset.PresetReader;
import aria.testing.Checkout;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in {@code docs/reference} name what there is: every option, every member of an answer, every field, every file. */
class ReferenceTest {
    private static final Path ROOT = Checkout.root();
    private static final Pattern FIELD = Pattern.compile(
            "\\.(?:choice|each|flag|nested|number|optional|optionalNumber|optionalPattern|pattern|text|textMap|texts|tree)\\(\"(\\w+)\"");
    private static final Pattern OPTION = Pattern.compile("(?<=`)--?[A-Za-z][a-z0-9-]*");
    private static final Pattern ALSO = Pattern.compile("]\\(#([a-z-]+)\\)");
    private static final Pattern CODE = Pattern.compile("`(\\w[^`:]*)");

    @TempDir
    Path folder;

    /** The text below each heading, by the heading's anchor. */
    private static Map<String, String> sections(String page) throws IOException {
        return Stream.of(Files.readString(ROOT.resolve("docs/reference").resolve(page))
                        .split("(?m)^##+ "))
                .skip(1)
                .collect(Collectors.toMap(
                        text -> text.lines()
                                .findFirst()
                                .orElseThrow()
                                .toLowerCase(Locale.ROOT)
                                .replace(",", "")
                                .replace(' ', '-'),
                        text -> text,
                        (one, other) -> one + other,
                        LinkedHashMap::new));
    }

    /** The first cells of the tables in a text. */
    private static String firstCells(String text) {
        return text.lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split("(?<!\\\\)\\|")[1])
                .collect(Collectors.joining("\n"));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.groupCount() == 0 ? match.group() : match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The options of each command, as {@code scripts/completion/words} has them, which is made from the commands. */
    private static Map<String, Set<String>> options() throws IOException {
        Map<String, Set<String>> taken = new TreeMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("scripts/completion/words"))) {
            String[] parts = line.split("\\|");
            if (parts[0].matches("[a-z].*") && !parts[0].equals("init-step-ca") && parts[1].startsWith("-")) {
                taken.computeIfAbsent(parts[0].replace(' ', '-'), ignored -> new TreeSet<>())
                        .add(parts[1]);
            }
        }
        taken.remove("pki-cert");
        taken.get("verify-mtls-setup").add("--no-live");
        return taken;
    }

    /** An option that several commands share stands in a section of its own. */
    @Test
    void every_command_has_a_section_with_its_options_and_no_others() throws IOException {
        Map<String, String> sections = sections("COMMANDS.md");
        assertThat(options()).hasSizeGreaterThan(15).allSatisfy((command, options) -> {
            assertThat(sections).containsKey(command);
            String text = sections.get(command);
            Set<String> named = found(OPTION, firstCells(text));
            found(ALSO, text).forEach(group -> named.addAll(found(OPTION, firstCells(sections.get(group)))));
            assertThat(named).as(command).isEqualTo(options);
        });
    }

    @Test
    void every_command_that_answers_in_JSON_has_its_schema_there() throws IOException {
        String page = String.join("", sections("JSON.md").values());
        assertThat(options()).allSatisfy((command, options) -> {
            if (options.contains("--json")) {
                assertThat(page).contains("`aria." + command + "/");
            }
        });
    }

    @Test
    void every_member_of_an_answer_is_named_in_its_section() throws IOException {
        Map<String, String> sections = sections("JSON.md");
        Project project = Project.aria(folder);
        for (String words : List.of(
                "bootstrap --dry-run",
                "bootstrap --yes",
                "init-ca",
                "generate-service-certs --force",
                "patch-compose",
                "verify-mtls-setup",
                "pki-cert create eve --type person",
                "pki-cert renew eve",
                "pki-cert export keycloak --format der --force",
                "pki-cert inspect eve",
                "pki-cert verify eve",
                "pki-cert list",
                "pki-cert lint config/step-ca/pki/root_ca.crt --profile webpki",
                "pki-cert revoke eve",
                "pki-cert crl",
                "patch-compose --undo --yes",
                "patch-compose",
                "verify-mtls-setup --only compose")) {
            String[] all = (words + " --json --no-input").split(" ");
            JsonObject answer = JsonParser.parseString(project.run(
                                    all[0], List.of(all).subList(1, all.length).toArray(String[]::new))
                            .out())
                    .getAsJsonObject();
            String schema = answer.get("schema").getAsString();
            String section = sections.values().stream()
                    .filter(text -> text.contains("`" + schema + "`"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no section has `" + schema + "`"));
            String text = section
                    + sections.get("the-object")
                    + found(ALSO, section).stream().map(sections::get).collect(Collectors.joining());
            assertThat(members(answer)).as(words).isSubsetOf(found(CODE, text));
        }
    }

    private static Set<String> members(JsonElement element) {
        Set<String> names = new TreeSet<>();
        if (element.isJsonObject()) {
            element.getAsJsonObject().asMap().forEach((name, value) -> {
                names.add(name);
                names.addAll(members(value));
            });
        } else if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(item -> names.addAll(members(item)));
        }
        return names;
    }

    @Test
    void every_field_of_a_preset_is_named_and_the_example_can_be_read() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/reference/PRESETS.md"));
        Set<String> known = new TreeSet<>();
        try (Stream<Path> readers = Files.list(ROOT.resolve("scripts/aria/preset"))) {
            for (Path reader : readers.toList()) {
                known.addAll(found(FIELD, Files.readString(reader)));
            }
        }
        assertThat(known).hasSizeGreaterThan(50).isSubsetOf(found(CODE, page));
        DocBlock example = DocBlock.of("docs/reference/PRESETS.md").get(0);
        assertThat(PresetReader.read("example.yaml", PlainYaml.load("example.yaml", example.commands()))
                        .id())
                .isEqualTo("example");
    }

    @Test
    void every_file_that_is_made_is_named_and_so_is_whether_it_is_secret() throws IOException {
        Map<Pattern, Boolean> secrets = new LinkedHashMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/reference/FILES.md"))) {
            MatchResult row = Pattern.compile("\\| `((?:config|data)/[^`]+)` \\| (yes )?\\|.*")
                    .matcher(line)
                    .results()
                    .findFirst()
                    .orElse(null);
            if (row != null) {
                String path = row.group(1).replaceAll("<\\w+>", "[^/]+");
                secrets.put(Pattern.compile(path.endsWith("/") ? path + ".+" : path), row.group(2) != null);
            }
        }
        Project project = Project.aria(folder);
        Set<String> before = project.state().keySet();
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        assertThat(project.run("pki-cert", "revoke", Project.USER).exit()).isZero();
        for (String name : project.state().keySet()) {
            Path file = project.root.resolve(name);
            if (!before.contains(name) && Files.isRegularFile(file) && !name.endsWith(".gitignore")) {
                boolean secret = PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        .equals("rw-------");
                assertThat(secrets.entrySet().stream()
                                .filter(row -> row.getKey().matcher(name).matches())
                                .findFirst())
                        .as(name)
                        .hasValueSatisfying(
                                row -> assertThat(row.getValue()).as(name).isEqualTo(secret));
            }
        }
    }
}
