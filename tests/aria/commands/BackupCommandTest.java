package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.AuditEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine is lost: what one file brings back elsewhere, and what somebody else's file does not do. */
class BackupCommandTest {
    private static final String COMPOSE = """
            services:
              db: # ours
                image: postgres:16
                environment: {POSTGRES_PASSWORD: "${PW}"}
              cache:
                image: redis:7.2
                volumes: ["./notes.txt:/notes.txt:ro", "./settings:/settings:ro"]
              app:
                image: example/app:1
                env_file: [app.env]
                volumes: ["./uploads:/uploads"]
            """;
    private static final String PASSWORD = "correct horse battery staple";

    @TempDir
    static Path folder;

    private static Project project;

    @BeforeAll
    static void back_it_up() {
        project = Project.empty(folder.resolve("lost"))
                .file("compose.yaml", COMPOSE)
                .file(".env", "PW=p\n")
                .file("notes.txt", "which a service mounts\n")
                .file("app.env", "CACHE_URL=redis://cache:6379\n")
                .file("settings/cache.conf", "maxmemory 1mb\n");
        ok("bootstrap", "--yes");
        ok("generate-service-certs", "db", "--rekey");
        ok("pki-cert", "create", "job", "--key-type", "RSA-3072");
        project.file("pw", PASSWORD + "\n").file("other", "another long password\n");
        project.mode("pw", "rw-------");
        project.mode("other", "rw-------");
        ok(
                "pki-cert",
                "backup",
                "a.cms",
                "--password-file",
                "pw",
                "--recipient",
                "data/certs/db/db.crt",
                "--recipient",
                "data/certs/job/job.crt",
                "--root-key",
                "root.cms");
    }

    private static Project.Ran ok(String command, String... arguments) {
        return ok(project, command, arguments);
    }

    private static Project.Ran ok(Project where, String command, String... arguments) {
        Project.Ran ran = where.run(command, arguments);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        return ran;
    }

    private static String lost(String file) {
        return project.root.resolve(file).toString();
    }

    /** Mode and content of what has to come back; a certificate by generation comes back as a plain file. */
    private static Map<String, String> kept(Project of) {
        Map<String, String> all = new TreeMap<>(of.contents());
        all.keySet()
                .removeIf(name -> name.contains("/..")
                        || name.matches("pw|other|.*\\.(cms|tar)|")
                        || name.startsWith("data/mtls/undo/")
                        || name.matches("data/mtls/(lock|audit.log)"));
        all.replaceAll((name, content) -> {
            try {
                Path file = of.root.resolve(name);
                return (Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "folder")
                        + Files.getPosixFilePermissions(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return all;
    }

    @Test
    void everything_comes_back_elsewhere_and_goes_on() throws IOException {
        Project restored = Project.empty(folder.resolve("elsewhere"));
        restored.file("pw", PASSWORD + "\n").mode("pw", "rw-------");
        String log = project.text("data/mtls/audit.log");
        String[] open = {"restore", lost("a.cms"), "--identity", lost("data/certs/db/db.crt")};
        Project.Ran shown = ok(restored, "pki-cert", with(open, "--dry-run"));
        assertThat(shown.out()).contains("data/certs/db/db.key");
        assertThat(restored.contents().keySet()).containsExactlyInAnyOrder("", "pw");

        assertThat(ok(restored, "pki-cert", open).err())
                .contains("app mounts uploads, which is not in the backup")
                .doesNotContain("settings");
        assertThat(restored.has("config/root-ca"))
                .as("the root's key is in its own file")
                .isFalse();
        ok(restored, "pki-cert", "restore", lost("root.cms"), "--password-file", "pw");
        Map<String, String> want = kept(project);
        assertThat(kept(restored)).isEqualTo(want);
        assertThat(ok(restored, "pki-cert", open).out()).contains("nothing to do");

        assertThat(ok(restored, "bootstrap", "--yes").out()).contains("nothing to do");
        ok(restored, "pki-cert", "verify", lost("data/certs/cache/cache.crt"), "--name", "cache");
        ok(restored, "pki-cert", "create", "later");
        assertThat(restored.text("data/mtls/audit.log"))
                .startsWith(log.lines().limit(4).collect(Collectors.joining("\n")));
        assertThat(AuditEntry.of(restored.layout.auditLog()))
                .extracting(AuditEntry::event)
                .contains("rekey", "restore");
        ok(restored, "pki-cert", "audit", "verify");
        ok(restored, "bootstrap", "--undo", "--yes");
        assertThat(restored.text("compose.yaml")).isEqualTo(COMPOSE);
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    /** Tried with OpenSSL 3.0.22: the file has to open without this program. */
    @Test
    void openssl_opens_it_for_each_recipient() throws IOException, InterruptedException {
        List<List<String>> keys = List.of(
                List.of("-pwri_password", PASSWORD),
                List.of("-recip", "data/certs/db/db.crt", "-inkey", "data/certs/db/db.key"),
                List.of("-recip", "data/certs/job/job.crt", "-inkey", "data/certs/job/job.key"));
        List<byte[]> archives = new ArrayList<>();
        for (List<String> key : keys) {
            Path out = folder.resolve("out.tar");
            List<String> command = new ArrayList<>(
                    List.of("openssl", "cms", "-decrypt", "-inform", "DER", "-in", "a.cms", "-out", out.toString()));
            command.addAll(key);
            Process openssl = new ProcessBuilder(command)
                    .directory(project.root.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(openssl.waitFor()).as(key + said).isZero();
            archives.add(Files.readAllBytes(out));
        }
        assertThat(archives.get(0)).isEqualTo(archives.get(1)).isEqualTo(archives.get(2));
        String tar = new String(archives.get(0), StandardCharsets.ISO_8859_1);
        assertThat(tar).contains("files/config/step-ca/pki/intermediate_ca_key", "PW=p", "audit.log");
        assertThat(tar).doesNotContain("files/config/root-ca", "files/data/mtls/lock", "files/data/mtls/apply");
    }

    @Test
    void it_is_proven_without_being_restored() throws IOException {
        for (String[] key : new String[][] {
            {"--password-file", "pw"}, {"--identity", "data/certs/db/db.crt"}, {"--identity", "data/certs/job/job.crt"}
        }) {
            assertThat(ok("pki-cert", with(new String[] {"backup", "--verify", "a.cms"}, key))
                            .out())
                    .contains("a.cms is whole", "6 keys match");
        }
        assertThat(Files.getPosixFilePermissions(project.root.resolve("a.cms"))).hasSize(2);
        byte[] sealed = Files.readAllBytes(project.root.resolve("a.cms"));
        for (int at : new int[] {sealed.length / 4, sealed.length / 2, sealed.length - 20}) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            Files.write(project.root.resolve("changed.cms"), changed);
            assertThat(project.run(
                                    "pki-cert",
                                    "backup",
                                    "--verify",
                                    "changed.cms",
                                    "--identity",
                                    "data/certs/db/db.crt")
                            .exit())
                    .as("byte %d", at)
                    .isEqualTo(3);
        }
        Files.delete(project.root.resolve("changed.cms"));
        assertThat(project.run("pki-cert", "backup", "--verify", "a.cms", "--password-file", "other")
                        .err())
                .contains("the password is wrong, or the file was changed");
        assertThat(project.run("pki-cert", "backup", "--verify", "a.cms", "--identity", "data/certs/cache/cache.crt")
                        .err())
                .contains("the file is not for 'cache'");
    }

    @Test
    void nothing_is_overwritten() {
        Project.Ran again = project.run("pki-cert", "backup", "a.cms", "--password-file", "pw");
        assertThat(again.exit()).isEqualTo(5);
        Project other = Project.empty(folder.resolve("taken")).file("compose.yaml", "services: {}\n");
        Map<String, String> before = other.state();
        Project.Ran refused =
                other.run("pki-cert", "restore", lost("a.cms"), "--identity", lost("data/certs/db/db.crt"));
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.err()).contains("compose.yaml: another file is already there");
        assertThat(other.state()).isEqualTo(before);
    }

    @Test
    void what_could_not_be_restored_is_not_called_a_backup() {
        Project broken = project.copyTo(folder.resolve("broken"));
        broken.file("data/certs/cache/cache.key", broken.text("data/people/" + Project.USER + ".key"));
        Project.Ran ran = broken.run("pki-cert", "backup", "b.cms", "--password-file", "pw");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err()).contains("data/certs/cache/cache.key is not the key of its certificate");
        assertThat(broken.has("b.cms")).isFalse();
        broken.file("short", "secret\n").mode("short", "rw-------");
        assertThat(project.run(
                                "pki-cert",
                                "backup",
                                "c.cms",
                                "--password-file",
                                broken.root.resolve("short").toString())
                        .err())
                .contains("shorter than 12 characters");
    }

    @Test
    void a_repeated_run_writes_one_a_day_for_people_who_are_elsewhere() throws IOException {
        Project copy = project.copyTo(folder.resolve("repeated"));
        Files.createDirectory(copy.root.resolve("out"));
        String[] wanted = {"--backup", "out", "--recipient", "data/certs/db/db.crt"};
        assertThat(copy.run("rotate-certs", "--backup", "out").exit()).isEqualTo(2);
        ok(copy, "rotate-certs", with(wanted, "--dry-run"));
        assertThat(copy.root.resolve("out")).isEmptyDirectory();
        assertThat(ok(copy, "rotate-certs", wanted).err()).contains(".cms is written");
        assertThat(ok(copy, "rotate-certs", wanted).err()).doesNotContain("is written");
        try (Stream<Path> backups = Files.list(copy.root.resolve("out"))) {
            String backup = backups.toList().get(0).toString();
            ok(copy, "pki-cert", "backup", "--verify", backup, "--identity", "data/certs/db/db.crt");
        }
    }
}
