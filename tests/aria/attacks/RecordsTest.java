package aria.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.store.Digest;
import aria.testing.Checkout;
import aria.verify.traffic.Call;
import aria.verify.traffic.EarlierState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of undo and of interrupted runs that this user did not write here. */
class RecordsTest {
    private static final String COMPOSE = "services:\n  db:\n    image: postgres:17\n";
    private static final Pattern ACCEPT = Pattern.compile("@aria (?:--undo )?--accept-record ([0-9a-f]{16})");

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void prepare() {
        project = Project.empty(folder).file("compose.yaml", COMPOSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git/config",
                "sub/.git/hooks/pre-commit.yaml",
                ".github/workflows/ci.yml",
                ".gitlab-ci.yml",
                "Makefile",
                "src/main.js",
                "package.json",
                "../outside.yaml",
                "data/mtls/../../../outside.yaml"
            })
    void an_undo_record_names_no_file_that_is_not_edited_here(String name) {
        project.file("data/mtls/here", "").file(name, "mine\n");
        undoRecord(name, "evil\n", "mine\n");
        for (String command : List.of("bootstrap", "patch-compose")) {
            assertRefused(name, command, "--undo", "--yes");
            Project.Ran ran = project.answer("y", () -> {}, command, "--undo", "--accept-record", "0123456789abcdef");
            assertThat(ran.exit()).isEqualTo(3);
            assertThat(project.text(name)).isEqualTo("mine\n");
        }
    }

    @Test
    void an_undo_record_that_came_along_is_shown_and_asked_about() {
        undoRecord("compose.yaml", "services: {}\n", COMPOSE);
        for (String command : List.of("bootstrap", "patch-compose")) {
            String id = accept(assertRefused("compose.yaml", command, "--undo", "--yes"));
            Project.Ran ran = project.run(command, "--undo", "--yes", "--accept-record", id);
            assertThat(ran.exit()).isEqualTo(5);
            assertThat(ran.out()).contains("-  db:", "+services: {}");
            project.answer("n", () -> {}, command, "--undo", "--accept-record", id);
            assertThat(project.text("compose.yaml")).isEqualTo(COMPOSE);
        }
    }

    /** What was accepted is what was shown: another record has another id. */
    @Test
    void the_id_of_one_record_accepts_no_other() {
        undoRecord("compose.yaml", "services: {}\n", COMPOSE);
        String id = accept(project.run("bootstrap", "--undo"));
        undoRecord("compose.yaml", "services: {evil: {}}\n", COMPOSE);
        assertThat(project.answer("y", () -> {}, "bootstrap", "--undo", "--accept-record", id)
                        .exit())
                .isEqualTo(3);
        assertThat(project.text("compose.yaml")).isEqualTo(COMPOSE);
    }

    @Test
    void a_record_of_ours_that_was_changed_is_not_ours() throws IOException {
        assertThat(project.run("bootstrap", "--yes").exit()).isZero();
        String patched = project.text("compose.yaml");
        for (Path record : undoRecords()) {
            Files.writeString(
                    record, Files.readString(record).replace("\"time\": \"2", "\"time\": \"3"), StandardCharsets.UTF_8);
        }
        assertRefused("compose.yaml", "bootstrap", "--undo", "--yes");
        assertThat(project.text("compose.yaml")).isEqualTo(patched);
    }

    /** As another user of the machine would lay it: in the right place, by the right inode, with modes that look right. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "compose.yaml",
                "data/certs/db/db.key",
                ".git/config",
                ".github/workflows/ci.yml",
                "Makefile",
                "../outside.yaml",
                "/ROOT/../outside.yaml"
            })
    void a_write_ahead_record_that_came_along_is_not_followed(String name) throws IOException {
        String path = name.replace("/ROOT", project.root.toString());
        applyRecord(path);
        Map<String, String> before = project.contents();
        for (String command : List.of("bootstrap", "patch-compose")) {
            assertThat(project.run(command, "--yes").exit()).isEqualTo(3);
            assertThat(project.run(command, "--undo", "--yes").exit()).isEqualTo(3);
        }
        for (String command : List.of("init-ca", "generate-service-certs", "verify-mtls-setup", "pki-cert list")) {
            project.run(
                    command.split(" ")[0], command.replaceFirst("^\\S+ ?", "").split(" "));
        }
        assertThat(project.contents())
                .containsAllEntriesOf(Map.of("compose.yaml", before.get("compose.yaml")))
                .doesNotContainKeys(".git/config", ".github/workflows/ci.yml", "Makefile", "data/certs/db/db.key");
        assertThat(folder.resolve("outside.yaml")).doesNotExist();
    }

    @Test
    void a_write_ahead_record_is_shown_and_asked_about() throws IOException {
        applyRecord("compose.yaml");
        String id = accept(project.run("bootstrap", "--yes"));
        Project.Ran ran = project.run("bootstrap", "--yes", "--accept-record", id);
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.out()).contains("-  db:", "+  evil: {}");
        assertThat(project.text("compose.yaml")).isEqualTo(COMPOSE);
        project.answer("y", () -> {}, "bootstrap", "--dry-run", "--accept-record", id);
        assertThat(project.text("compose.yaml")).isEqualTo(COMPOSE);
        project.answer("y", () -> {}, "patch-compose", "--yes", "--accept-record", id);
        assertThat(project.text("compose.yaml")).contains("evil");
    }

    /** What version 0.1 wrote has no code. It is taken back to the byte once it was shown and agreed to. */
    @Test
    void a_project_of_version_0_1_is_taken_back() throws IOException {
        Path fixture = Checkout.root().resolve("tests/golden/records/0.1");
        copy(fixture.resolve("after"), project.root);
        String id = accept(assertRefused("compose.yaml", "bootstrap", "--undo", "--yes"));
        Project.Ran ran = project.answer("y", () -> {}, "bootstrap", "--undo", "--accept-record", id);
        assertThat(ran.exit()).as(ran.err()).isZero();
        for (String file : List.of("compose.yaml", "prometheus/prometheus.yml")) {
            assertThat(project.text(file)).isEqualTo(Files.readString(fixture.resolve("before/" + file)));
        }
        assertThat(project.has("data/mtls/db/pg_hba.conf")).isFalse();
        assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
    }

    private Project.Ran assertRefused(String file, String command, String... arguments) {
        String before = project.text(file);
        Project.Ran ran = project.run(command, arguments);
        assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
        assertThat(ran.errors()).hasSize(1);
        assertThat(project.text(file)).isEqualTo(before);
        return ran;
    }

    private static String accept(Project.Ran refused) {
        Matcher id = ACCEPT.matcher(refused.err());
        assertThat(id.find()).as(refused.err()).isTrue();
        return id.group(1);
    }

    @Test
    void what_was_seen_on_a_running_stack_is_not_believed_of_others() throws IOException {
        Call call = new Call("app", "db", 5432);
        EarlierState seen = new EarlierState(
                Map.of("db", new EarlierState.Service(true, 0)), Set.of(call), Set.of(), Set.of(), Set.of());
        String record = new String(seen.record(project.layout, "shop"), StandardCharsets.UTF_8);
        Path file = project.file("data/mtls/observed.json", record).layout.observed();
        assertThat(EarlierState.recorded(project.layout, "shop")).isEqualTo(seen);
        for (String foreign : List.of(
                record.replace("app", "web"), record.replaceFirst(",\n  \"mac\".*", ""), "{\"projects\": 1}", "\0")) {
            project.file("data/mtls/observed.json", foreign);
            assertThat(EarlierState.recorded(project.layout, "shop"))
                    .as(foreign)
                    .isEqualTo(EarlierState.NONE);
        }
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), record);
        Files.delete(file);
        Files.createSymbolicLink(file, elsewhere);
        assertThat(EarlierState.recorded(project.layout, "shop")).isEqualTo(EarlierState.NONE);
    }

    private void undoRecord(String path, String before, String after) {
        String now = Digest.sha256(after.getBytes(StandardCharsets.UTF_8));
        project.file("data/mtls/undo/" + now + "-00000000.json", """
                {"schema": "aria.undo/1", "path": "%s", "time": "2026-01-02T03:04:05Z", "before": "%s", "after": "%s",
                 "contentBefore": "%s", "contentAfter": "%s", "undone": false}
                """.formatted(
                path, Digest.sha256(before.getBytes(StandardCharsets.UTF_8)), now, base64(before), base64(after)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void applyRecord(String path) throws IOException {
        String evil = "services:\n  evil: {}\n";
        Path apply = Files.createDirectories(project.root.resolve("data/mtls/apply/20260101T000000.000Z-1"));
        String before = path.equals("compose.yaml")
                ? "\"before\": \"" + Digest.sha256(COMPOSE.getBytes(StandardCharsets.UTF_8)) + "\", "
                : "";
        Files.writeString(apply.resolve("contents"), evil);
        Files.writeString(apply.resolve("record.json"), """
                {"schema": "aria.apply/1", "place": %s, "tasks": [{"write": "%s", %s"after": "%s", "length": %d, "mode": "PUBLIC",
                 "folderMode": "PUBLIC_DIR"}]}
                """.formatted(
                        Files.getAttribute(apply, "unix:ino"),
                        path,
                        before,
                        Digest.sha256(evil.getBytes(StandardCharsets.UTF_8)),
                        evil.length()));
    }

    private List<Path> undoRecords() throws IOException {
        try (Stream<Path> records = Files.list(project.root.resolve("data/mtls/undo"))) {
            return records.toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
