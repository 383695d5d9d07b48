package aria.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.undo.UndoRecord;
import aria.finding.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with all that YAML has for sharing, tagging and writing the same in other ways, and any set of changes: edited with all proofs,
 * to a second reader's satisfaction and undone to the byte, or refused because others share what would change.
 */
class YamlFormsPropertyTest {
    private static final String WHY = "forms";
    private static final int FILES = 300;
    private static final Set<String> REASONS = Set.of("shared-anchor", "override-tag", "wrong-type", "unproven");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    void every_form_is_edited_with_all_proofs_or_refused(int seed) {
        Random random = new Random(seed);
        int edited = 0;
        for (int i = 0; i < FILES; i++) {
            SourceText before =
                    SourceText.of("forms.yml", new Forms(random).file().getBytes(StandardCharsets.UTF_8));
            YamlDocument.parse(before);
            edited += isEdited(before, changes(random)) ? 1 : 0;
        }
        assertThat(edited).as("most forms are no reason to refuse").isGreaterThan(FILES * 2 / 3);
    }

    private static boolean isEdited(SourceText before, List<YamlChange> changes) {
        try {
            Edit edit = YamlEditor.apply(before, changes);
            assertThat(YamlEditor.apply(edit.after(), changes).isEmpty())
                    .as("a second run on " + before.text())
                    .isTrue();
            UndoRecord undo = UndoRecord.of(edit, changes);
            assertThat(UndoRecord.fromJson(undo.toJson())).isEqualTo(undo);
            assertThat(undo.undo(edit.after()).bytes()).isEqualTo(before.bytes());
            SecondReader.requireNothingElse(before.text(), edit.after().text(), changes);
            return true;
        } catch (RefusedException refused) {
            assertThat(refused.finding().id())
                    .as(refused.getMessage() + "\n" + before.text())
                    .isIn(REASONS);
            return false;
        } catch (AssertionError | RuntimeException bug) {
            throw new AssertionError("on this file:\n" + before.text() + "\nwith " + changes, bug);
        }
    }

    private static List<YamlChange> changes(Random random) {
        List<YamlChange> all = new ArrayList<>(List.of(
                new AddItem(in("volumes"), YamlValue.scalar("web-mtls:/etc/certs:ro"), WHY),
                new AddItem(in("volumes"), YamlValue.map(Map.of("type", YamlValue.scalar("tmpfs"))), WHY),
                new PutPair(in("environment"), "TLS", "on", WHY),
                new PutPair(in("environment"), "A", "0755", WHY),
                new RemovePair(in("environment"), "B", WHY),
                new PutNamed(
                        in("depends_on"),
                        "init",
                        "condition",
                        "service_completed_successfully",
                        "service_started",
                        WHY),
                new PutEntry(in(), "init", YamlValue.bool(true), WHY),
                new PutEntry(List.of("volumes"), "web-mtls", YamlValue.none(), WHY),
                new RemoveEntry(in(), "command", WHY),
                new ReplaceScalar(in("image"), "y: 2", WHY)));
        if (random.nextInt(3) == 0) {
            all.add(new PutEntry(in("volumes"), 0, "read_only", YamlValue.bool(true), WHY));
            all.add(new ReplaceItem(in("volumes"), YamlValue.scalar("./a:/a"), YamlValue.scalar("./c:/c"), WHY));
        }
        Collections.shuffle(all, random);
        return all.subList(0, 1 + random.nextInt(3));
    }

    private static List<String> in(String... key) {
        return Stream.concat(Stream.of("services", "web"), Stream.of(key)).toList();
    }

    /** One file, in which the service {@code twin} may share what {@code web} has. */
    private static final class Forms {
        private static final String HEAD =
                "x-env: &env\n  A: '1'\n  B: \"2\"\nx-vols: &vols\n  - ./a:/a\nx-base: &base\n"
                        + "  image: base\n  environment: *env\n  volumes: *vols\nx-more: &more {command: [run, it], init: false}\n";
        private static final List<String> ENVIRONMENTS = List.of(
                "",
                "    environment: *env\n",
                "    environment:\n      <<: *env\n      C: ~\n",
                "    environment: {<<: *env, C: '3'}\n",
                "    environment: !override\n      A: '1'\n",
                "    \"environment\":\n    - A=1\n    - B\n",
                "    environment: &own {A: 1,\n      B: 2 # two\n    }\n",
                "    environment: [ A=1, 'B=2', ]\n",
                "    ? environment\n    : A: 1\n",
                "    environment:   # none yet\n");
        private static final List<String> VOLUMES = List.of(
                "",
                "    volumes: *vols\n",
                "    volumes: !override [./a:/a]\n",
                "    volumes: [\n      ./a:/a, # a\n      ./b:/b\n    ]\n",
                "    'volumes':\n    - ./a:/a\t# a\n\n    # - ./off:/off\n    - {type: bind, source: ./b, target: /b}\n",
                "    volumes: &list\n        -   './a:/a'\n        -   type: bind\n            source: ./b\n            target: /b\n",
                "    volumes:\n",
                "    volumes: []   # none\n");
        private static final List<String> DEPENDENCIES = List.of(
                "",
                "    depends_on: [db,\n      cache]\n",
                "    depends_on:\n      - db\t\n      - \"cache\" # c\n",
                "    depends_on: {db: {condition: service_started}}\n",
                "    depends_on:\n      'db': {condition: service_healthy}\n",
                "    depends_on: &deps\n    - db\n");
        private static final List<String> OTHERS = List.of(
                "",
                "    image:\tx:1 # tab\n",
                "    image: >-\n      x:1\n",
                "    labels: {größe: \"\ud83d\ude00\", \"a: b\": '#'}\n",
                "    command: |2\n       run\n      it\n\n",
                "    command: ['a', \"b\\n\"]\n",
                "    # volumes:\n    #   - web-mtls:/etc/certs:ro\n");
        private static final List<String> TWINS = List.of(
                "",
                "  twin:\n    <<: *web\n",
                "  twin: *web\n",
                "  twin: {environment: *env, volumes: *vols}\n",
                "  db:\n    image: y\n");
        private static final List<String> ENDS = List.of(
                "",
                "volumes:\n  data:\n",
                "volumes: {}\n",
                "\"volumes\": {data: , more: }\n# end",
                "...\n---\nother: &env [1]\n",
                "x-last: |+\n  kept\n\n\n");

        private final Random random;

        Forms(Random random) {
            this.random = random;
        }

        String file() {
            String merge = one(List.of("", "", "    <<: *base\n", "    <<: [*base, *more]\n"));
            List<String> parts =
                    new ArrayList<>(List.of(one(ENVIRONMENTS), one(VOLUMES), one(DEPENDENCIES), one(OTHERS)));
            Collections.shuffle(parts, random);
            String anchor = random.nextBoolean() ? " &web" : "";
            String twin = one(anchor.isEmpty() ? TWINS.subList(3, 5) : TWINS);
            String body = String.join("", parts);
            String service =
                    merge.isEmpty() && body.replaceAll("(?m)^ *#.*\n", "").isEmpty() ? "    build: .\n" : merge + body;
            String text = one(List.of("", "# top\n", "---\n", "%YAML 1.1\n---\n")) + HEAD + "services:\n  web:" + anchor
                    + "\n" + service + twin + one(ENDS);
            return switch (random.nextInt(6)) {
                case 0 -> text.replace("\n", "\r\n");
                case 1 -> text.stripTrailing();
                case 2 -> text.replaceFirst("\nservices:\n", "\r\nservices:\r\n");
                default -> text;
            };
        }

        private String one(List<String> forms) {
            return forms.get(random.nextInt(forms.size()));
        }
    }
}
