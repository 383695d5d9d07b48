package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Remedy;
import aria.testing.Checkout;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that the code has as a remedy is tried: by this test, in a folder below the project and with the choices
 * of its {@code aria.yaml}, or by another one that is named here. A remedy that nobody tries fails this test.
 */
class RemedyCommandsTest {
    private static final String NOT = "not: ";

    /** In the order in which they work one after the other; paths are relative to the project's root. */
    private static final List<String> TRIES = List.of(
            "init-ca",
            "generate-service-certs",
            "generate-service-certs --san db=db.example.org",
            "generate-service-certs app",
            "patch-compose --preset app=mount --yes",
            "patch-compose --yes",
            "verify-mtls-setup",
            "patch-compose --undo --only cache --yes",
            "patch-compose --undo --yes",
            "bootstrap --yes",
            "bootstrap --with-step-ca --yes",
            "bootstrap --prune --yes",
            "rotate-certs",
            "rotate-certs db --restart",
            "rotate-certs --root-key config/root-ca/root_ca_key",
            "pki-cert create carol",
            "pki-cert create dave --type person",
            "pki-cert renew carol",
            "pki-cert renew data/certs/db/db.crt --offline --rekey",
            "pki-cert crl --renew",
            "pki-cert audit verify",
            "pki-cert revoke dave",
            "generate-service-certs db --rekey",
            "generate-service-certs --force",
            "bootstrap --undo --yes",
            "init-ca --config-dir other/ca",
            "init-ca --permit-domain example.org --force");

    /** By the words in the code: the test that has them, or why none does. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("bootstrap *", "commands/UndoElsewhereTest"),
            Map.entry("bootstrap --up", "live/WorkingStackTest"),
            Map.entry("bootstrap --yes --up", "live/WorkingStackTest"),
            Map.entry("init-ca --fingerprint *", "attacks/UnknownCaTest"),
            Map.entry("init-ca --force", "attacks/UnknownCaTest"),
            Map.entry("enforce *", "commands/StageCommandTest"),
            Map.entry("observe", "commands/ObserveCommandTest"),
            Map.entry("pki-cert audit send", "commands/AuditSinksTest"),
            Map.entry("pki-cert crl --fetch --renew", "commands/RunningListTest"),
            Map.entry("pki-cert list", "commands/PkiCertCommandTest"),
            Map.entry("pki-cert rotate-ca start", "commands/RotateCaTest"),
            Map.entry("pki-cert rotate-ca status", "commands/RotateCaTest"),
            Map.entry("pki-cert rotate-ca status --accept-record *", "commands/RotateCaTest"),
            Map.entry("* * start", "commands/RotateCaTest"),
            Map.entry("* * * * --restart", "live/NewCaOnAStackTest"),
            Map.entry("pki-cert trust install", "commands/TrustCommandTest"),
            Map.entry("pki-cert trust uninstall --fingerprint *", "commands/TrustCommandTest"),
            Map.entry("pki-cert trust uninstall --store * --fingerprint *", "commands/TrustCommandTest"),
            Map.entry("pki-cert rotate-password --ca", "commands/RotatePasswordTest"),
            Map.entry("bootstrap --undo --volumes", "live/ProxiedStackTest"),
            Map.entry("generate-service-certs --ca *", "commands/GenerateOnlineTest"),
            Map.entry("generate-service-certs --ca acme", "commands/GenerateAcmeTest"),
            Map.entry(
                    "generate-service-certs --ca jwk --provisioner-password-file FILE", "commands/GenerateOnlineTest"),
            Map.entry("* --undo -C *", "commands/UndoElsewhereTest"),
            Map.entry("pki-cert *", "commands/RevokedCommandTest"),
            Map.entry("pki-cert create * --type server", "commands/ScrapeTest"),
            Map.entry("pki-cert crl --root --root-key FILE", "commands/RootListTest"),
            Map.entry("docker compose restart *", "live/RevokedClientTest"),
            Map.entry("rotate-certs --install cron", "cli/ScheduleOptionsTest"),
            Map.entry("rotate-certs --install systemd", "cli/ScheduleOptionsTest"),
            Map.entry("* --uninstall *", NOT + "it would change the schedule of whoever runs the tests"),
            Map.entry("loginctl enable-linger", NOT + "it changes the machine"),
            Map.entry("sudo iptables -P FORWARD DROP", NOT + "it changes the machine"),
            Map.entry("patch-compose *", "commands/RemediesTest"),
            Map.entry("patch-compose * *", "commands/RemediesTest"),
            Map.entry("chmod u+w *", "commands/ProcessTest"),
            Map.entry("curl --cacert * --cert * --key * *", "live/SecuredStackTest"),
            Map.entry("docker compose -f * up -d --remove-orphans", "live/ProxiedStackTest"),
            Map.entry("docker compose -f * *", "live/WorkingStackTest"),
            Map.entry("docker compose *", NOT + "its words are computed; CertificateReload has live tests"),
            Map.entry("docker compose -p * down", "live/WorkingStackTest"),
            Map.entry("docker compose up -d *", "live/WorkingStackTest"),
            Map.entry("docker logs *", "live/WorkingStackTest"),
            Map.entry("docker network disconnect * *", "live/SidecarStackTest"),
            Map.entry(
                    "*",
                    NOT + "its first words are computed; InUse, CertificateReload and the checks have live tests"));

    private static final String SCRIPTS = "scripts";
    private static final Pattern SITE = Pattern.compile("Remedy\\.(aria|command|compose)\\(");
    private static final String LIST = "List.of(";
    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\]*)\"");

    @TempDir
    Path folder;

    @Test
    void every_command_in_the_code_is_tried_somewhere() throws IOException {
        Set<String> known = sites();
        assertThat(known.stream()
                        .filter(words -> !ELSEWHERE.containsKey(words) && !isTried(words))
                        .toList())
                .as("add a line to TRIES, or to ELSEWHERE the test that runs it")
                .isEmpty();
        assertThat(known).as("all of ELSEWHERE is in the code").containsAll(ELSEWHERE.keySet());
        for (Map.Entry<String, String> entry : ELSEWHERE.entrySet()) {
            if (!entry.getValue().startsWith(NOT)) {
                String test = Files.readString(Checkout.root().resolve("tests/aria/" + entry.getValue() + ".java"));
                assertThat(Stream.of(entry.getKey().split(" ")).filter(word -> word.startsWith("--")))
                        .as("%s has the words of %s", entry.getValue(), entry.getKey())
                        .allMatch(test::contains);
            }
        }
    }

    @Test
    void ours_work_in_a_folder_below_the_project_with_the_files_of_its_choices() {
        Project project = Project.empty(folder)
                .file("stack/services.yaml", RemediesTest.STACK)
                .file("docs/notes.txt", "")
                .file("aria.yaml", "version: 1\nfiles: [stack/services.yaml]\n");
        Project below = Project.at(project.root.resolve("docs"));
        for (String command : TRIES) {
            // One with paths is printed with -C and the root.
            Project.Ran ran = (command.contains("/") ? project : below).run(command.split(" "));
            assertThat(ran.exit()).as("%s: %s", command, ran.err()).isIn(0, 6);
        }
        assertThat(below.has("config")).as("a second CA").isFalse();
    }

    @Test
    void those_of_the_machine_mend_what_verify_finds() throws Exception {
        Project project = Project.empty(folder).file("compose.yaml", RemediesTest.STACK);
        project.run("bootstrap", "--yes");
        Git git = new Git(project.root);
        git.commit();
        project.mode("data/certs/db/db.key", "rw-r--r--");
        project.mode("config/step-ca/secrets", "rwxrwx---");
        git.run("add", "--force", "data/certs/db/db.key");
        Set<List<String>> commands = new LinkedHashSet<>();
        collect(
                JsonParser.parseString(project.run("verify-mtls-setup", "--only", "secrets", "--json")
                        .out()),
                commands);
        assertThat(commands).extracting(words -> words.get(0)).contains("chmod", "git");
        for (List<String> command : commands) {
            assertThat(new ProcessBuilder(command)
                            .directory(project.root.toFile())
                            .start()
                            .waitFor())
                    .as(String.join(" ", command))
                    .isZero();
        }
        assertThat(project.run("verify-mtls-setup", "--only", "secrets").exit()).isZero();
    }

    /** Collects the commands of remedies, wherever they are, that are not ours. */
    private static void collect(JsonElement json, Set<List<String>> commands) {
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(each -> collect(each, commands));
        } else if (json.isJsonObject()) {
            json.getAsJsonObject().entrySet().forEach(entry -> {
                if (entry.getKey().equals("command") && entry.getValue().isJsonArray()) {
                    List<String> words = entry.getValue().getAsJsonArray().asList().stream()
                            .map(JsonElement::getAsString)
                            .toList();
                    if (!words.get(0).equals(Remedy.LAUNCHER)) {
                        commands.add(words);
                    }
                } else {
                    collect(entry.getValue(), commands);
                }
            });
        }
    }

    /** Whether a try has the words in the code: a computed one is any word, and so is one that is written in capitals. */
    private static boolean isTried(String words) {
        if (words.startsWith("chmod ") || words.startsWith("git ")) {
            return true; // those_of_the_machine_mend_what_verify_finds
        }
        Pattern pattern = Pattern.compile(Arrays.stream(words.split(" "))
                .map(word -> word.equals("*") || word.matches("[A-Z]+") ? "\\S+" : Pattern.quote(word))
                .collect(Collectors.joining(" ")));
        return TRIES.stream()
                .anyMatch(command ->
                        pattern.matcher(command.replaceFirst(" --yes$", "")).matches()
                                || pattern.matcher(command).matches());
    }

    /** The words of every command that is a remedy in the code; {@code *} for one that only the run knows. */
    private static Set<String> sites() throws IOException {
        Set<String> sites = new TreeSet<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(Checkout.root().resolve(SCRIPTS))) {
            files = all.filter(file -> file.toString().endsWith(".java") && !file.endsWith("Remedy.java"))
                    .toList();
        }
        for (Path file : files) {
            String text = Files.readString(file);
            Matcher site = SITE.matcher(text);
            while (site.find()) {
                List<String> arguments = arguments(text.substring(site.end()));
                sites.add(site.group(1).equals("compose") ? ofCompose(arguments) : words(arguments));
            }
        }
        return sites;
    }

    private static String words(List<String> arguments) {
        return arguments.stream()
                .map(argument -> {
                    Matcher literal = LITERAL.matcher(argument.strip());
                    return literal.matches() ? literal.group(1) : "*";
                })
                .collect(Collectors.joining(" "));
    }

    /** The files, then a list of words. */
    private static String ofCompose(List<String> arguments) {
        String files = arguments.get(0).strip();
        String words = arguments.get(1).strip();
        return "docker compose " + (files.equals("List.of()") ? "" : "-f * ")
                + (words.startsWith(LIST) ? words(arguments(words.substring(LIST.length()))) : "*");
    }

    /** The arguments of a call, from behind its parenthesis. */
    private static List<String> arguments(String text) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0 || depth == 0 && c == ',' && !quoted) {
                arguments.add(argument.toString());
                argument.setLength(0);
            } else {
                argument.append(c);
            }
            if (depth < 0) {
                break;
            }
        }
        return arguments;
    }
}
