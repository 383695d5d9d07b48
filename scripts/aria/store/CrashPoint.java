package aria.store;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets a test end the process before any single step that changes the disk. In a normal run the system property
 * {@code aria.crash-at} is not set and nothing happens here.
 *
 * <p>{@code -Daria.crash-at=N} halts the process before its N-th step, as a power failure would: no cleaning up, no
 * shutdown hooks. {@code N:throw} instead fails that step and all later ones with {@link Crashed}, so that no
 * cleaning up reaches the disk either; a test can then go on in the same process. {@code N:stop} holds the thread
 * there for good, as if time stood still, so that one process can stand at many points, each in a project of its own,
 * before it is killed; the property is {@value #STOPPED} from then on. The count lives in the property itself.
 */
final class CrashPoint {

    /** The property's name. */
    static final String PROPERTY = "aria.crash-at";
    /** The property once a thread has stopped. */
    static final String STOPPED = "0:stop";
    /** The exit status of a halted process: that of one ended by SIGKILL. */
    static final int HALTED = 137;

    private CrashPoint() {}

    /** Thrown by every step from the chosen one on, when the property says {@code N:throw}. */
    static final class Crashed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Called before each step that changes the disk. */
    static void step() {
        String property = System.getProperty(PROPERTY);
        if (property == null) {
            return;
        }
        String[] parts = property.split(":", 2);
        int left = Integer.parseInt(parts[0]) - 1;
        if (left > 0) {
            System.setProperty(PROPERTY, parts.length == 1 ? "" + left : left + ":" + parts[1]);
            return;
        }
        if (parts.length == 1) {
            Runtime.getRuntime().halt(HALTED);
        }
        if (STOPPED.endsWith(parts[1])) {
            System.setProperty(PROPERTY, STOPPED);
            stop();
        }
        System.setProperty(PROPERTY, "1:" + parts[1]);
        throw new Crashed();
    }

    private static void stop() {
        while (true) {
            LockSupport.park();
        }
    }
}
