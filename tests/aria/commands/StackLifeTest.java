package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.SourceText;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stack that changes after it was secured: one run gives what a fresh one would, and an undo the user's bytes. */
class StackLifeTest {
    private static final String FILE = "compose.yaml";
    private static final String STACK = """
            services:
              db:
                image: postgres:16 # ours
                environment:
                  - POSTGRES_PASSWORD=secret
              cache:
                image: redis:7.2
              board:
                image: grafana/grafana:11.4.0
            """;

    private static final String CALLS_DB = """
                environment:
                  GF_DATABASE_TYPE: postgres
                  GF_DATABASE_HOST: db:5432
            """;

    /** Two callers of a server behind a proxy. */
    private static final String PROXIED = """
            services:
              cache:
                image: redis:7.2 # ours
                networks:
                  default:
                    aliases: [store]
              pub:
                image: example/pub:1
                environment: {REDIS: "redis://store:6379"}
              sub:
                image: example/sub:1
                environment: {REDIS: "redis://store:6379"}
            """;

    private static final String CHOICES = "aria.yaml";
    private static final Pattern HOSTS = Pattern.compile("(?m)(?:^ +- \\S+:\\$\\{ARIA_PROXY_NETWORKS:-\n)+");

    @TempDir
    Path folder;

    static Stream<Named<UnaryOperator<String>>> changes() {
        return Stream.of(
                Named.of("renamed", text -> text.replace("  db:", "  database:")),
                Named.of("a proxied one is renamed", text -> text.replace("  board:", "  dash:")),
                Named.of("removed", text -> without(text, "cache")),
                Named.of(
                        "patched by an earlier version, without labels",
                        text -> text.replaceAll("(?m)^    labels:\n      aria.role.*\n      aria.service.*\n", "")),
                Named.of("another user", text -> text.replace("# ours", "# ours\n    user: \"1000:1000\"")),
                Named.of(
                        "a new one",
                        text -> text.replace("  db:\n    image", "  new: {image: 'redis:7.4'}\n  db:\n    image")));
    }

    static Stream<Named<UnaryOperator<String>>> changesBesideProxies() {
        return Stream.of(
                Named.of("a caller is renamed", text -> text.replace("  pub:", "  publisher:")),
                Named.of("every caller is renamed", text -> text.replaceAll("  (pub|sub):", "  $1lic:")),
                Named.of("a caller is removed", text -> without(text, "pub")),
                Named.of(
                        "a caller is copied",
                        text -> text.replaceFirst("(?m)^  pub(:\n(?:    .*\n|\n)*)", "  pub$1  copy$1")),
                Named.of("the server is renamed", text -> text.replace("  cache:", "  kv:")),
                Named.of("all are renamed", text -> text.replaceAll("(?m)^  (cache|pub|sub):", "  my$1:")),
                Named.of(
                        "a caller is renamed, and others are added",
                        text -> text.replace(
                                "  pub:\n",
                                "  a: {image: 'example/pub:1', environment: {REDIS: 'redis://store:6379'}}\n  publisher:\n")));
    }

    /** Without the lines of a service. */
    private static String without(String text, String service) {
        return text.replaceFirst("(?m)^  " + service + ":\n(    .*\n|\n)*", "");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void one_run_gives_what_a_fresh_one_would(UnaryOperator<String> change) {
        Project project = patched(STACK);
        project.file(FILE, change.apply(project.text(FILE)));
        String users = change.apply(STACK);

        Project.Ran ran = project.run("patch-compose", "--yes");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(said(project)).as(project.text(FILE)).isEqualTo(said(patchedElsewhere(users)));
        assertThat(project.run("patch-compose", "--check").exit())
                .as("nothing is left to do")
                .isZero();
        Project.Ran undone = project.run("patch-compose", "--undo", "--yes");
        assertThat(undone.exit()).as(undone.err()).isZero();
        assertThat(project.text(FILE)).isEqualTo(users);
    }

    @ParameterizedTest
    @MethodSource("changesBesideProxies")
    void one_run_gives_what_a_fresh_one_would_beside_proxies(UnaryOperator<String> change) {
        String users = change.apply(PROXIED);
        String server = users.contains("  kv:") ? "kv" : users.contains("  mycache:") ? "mycache" : "cache";
        isAsFresh(change, choosing("cache"), choosing(server));
    }

    @ParameterizedTest
    @MethodSource("changesBesideProxies")
    void one_run_gives_what_a_fresh_one_would_beside_proxies_of_callers_alone(UnaryOperator<String> change) {
        isAsFresh(change, "version: 1\n", "version: 1\n");
    }

    private void isAsFresh(UnaryOperator<String> change, String choice, String later) {
        String users = change.apply(PROXIED);
        Project project = patched(PROXIED, choice);
        project.file(FILE, change.apply(project.text(FILE))).file(CHOICES, later);

        Project fresh = Project.empty(folder.resolve("fresh")).file(FILE, users).file(CHOICES, later);
        patch(fresh);

        patch(project);

        assertThat(said(project)).as(project.text(FILE)).isEqualTo(said(fresh));
        assertThat(project.run("patch-compose", "--check").exit())
                .as("nothing is left to do")
                .isZero();
        Project.Ran undone = project.run("patch-compose", "--undo", "--yes");
        assertThat(undone.exit()).as(undone.err()).isZero();
        assertThat(project.text(FILE)).isEqualTo(users);
    }

    private static String choosing(String server) {
        return "version: 1\nservices:\n  " + server + ": {via: proxy}\n";
    }

    @Test
    void a_clone_of_a_stack_with_proxies_needs_no_change_to_tracked_files() {
        Project project = patched(PROXIED, choosing("cache"));
        Project clone = Project.empty(folder.resolve("clone"))
                .file(FILE, project.text(FILE))
                .file(CHOICES, project.text(CHOICES));
        Project.Ran ran = clone.run("bootstrap", "--yes");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(clone.text(FILE)).isEqualTo(project.text(FILE));
        assertThat(clone.text(CHOICES)).isEqualTo(project.text(CHOICES));
    }

    @Test
    void two_projects_whose_proxies_would_share_a_file_are_refused() {
        Project project = Project.empty(folder);
        for (String name : new String[] {"a", "b"}) {
            project.file("docker-compose." + name + ".yml", "name: " + name + "\n" + PROXIED);
        }
        project.file(CHOICES, choosing("cache"));
        Map<String, String> before = project.contents();
        Project.Ran ran = project.run("bootstrap", "--yes");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
        assertThat(ran.err())
                .contains("the projects a (docker-compose.a.yml) and b both have a service of this name")
                .contains("a folder of its own");
        Map<String, String> after = project.contents();
        after.keySet().removeIf(file -> file.startsWith("data"));
        assertThat(after).isEqualTo(before);
    }

    @Test
    void one_server_is_taken_back_with_the_settings_of_its_callers_and_the_others_stay() {
        String stack = STACK.replace("11.4.0\n", "11.4.0\n" + CALLS_DB);
        Project project = patched(stack);
        String before = project.text(FILE);
        assertThat(before).contains("db-mtls-init", "GF_DATABASE_SSL_MODE");
        project.file(FILE, before.replace("# ours", "# still ours"));

        Project.Ran ran = project.run("patch-compose", "--undo", "--only", "db", "--yes");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(project.text(FILE))
                .contains("cache-mtls-init", "board-mtls-proxy", "# still ours")
                .doesNotContain("db-mtls", "GF_DATABASE_SSL_MODE");
        assertThat(said(project))
                .as(project.text(FILE))
                .isEqualTo(said(patchedElsewhere(stack, "--only", "cache,board")));
        assertThat(project.run("patch-compose", "--undo", "--yes").exit()).isZero();
        assertThat(project.text(FILE)).isEqualTo(stack.replace("# ours", "# still ours"));
    }

    @Test
    void a_server_is_taken_back_with_the_proxies_of_its_callers() {
        String stack = PROXIED + "  db:\n    image: postgres:16\n";
        Project project = patched(stack);
        assertThat(project.text(FILE)).contains("cache.srv.mtls", "pub-mtls-proxy:", "db-mtls-init");
        assertThat(project.run("patch-compose", "--undo", "--only", "cache", "--yes")
                        .exit())
                .isZero();
        assertThat(said(project)).as(project.text(FILE)).isEqualTo(said(patchedElsewhere(stack, "--only", "db")));
    }

    @Test
    void a_server_that_calls_another_one_is_not_taken_back_alone() {
        Project project = patched(STACK.replace("11.4.0\n", "11.4.0\n" + CALLS_DB));
        String before = project.text(FILE);

        Project.Ran refused = project.run("patch-compose", "--undo", "--only", "board", "--yes");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("board: it calls db", "patch-compose@aria --undo --only board,db");
        assertThat(project.text(FILE)).isEqualTo(before);
        assertThat(project.run("patch-compose", "--undo", "--only", "board,db", "--yes")
                        .exit())
                .isZero();
        assertThat(project.text(FILE)).contains("cache-mtls-init").doesNotContain("board-mtls", "db-mtls");
    }

    private Project patched(String text, String... choices) {
        Project project = Project.empty(folder).file(FILE, text);
        Stream.of(choices).forEach(chosen -> project.file(CHOICES, chosen));
        patch(project);
        return project;
    }

    private static void patch(Project project, String... options) {
        Project.Ran ran = project.run(
                "patch-compose",
                Stream.concat(Stream.of("--yes"), Stream.of(options)).toArray(String[]::new));
        assertThat(ran.exit()).as(ran.err()).isZero();
    }

    private Project patchedElsewhere(String text, String... options) {
        Project project = Project.empty(folder.resolve("fresh")).file(FILE, text);
        patch(project, options);
        return project;
    }

    /**
     * The addresses of private networks aside, which depend on the folder and on what was there before, and the order of
     * hosts.
     */
    private static YamlMap said(Project project) {
        String text = project.text(FILE).replaceAll("(ARIA_PROXY_NETWORKS:-)[0-9.]+(}[0-9.]*)?", "$1");
        text = HOSTS.matcher(text)
                .replaceAll(hosts -> Matcher.quoteReplacement(
                        hosts.group().lines().sorted().collect(Collectors.joining("\n", "", "\n"))));
        return YamlDocument.parse(SourceText.of(FILE, text.getBytes(StandardCharsets.UTF_8)))
                .root();
    }
}
