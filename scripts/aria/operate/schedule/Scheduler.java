package aria.operate.schedule;

/** A program of the machine that repeats a run. */
public interface Scheduler {
    /**
     * Checks that the program is there.
     *
     * @throws aria.finding.UnavailableException when it is not
     */
    void require();

    /** Returns what would be written: files with their names, or a line, as text of several lines. */
    String shown(UnattendedRun run);

    /**
     * Writes it in the place of an earlier one, and makes it count.
     *
     * @throws aria.finding.UnavailableException when the program refuses it
     */
    void install(UnattendedRun run);

    /**
     * Takes it back.
     *
     * @param name of the run
     * @return whether there was one
     * @throws aria.finding.UnavailableException when the program refuses
     */
    boolean remove(String name);
}
