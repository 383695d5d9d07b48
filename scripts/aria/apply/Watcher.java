package aria.apply;

/** Is told how far the application of a plan has come, by several threads and not in order. */
public interface Watcher {
    /** Who does not look. */
    Watcher NOBODY = new Watcher() {};

    /** So many certificates are issued, of those in the plan. */
    default void issued(int certificates) {}

    /** So many files are written, of all that have to be, records for an undo included. */
    default void written(int files, int all) {}
}
