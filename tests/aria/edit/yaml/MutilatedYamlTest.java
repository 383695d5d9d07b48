package aria.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.undo.UndoRecord;
import aria.finding.RefusedException;
import aria.testing.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that nobody would write: the golden ones with lines and tokens torn out, doubled, moved and put in. Each is
 * edited with all proofs and undone to the byte, or refused with a reason; no other exception, and no endless work.
 * The same seeds in every run.
 */
class MutilatedYamlTest {
    private static final String WHY = "fuzz";
    private static final int FILES = 1500;
    private static final List<String> TOKENS = List.of(
            "&a ",
            "*a",
            "<<: *a",
            "<<: [*a]",
            "!override ",
            "!reset null",
            "\t",
            "- ",
            "? ",
            ": ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "|",
            "|+",
            ">-",
            "|2",
            "# ",
            "#",
            "'",
            "\"",
            "~",
            "null",
            "---\n",
            "...\n",
            "\r\n",
            "\r",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\uD83D\uDE00",
            "${A:-b}",
            "%YAML 1.2\n",
            "services:",
            "web:",
            "volumes:",
            "environment:",
            "depends_on:",
            "  ",
            "\n\n",
            "=",
            "@",
            "`");

    private static List<String> seeds;

    @BeforeAll
    static void readSeeds() throws IOException {
        seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(Checkout.root().resolve("tests/golden/edit"))) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".before.yml"))
                            .sorted()::iterator) {
                seeds.add(Files.readString(file));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    void every_file_is_edited_with_all_proofs_or_refused(int seed) {
        Random random = new Random(seed);
        int edited = 0;
        for (int i = 0; i < FILES; i++) {
            edited += check(mutated(random)) ? 1 : 0;
        }
        assertThat(edited).as("most files are still files").isGreaterThan(FILES / 10);
    }

    /** Whether it was edited. */
    private static boolean check(String text) {
        try {
            SourceText before = SourceText.of("fuzz.yml", text.getBytes(StandardCharsets.UTF_8));
            Edit edit = YamlEditor.apply(before, changes());
            assertThat(YamlEditor.apply(edit.after(), changes()).isEmpty()).isTrue();
            UndoRecord undo = UndoRecord.fromJson(UndoRecord.of(edit, changes()).toJson());
            assertThat(undo.undo(edit.after()).bytes()).isEqualTo(before.bytes());
            return true;
        } catch (RefusedException refused) {
            assertThat(refused.finding().id()).as(refused.getMessage()).isNotBlank();
            return false;
        } catch (RuntimeException | StackOverflowError bug) {
            throw new AssertionError("on this file: " + quoted(text), bug);
        }
    }

    private static List<YamlChange> changes() {
        List<String> web = List.of("services", "web");
        return List.of(
                new AddItem(with(web, "volumes"), YamlValue.scalar("web-mtls:/etc/certs:ro"), WHY),
                new PutPair(with(web, "environment"), "TLS", "on", WHY),
                new PutNamed(
                        with(web, "depends_on"),
                        "web-mtls-init",
                        "condition",
                        "service_completed_successfully",
                        "service_started",
                        WHY),
                new PutEntry(List.of("volumes"), "web-mtls", YamlValue.none(), WHY));
    }

    private static List<String> with(List<String> path, String key) {
        return Stream.concat(path.stream(), Stream.of(key)).toList();
    }

    private static String mutated(Random random) {
        String text = seeds.get(random.nextInt(seeds.size()));
        for (int i = random.nextInt(4); i >= 0; i--) {
            text = random.nextBoolean() ? lines(text, random) : characters(text, random);
        }
        return text;
    }

    private static String lines(String text, Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)")));
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(5)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size() + 1), line);
            case 2 -> lines.set(at, " ".repeat(random.nextInt(4)) + line);
            case 3 -> lines.set(at, line.replaceFirst("^ {1,2}", ""));
            default -> lines.set(at, line.replaceFirst("^( *)", "$1# "));
        }
        return String.join("", lines);
    }

    private static String characters(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        if (random.nextInt(3) == 0) {
            int end = Math.min(text.length(), at + random.nextInt(4));
            return text.substring(0, at) + text.substring(end);
        }
        return text.substring(0, at) + TOKENS.get(random.nextInt(TOKENS.size())) + text.substring(at);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars()
                .forEach(c -> out.append(
                        c == '\n'
                                ? "\\n"
                                : c == '"'
                                        ? "\\\""
                                        : c < ' ' || c > '~' ? String.format("\\u%04x", c) : Character.toString(c)));
        return out.append('"').toString();
    }
}
