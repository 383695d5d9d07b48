package aria.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import aria.testing.Typist;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Tab key behind {@code jbangw}, in real shells on a real terminal: what is run in the end is what was meant. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompletionTest {
    private static final Path COMPLETION = Checkout.root().resolve("scripts/completion");
    private static final String PROMPT = "ready? ";
    /** What is typed, and what then runs. */
    private static final Map<String, String> LINES = new LinkedHashMap<>();

    static {
        LINES.put("./jbangw boots\t", "bootstrap@aria");
        LINES.put("./jbangw verify-mtls-setup@a\t", "verify-mtls-setup@aria");
        LINES.put("./jbangw init-ca@aria --perm\texample.org", "init-ca@aria --permit-domain example.org");
        LINES.put("$PWD/jbangw init-ca --no-i\t", "init-ca --no-input");
        LINES.put("./jbangw generate-service-certs@aria --ca off\tdb", "generate-service-certs@aria --ca offline db");
        LINES.put("./jbangw generate-service-certs@aria --ca=ac\t", "generate-service-certs@aria --ca=acme");
        LINES.put("./jbangw pki-cert@aria ins\tdb", "pki-cert@aria inspect db");
        LINES.put("./jbangw pki-cert@aria export db --form\tp12", "pki-cert@aria export db --format p12");
        LINES.put("./jbangw patch-compose@aria --preset db=postg\t", "patch-compose@aria --preset db=postgres");
        LINES.put("./jbangw patch-compose@aria --preset=db=postg\t", "patch-compose@aria --preset=db=postgres");
        LINES.put(
                "./jbangw verify-mtls-setup@aria --report ju\tmy-c\t",
                "verify-mtls-setup@aria --report junit=my-compose.yaml");
        LINES.put(
                "./jbangw verify-mtls-setup@aria --only handshake.fore\t",
                "verify-mtls-setup@aria --only handshake.foreign-ca");
        LINES.put("./jbangw pki-cert@aria revoke db --reason key\t", "pki-cert@aria revoke db --reason keyCompromise");
        LINES.put("./jbangw patch-compose@aria my-c\t", "patch-compose@aria my-compose.yaml");
        LINES.put("./jbangw bootstrap@aria -f my-c\t--dry\t", "bootstrap@aria -f my-compose.yaml --dry-run");
    }

    @TempDir
    Path folder;

    @BeforeEach
    void aLauncherThatSaysWhatItIsCalledWith() throws IOException {
        Path launcher = Files.writeString(folder.resolve("jbangw"), "#!/bin/sh\necho \"ran:$*:\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("my-compose.yaml"), "services: {}\n");
    }

    @Test
    void bash() throws IOException {
        Needs.program("bash");
        assertCompletes("bash --noprofile --norc -i", "source '" + COMPLETION.resolve("jbangw.bash") + "'");
    }

    @Test
    void zsh() throws IOException {
        Needs.program("zsh");
        assertCompletes(
                "zsh -f -i", "autoload -U compinit; compinit -u -D; source '" + COMPLETION.resolve("jbangw.zsh") + "'");
    }

    private void assertCompletes(String shell, String source) throws IOException {
        try (Typist typist = new Typist(folder, Map.of("TERM", "xterm", "HISTFILE", "", "LC_ALL", "C.UTF-8"), shell)) {
            typist.type("PS1='rea''dy? '\n")
                    .until(PROMPT)
                    .type(source + "; echo sour''ced\n")
                    .until("sourced")
                    .until(PROMPT);
            for (Map.Entry<String, String> line : LINES.entrySet()) {
                typist.type(line.getKey() + "\n")
                        .until("ran:" + line.getValue() + ":")
                        .until(PROMPT);
            }
            typist.type("exit\n");
        }
    }

    /** It can be asked without a terminal, and shows what a word is for. */
    @Test
    void fish() throws Exception {
        Path fish = Needs.program("fish");
        StringBuilder script = new StringBuilder("source '" + COMPLETION.resolve("jbangw.fish") + "'\n");
        List<String> asked = List.of(
                "./jbangw boots",
                "./jbangw init-ca@aria --perm",
                "./jbangw generate-service-certs --ca of",
                "./jbangw generate-service-certs@aria --ca=ac",
                "./jbangw pki-cert@aria ins",
                "./jbangw pki-cert@aria export db --form",
                "./jbangw patch-compose@aria my-c",
                "./jbangw patch-compose@aria --preset db=postg",
                "./jbangw patch-compose@aria --preset=db=postg",
                "./jbangw verify-mtls-setup@aria --report ju",
                "./jbangw verify-mtls-setup@aria --report junit=my-c");
        asked.forEach(line -> script.append("complete -C '").append(line).append("'\n"));
        Process process = new ProcessBuilder(fish.toString(), "--no-config", "-c", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("bootstrap@aria\tAll of it"),
                        line -> assertThat(line).startsWith("--permit-domain\tName constraint"),
                        line -> assertThat(line).startsWith("offline"),
                        line -> assertThat(line).startsWith("--ca=acme"),
                        line -> assertThat(line).startsWith("inspect\tShows certificates"),
                        line -> assertThat(line).startsWith("--format\t"),
                        line -> assertThat(line).startsWith("my-compose.yaml"),
                        line -> assertThat(line).startsWith("db=postgres"),
                        line -> assertThat(line).startsWith("--preset=db=postgres"),
                        line -> assertThat(line).startsWith("junit="),
                        line -> assertThat(line).startsWith("junit=my-compose.yaml"));
        assertThat(process.waitFor()).isZero();
    }

    /** Without a terminal: what bash hands to the function, and what it gets back. */
    @Test
    void every_option_of_a_command_is_offered_and_no_other() throws Exception {
        String line = "~/aria/jbangw pki-cert@aria crl --";
        String script = "source '" + COMPLETION.resolve("jbangw.bash") + "'; COMP_LINE='" + line + "'; COMP_POINT="
                + line.length() + "; _aria jbangw -- crl; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process process = new ProcessBuilder("bash", "--norc", "-c", script)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        List<String> options = Files.readAllLines(COMPLETION.resolve("words")).stream()
                .filter(row -> row.startsWith("pki-cert crl|--"))
                .map(row -> row.split("\\|")[1])
                .toList();
        assertThat(options).contains("--json");
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .containsExactlyElementsOf(options);
    }
}
