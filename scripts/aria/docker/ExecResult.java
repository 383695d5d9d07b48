package aria.docker;

/**
 * What a command that ran inside a container left behind.
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
