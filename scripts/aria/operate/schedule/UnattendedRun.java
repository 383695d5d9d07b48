package aria.operate.schedule;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A command that a scheduler of the machine repeats.
 *
 * @param name    of the schedule, unique on the machine and the same for each run on this project: letters, digits, dashes
 * @param about   what it is for, in one line
 * @param folder  where the command runs; absolute
 * @param command the words of the command; the first one is an absolute path
 * @param rhythm  how often
 * @param user    whom it runs as; empty for the one whose scheduler it is
 */
public record UnattendedRun(
        String name, String about, Path folder, List<String> command, Rhythm rhythm, Optional<String> user) {
    /** Keeps an unmodifiable copy. */
    public UnattendedRun {
        command = List.copyOf(command);
    }
}
