package aria.operate.schedule;

import aria.docker.ProcessRun;
import aria.finding.FindingText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line in the user's table of cron. Lines of others stay as they are, byte for byte.
 *
 * @param machine differs from one machine to the next
 */
public record CronTable(String machine) implements Scheduler {
    /** The characters that end a command in a table, crontab(5). */
    private static final String PERCENT = "%";

    private static final Pattern LINE = Pattern.compile("(?<=\n)");

    @Override
    public void require() {
        table();
    }

    @Override
    public String shown(UnattendedRun run) {
        return "crontab\n" + line(run).indent(2);
    }

    @Override
    public void install(UnattendedRun run) {
        write(with(table(), run));
    }

    @Override
    public boolean remove(String name) {
        String before = table();
        String after = without(before, name);
        if (after.equals(before)) {
            return false;
        }
        write(after);
        return true;
    }

    private String line(UnattendedRun run) {
        String command = "cd " + FindingText.quoted(run.folder().toString()) + " && " + FindingText.line(run.command());
        return run.rhythm().cron((machine + run.name()).hashCode()) + " " + command.replace(PERCENT, "\\%")
                + mark(run.name()) + "\n";
    }

    /** The end of our line: the shell takes it for a comment. */
    private static String mark(String name) {
        return " # " + Programs.MARK + ": " + name;
    }

    /** Returns a table with our line at its end, once. */
    String with(String table, UnattendedRun run) {
        String others = without(table, run.name());
        String end = others.isEmpty() || others.endsWith("\n") ? "" : "\n";
        return others + end + bytes(line(run));
    }

    /** Returns a table without our line; all others stay as they are, byte for byte. */
    static String without(String table, String name) {
        return LINE.splitAsStream(table)
                .filter(line -> !line.endsWith(bytes(mark(name)) + "\n"))
                .collect(Collectors.joining());
    }

    /** Returns a text of ours as {@link #table} has others': a character for each byte, in whatever encoding. */
    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String table() {
        ProcessRun.Captured ended = Programs.tried(List.of("crontab", "-l"), StandardCharsets.ISO_8859_1);
        // A user without a table is an error to crontab, and to us the empty one.
        if (ended.exitCode() != 0 && !ended.stderr().contains("no crontab")) {
            throw Programs.refused("crontab", ended);
        }
        return ended.exitCode() == 0 ? ended.stdout() : "";
    }

    private static void write(String table) {
        try {
            Path file = Files.createTempFile("aria", ".crontab");
            try {
                Files.write(file, table.getBytes(StandardCharsets.ISO_8859_1));
                Programs.run(List.of("crontab", file.toString()));
            } finally {
                Files.delete(file);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the table for crontab cannot be written", unwritable);
        }
    }
}
