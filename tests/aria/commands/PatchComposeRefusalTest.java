package aria.commands;

import static aria.commands.PatchComposeCommandTest.DB_AND_APP;
import static aria.commands.PatchComposeCommandTest.ready;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code patch-compose} on files that can't be changed safely: one clear line, exit 3, nothing written. */
class PatchComposeRefusalTest {
    private static final String FILE = "compose.yaml";

    @TempDir
    Path folder;

    private Project project;
    private Session session;

    @BeforeEach
    void makeProject() {
        project = ready(Project.empty(folder));
        session = new Session(project);
    }

    /** Runs on the file that the test has made, and expects a refusal in one line. */
    private void refused(String... more) {
        refused(3, more);
    }

    private void refused(int exit, String... more) {
        Map<String, String> before = project.state();
        String[] arguments = new String[more.length + 1];
        arguments[0] = "--yes";
        System.arraycopy(more, 0, arguments, 1, more.length);
        Project.Ran ran = session.run("patch-compose", arguments);
        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        assertThat(ran.errors()).hasSize(1);
        assertThat(ran.err()).as("no stack trace").doesNotContain("\tat ");
        assertThat(project.state()).as("nothing is written").isEqualTo(before);
    }

    private void refusedText(String text) {
        project.file(FILE, text);
        refused();
    }

    /** Of a file that is good but for one service. */
    private void refusedService(String text) {
        project.file(FILE, text);
        refused(6);
    }

    @Test
    void malformed_yaml() throws IOException {
        refusedText("services:\n  db:\n\timage: postgres:17\n");
        refusedText("services:\n  db: {image: postgres:17\n");
        refusedText("services:\n  db:\n    image: \"postgres:17\n");
        refusedText("services:\n  db:\n   image: a\n  image: b\n image: c\n");
        refusedText("services:\n  db: *nowhere\n");
        refusedText("services:\n  db:\n    image: postgres:17\n  db:\n    image: postgres:16\n");
        refusedText("");
        refusedText("# nothing but a comment\n");
        refusedText("just text\n");
        refusedText("- a\n- list\n");
        refusedText("volumes: {}\n");
        Files.write(project.root.resolve(FILE), new byte[] {'s', 'e', 'r', (byte) 0xff, (byte) 0xfe, ':'});
        refused();
        Files.write(project.root.resolve(FILE), DB_AND_APP.getBytes(StandardCharsets.UTF_16LE));
        refused();
        refusedText("services:\n  db:\n    image: \"postgres:\u0000\"\n");
        session.assertGolden("patch-malformed-yaml");
    }

    @Test
    void a_named_file_that_is_not_there_does_not_stop_the_others() {
        project.file("good.yaml", "services:\n  web:\n    image: nginx\n");
        session.run("patch-compose", "--preset", "*=mount", "--yes", "-q", "gone.yaml", "good.yaml", "nowhere/");
        session.run("patch-compose", "--preset", "*=mount", "--yes", "--json", "gone.yaml", "good.yaml");
        session.run("patch-compose", "--undo", "--yes", "-q", "gone.yaml", "good.yaml");
        session.assertGolden("patch-a-file-that-is-not-there");
    }

    @Test
    void what_is_no_compose_file_of_today() {
        refusedText("db:\n  image: postgres:9\n  ports: [\"5432:5432\"]\nweb:\n  build: .\n");
        refusedText("services:\n  db:\n    image: {{ .Values.image }}\n");
        refusedText("services:\n{% for name in names %}\n  {{ name }}:\n    image: postgres:17\n{% endfor %}\n");
        refusedText("services:\n  db:\n    image: [postgres]\n");
        refusedText("services:\n  db:\n    image: postgres:17\n    environment: POSTGRES_PASSWORD=x\n");
        refusedText("services:\n  ../db:\n    image: postgres:17\n");
        refusedText("services:\n  -db:\n    image: postgres:17\n");
        refusedText("services:\n  \"a/b\":\n    image: postgres:17\n");
        session.assertGolden("patch-no-compose-file");
    }

    @Test
    void hostile_yaml() {
        StringBuilder laughs = new StringBuilder("x0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 10; i++) {
            laughs.append("x")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("]\n");
        }
        refusedText(laughs + "services: {db: {image: postgres:17}}\n");
        refusedText("services: " + "{a: ".repeat(3000) + "1" + "}".repeat(3000) + "\n");
        refusedText("services:\n  db: &db\n    image: postgres:17\n    x-again: *db\n");
        refusedText("services:\n  db: !!javax.script.ScriptEngineManager [x]\n");
        session.assertGolden("patch-hostile-yaml");
    }

    @Test
    void paths_that_lead_out_of_the_project() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("stack.yaml"), DB_AND_APP);
        refusedText("include: [../outside/stack.yaml]\nservices: {}\n");
        refusedText("services:\n  db:\n    extends: {file: ../outside/stack.yaml, service: db}\n");
        Files.createSymbolicLink(project.root.resolve("inner.yaml"), outside.resolve("stack.yaml"));
        refusedText("include: [inner.yaml]\n");
        Files.delete(project.root.resolve(FILE));
        Files.createSymbolicLink(project.root.resolve(FILE), outside.resolve("stack.yaml"));
        refused();
        assertThat(outside.resolve("stack.yaml")).hasContent(DB_AND_APP);
        session.assertGolden("patch-out-of-the-project");
    }

    @Test
    void what_is_not_there() throws IOException {
        refused();
        refused("nothere.yaml");
        refused("-f", "nothere.yaml");
        Files.createDirectory(project.root.resolve("folder"));
        refused("folder");
        refusedText("include: [gone.yaml]\n");
        project.file("inc/compose.yaml", DB_AND_APP).file(FILE, "include: [inc]\n");
        refused();
        session.assertGolden("patch-not-there");
    }

    @Test
    void a_service_that_has_something_in_the_way() {
        refusedService(DB_AND_APP
                .replace("data:/var/lib/postgresql/data", "mine:/etc/certs")
                .replace("  data:", "  mine:"));
        refusedService(DB_AND_APP.replace("  app:\n", "  db-mtls-init:\n"));
        refusedService("services:\n  db:\n    image: postgres:17\n    tmpfs: /etc/certs\n");
        session.assertGolden("patch-in-the-way");
    }
}
