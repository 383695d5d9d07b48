package aria.apply;

/** Receives the progress of a plan's application, from several threads and in no particular order. */
public interface Watcher {
    /** Who does not look. */
    Watcher NOBODY = new Watcher() {};

    /** So many certificates are issued, of those in the plan. */
    default void issued(int certificates) {}

    /** So many files are written, of all that have to be, records for an undo included. */
    default void written(int files, int all) {}
}
