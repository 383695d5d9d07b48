package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real systemd, the first process of a machine of its own, runs what {@code rotate-certs --install systemd} gave it. */
@Tag("full")
class BootedSystemdTest {
    private static final String IMAGE = "aria-test-systemd:trixie";
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final String SERIAL = "openssl x509 -noout -serial -in data/certs/db/db.crt";
    private static final String PASSWORD = "config/step-ca/secrets/password.txt";

    @TempDir
    Path folder;

    private final String machine =
            "aria-systemd-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void it_starts_the_renewal_by_itself_sees_its_failure_and_has_it_again_after_a_reboot() throws Exception {
        boot();
        run("../aria/jbangw init-ca@aria && ../aria/jbangw generate-service-certs@aria db");
        String first = run(SERIAL);
        String installed = run("../aria/jbangw rotate-certs@aria --renew-before 400d --install systemd --yes");
        String name = installed.replaceAll("(?s).*\\n\\S+ (aria-rotate-\\S+) is repeated by systemd.*", "$1");
        assertThat(run("systemctl is-enabled NAME.timer; systemctl is-active NAME.timer".replace("NAME", name)))
                .isEqualTo("enabled\nactive");
        assertThat(run("systemctl list-timers --no-legend")).contains(name + ".timer");

        run("systemctl start " + name + ".service");
        String second = run(SERIAL);
        assertThat(second).isNotEqualTo(first);
        assertThat(run("journalctl --no-pager --output cat --unit " + name + ".service"))
                .contains("1 renewed, 0 kept");

        byItself(name, second);
        failing(name);
        stopped(name);

        sh("docker", "restart", machine);
        await(() -> running());
        assertThat(run("systemctl is-active " + name + ".timer")).isEqualTo("active");
        run("../aria/jbangw rotate-certs@aria --uninstall systemd");
        assertThat(exec("systemctl list-unit-files --no-legend 'aria-*'").out()).isEmpty();
        assertThat(run("ls /etc/systemd/system")).doesNotContain("aria-");
        assertThat(running()).isTrue();
    }

    /** Nobody but the timer starts it: its next time is made to come soon. */
    private void byItself(String name, String before) throws InterruptedException {
        String soon = "/run/systemd/system/" + name + ".timer.d";
        run("mkdir -p " + soon + " && printf '[Timer]\\nOnCalendar=\\nOnCalendar=*:*:0/5\\nRandomizedDelaySec=0\\n"
                + "AccuracySec=1s\\n' > " + soon + "/soon.conf && systemctl daemon-reload && systemctl restart " + name
                + ".timer");
        await(() -> !run(SERIAL).equals(before));
        run("rm -r " + soon + " && systemctl daemon-reload && systemctl restart " + name + ".timer");
        await(() -> state(name).matches("inactive|failed"));
    }

    private void failing(String name) {
        String before = run(SERIAL);
        run("mv " + PASSWORD + " kept");
        assertThat(exec("systemctl start " + name + ".service").exit()).isNotZero();
        assertThat(state(name)).isEqualTo("failed");
        assertThat(run(SERIAL)).isEqualTo(before);
        run("mv kept " + PASSWORD + " && systemctl start " + name + ".service");
        assertThat(run(SERIAL)).isNotEqualTo(before);
        assertThat(state(name)).isEqualTo("inactive");
    }

    private void stopped(String name) throws InterruptedException {
        run("systemctl start --no-block " + name + ".service");
        await(() -> state(name).equals("activating"));
        Instant asked = Instant.now();
        run("systemctl stop " + name + ".service");
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(30));
        run("systemctl start " + name + ".service");
    }

    private void boot() throws IOException, InterruptedException {
        Needs.docker();
        Needs.image(IMAGE);
        Needs.program("git");
        sh(
                "git",
                "clone",
                "--quiet",
                Checkout.root().toString(),
                folder.resolve("aria").toString());
        Path stack = Files.createDirectory(folder.resolve("stack"));
        Files.writeString(stack.resolve("compose.yaml"), "services:\n  db:\n    image: postgres:18\n");
        String cache =
                Path.of(System.getProperty("user.home"), ".m2/repository").toString();
        sh(
                "docker",
                "run",
                "--detach",
                "--name",
                machine,
                "--network",
                "none",
                "--cap-add",
                "SYS_ADMIN",
                "--security-opt",
                "seccomp=unconfined",
                "--security-opt",
                "apparmor=unconfined",
                "--cgroupns",
                "private",
                "--tmpfs",
                "/run",
                "--tmpfs",
                "/tmp:exec",
                "--volume",
                folder + ":/srv",
                "--volume",
                cache + ":/root/.m2/repository",
                IMAGE);
        await(this::running);
    }

    private boolean running() {
        return exec("systemctl is-system-running").out().strip().equals("running");
    }

    private String state(String name) {
        return exec("systemctl is-active " + name + ".service").out().strip();
    }

    private String run(String lines) {
        return exec(lines).ok().strip();
    }

    /** What a shell of root's does in the stack's folder. */
    private Shell exec(String lines) {
        return Shell.run(
                folder,
                LIMIT,
                List.of(
                        "docker",
                        "exec",
                        "--workdir",
                        "/srv/stack",
                        "--env",
                        "HOME=/root",
                        machine,
                        "sh",
                        "-ec",
                        lines));
    }

    private String sh(String... words) {
        return Shell.run(folder, LIMIT, List.of(words)).ok();
    }

    private static void await(BooleanSupplier seen) throws InterruptedException {
        Instant end = Instant.now().plus(LIMIT);
        while (!seen.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(500);
        }
    }

    @AfterEach
    void nothing_stays() {
        Shell.run(folder, LIMIT, List.of("docker", "rm", "--force", "--volumes", machine));
    }
}
