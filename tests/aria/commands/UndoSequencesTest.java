package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any sequence of patches, options, edits by hand and undos, against a simple reference: the user's file, which gets
 * the user's edits and nothing else. After an undo the file on disk is that one, to the byte.
 */
class UndoSequencesTest {
    private static final boolean FULL = "1".equals(System.getenv("ARIA_TEST_FULL"));
    private static final String FILE = "compose.yaml";
    private static final List<String> STACKS = List.of("""
            # our stack
            services:
              db:
                image: postgres:16 # the best
                environment:
                  - POSTGRES_PASSWORD=secret
                volumes:
                  - data:/var/lib/postgresql/data

              cache:
                image: redis:7.2
                command: ["redis-server", "--save", ""]
                ports:
                  - "127.0.0.1:6379:6379"
              app:
                image: example/app:1
                depends_on: [db]
            volumes:
              data:
            """, """
            services:
                app: {image: 'example/app:1'}
                cache:
                    image: redis:7.2
                    # volumes:
                    #     - db-mtls:/etc/certs:ro
                db:
                    image: postgres:16
                    depends_on:
                    - app
                    environment:
                        POSTGRES_PASSWORD: secret""", """
            x-app: &app
              image: example/app:1
              environment: {URL: "postgres://db/x", CACHE: "redis://cache"}
              depends_on: &deps
                db: {condition: service_started}
                cache: {condition: service_started}
            services:
              web:
                <<: *app
                networks: [front, back]
              worker:
                <<: *app
                networks:
                  back:
              db:
                image: postgres:16
                networks: {back: {aliases: [postgres]}}
                environment: {POSTGRES_PASSWORD: secret}
              cache:
                image: redis:7.2
                networks: [back]
            networks:
              front:
              back:
            """);

    private static final List<String> FLAGS =
            List.of("--ssl_ca_file=", "--hba_file=", "--tls-port ", "--tls-ca-cert-file ");

    @TempDir
    Path folder;

    static IntStream seeds() {
        return IntStream.range(0, FULL ? 300 : Integer.getInteger("aria.seeds", 14));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void after_an_undo_the_file_is_the_users_own(int seed) {
        new Sequence(new Random(seed), Project.empty(folder)).run();
    }

    /** One sequence. */
    private static final class Sequence {
        private final Random random;
        private final Project project;
        private final List<String> done = new ArrayList<>();
        /** The reference. */
        private String users;

        Sequence(Random random, Project project) {
            this.random = random;
            this.project = project;
            this.users = STACKS.get(random.nextInt(STACKS.size()));
            if (random.nextInt(4) == 0) {
                users = users.replace("\n", "\r\n");
            }
            project.file(FILE, users);
        }

        void run() {
            patch();
            int steps = 1 + random.nextInt(7);
            for (int i = 0; i < steps; i++) {
                switch (random.nextInt(8)) {
                    case 0, 1 -> patch();
                    case 2, 3, 4 -> edit();
                    case 5 -> editOurs();
                    case 6 -> editFlag();
                    default -> undo();
                }
            }
            undo();
        }

        private void patch() {
            List<String> options = new ArrayList<>(List.of("--yes"));
            switch (random.nextInt(8)) {
                case 0 -> options.addAll(List.of("--only", random.nextBoolean() ? "db" : "cache,db"));
                case 1 -> options.addAll(List.of("--mode", random.nextBoolean() ? "request" : "require"));
                case 2 -> options.addAll(List.of("--preset", "app=mount"));
                case 3 -> options.addAll(List.of("--san", "db=db.example.org"));
                default -> {}
            }
            Project.Ran ran = project.run("patch-compose", options.toArray(String[]::new));
            done.add("patch " + options + " " + ran.exit() + " " + ran.errors());
            assertThat(ran.exit()).as(this::told).isNotIn(70, 1);
            FLAGS.forEach(flag -> assertThat(count(project.text(FILE), flag))
                    .as(() -> flag + told())
                    .isLessThan(2));
        }

        private void undo() {
            Project.Ran ran = project.run("patch-compose", "--undo", "--yes");
            done.add("undo " + ran.exit());
            assertThat(ran.exit()).as(() -> told() + ran.err()).isZero();
            assertThat(project.text(FILE)).as(() -> told() + ran.err()).isEqualTo(users);
            assertThat(project.has("aria.yaml")).as(this::told).isFalse();
            assertThat(project.has("data/mtls/db/pg_hba.conf")).as(this::told).isFalse();
        }

        /** An edit of the user's own, made to the file on disk and to the reference. */
        private void edit() {
            switch (random.nextInt(9)) {
                case 0 -> both("image: redis:7.2", "image: redis:7." + random.nextInt(9));
                case 1 -> above("image: postgres:16", "restart: always");
                case 2 -> both(" app:", " app2:");
                case 3 -> both(" db:", " database:");
                case 4 -> above("services:", "# note " + random.nextInt());
                case 5 -> above(" cache:", "own" + random.nextInt(1000) + ": {image: own}");
                case 6 -> both("  worker:", "  jobs:");
                case 7 -> both("  jobs:", "  worker:");
                default -> both("POSTGRES_PASSWORD", "OTHER_PASSWORD");
            }
        }

        private void above(String part, String line) {
            Optional<String> there =
                    users.lines().filter(each -> each.contains(part)).findFirst();
            if (there.isPresent() && !users.contains(line)) {
                String indent = there.get().replaceFirst("\\S.*", "");
                both(there.get(), indent + line + (users.contains("\r\n") ? "\r\n" : "\n") + there.get());
            }
        }

        private void both(String old, String wanted) {
            String text = project.text(FILE);
            if (count(users, old) == 1 && count(text, old) == 1) {
                done.add("edit " + old.strip() + " -> " + wanted.strip());
                users = users.replace(old, wanted);
                project.file(FILE, text.replace(old, wanted));
            }
        }

        private static int count(String text, String part) {
            return text.split(Pattern.quote(part), -1).length - 1;
        }

        /** A line of ours is removed or changed, on disk alone. */
        private void editOurs() {
            List<String> lines =
                    new ArrayList<>(Arrays.asList(project.text(FILE).split("(?<=\n)")));
            List<String> own = Arrays.asList(users.split("(?<=\n)"));
            List<Integer> ours = IntStream.range(0, lines.size())
                    .filter(i -> !own.contains(lines.get(i)) && lines.get(i).endsWith("\n"))
                    .filter(i -> lines.get(i).matches("(?s) +(- |source|read_only|image|user|condition).*"))
                    .boxed()
                    .toList();
            if (ours.isEmpty()) {
                return;
            }
            int line = ours.get(random.nextInt(ours.size()));
            done.add("ours " + lines.get(line).strip());
            String old = lines.get(line);
            lines.set(line, random.nextBoolean() ? "" : old.replaceFirst("(\\w)(\\W*)$", "$1x$2"));
            project.file(FILE, lines.stream().collect(Collectors.joining()));
        }

        /** A flag of ours in a command gets another value, on disk alone. */
        private void editFlag() {
            String flag = FLAGS.get(random.nextInt(FLAGS.size()));
            String text = project.text(FILE);
            String edited = text.replaceFirst(Pattern.quote(flag) + "[^\\s\"',\\]]+", "$0x");
            if (!edited.equals(text)) {
                done.add("flag " + flag);
                project.file(FILE, edited);
            }
        }

        private String told() {
            try {
                return String.join("\n", done) + "\n" + Files.readString(project.root.resolve(FILE)) + "\n";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
