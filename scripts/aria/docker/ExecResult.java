package aria.docker;

/**
 * The result of a command that ran in a container.
 *
 * @param exitCode as the process gave it
 * @param stdout   as UTF-8, cut after {@link Engine#MOST_OUTPUT} bytes
 * @param stderr   as {@code stdout}
 */
public record ExecResult(int exitCode, String stdout, String stderr) {
    /** Whether the command exited with 0. */
    public boolean succeeded() {
        return exitCode == 0;
    }
}
