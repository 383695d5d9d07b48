package aria.verify;

import java.util.Optional;

/**
 * One thing that a check found out.
 *
 * @param checkId  which check
 * @param status   the verdict
 * @param service  Compose service it is about; empty when it is about the whole project
 * @param listener its listener; empty when it is about no listener
 * @param via      how the listener was reached; empty when none was
 * @param message  one line: what is, and for anything but a pass what to do or why it was not checked
 */
public record Finding(String checkId, Status status, Optional<String> service, Optional<String> listener, Optional<Via> via,
                      String message) {

    static Finding pass(String checkId, String message) {
        return of(checkId, Status.PASS, message);
    }

    static Finding warn(String checkId, String message) {
        return of(checkId, Status.WARN, message);
    }

    static Finding fail(String checkId, String message) {
        return of(checkId, Status.FAIL, message);
    }

    static Finding skip(String checkId, String message) {
        return of(checkId, Status.SKIP, message);
    }

    /** The same about a service. */
    Finding about(String name) {
        return new Finding(checkId, status, Optional.of(name), listener, via, message);
    }

    /** The same about a listener that was, or would have been, reached in this way. */
    Finding about(Listener at, Via reached) {
        return new Finding(checkId, status, Optional.of(at.service()), Optional.of(at.name()), Optional.of(reached), message);
    }

    private static Finding of(String checkId, Status status, String message) {
        return new Finding(checkId, status, Optional.empty(), Optional.empty(), Optional.empty(), message);
    }
}
