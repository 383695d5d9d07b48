package aria.operate.schedule;

import aria.docker.ProcessRun;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.UnavailableException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schedulers' own programs, and what their files have in common. */
final class Programs {
    /** What tells our lines and files from those of others. */
    static final String MARK = "written by rotate-certs --install; rotate-certs --uninstall removes it";

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Programs() {}

    /**
     * Runs a program that has to end well.
     *
     * @throws UnavailableException when it is not there, or does not
     */
    static void run(List<String> command) {
        ProcessRun.Captured ended = tried(command, StandardCharsets.UTF_8);
        if (ended.exitCode() != 0) {
            throw refused(String.join(" ", command.subList(0, Math.min(3, command.size()))), ended);
        }
    }

    /** As {@link #run}, for one that may end as it likes. */
    static ProcessRun.Captured tried(List<String> command, Charset output) {
        return new ProcessRun(command, null)
                .captureIfPresent(LIMIT, output)
                .orElseThrow(() -> missing(command.get(0) + " is not installed on this machine"));
    }

    static UnavailableException refused(String command, ProcessRun.Captured ended) {
        return new UnavailableException(Finding.error(
                FindingId.SCHEDULER,
                command + " ended with " + ended.exitCode() + ": "
                        + ended.stderr().strip().lines().findFirst().orElse("no reason given")));
    }

    static UnavailableException missing(String what) {
        return new UnavailableException(Finding.error(
                FindingId.SCHEDULER,
                what,
                Remedy.advice("use another one of systemd, cron and compose"),
                Remedy.advice("run rotate-certs by what starts jobs on this machine; --dry-run shows the command")));
    }

    /** Returns a template with each name in braces replaced; braces in the values stay. */
    static String filled(String template, Map<String, String> values) {
        return VARIABLE.matcher(template).replaceAll(name -> Matcher.quoteReplacement(values.get(name.group(1))));
    }
}
