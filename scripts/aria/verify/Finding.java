package aria.verify;

import java.util.Optional;

/**
 * One thing that a check found out.
 *
 * @param status   the verdict
 * @param service  Compose service it is about; empty when it is about the whole project
 * @param listener its listener; empty when it is about no listener
 * @param via      how the listener was reached; empty when none was
 * @param message  one line: what is, and for anything but a pass what to do or why it was not checked
 */
public record Finding(Status status, Optional<String> service, Optional<String> listener, Optional<Via> via, String message) {

    static Finding pass(String message) {
        return of(Status.PASS, message);
    }

    static Finding warn(String message) {
        return of(Status.WARN, message);
    }

    static Finding fail(String message) {
        return of(Status.FAIL, message);
    }

    static Finding skip(String message) {
        return of(Status.SKIP, message);
    }

    /** The same about a service. */
    Finding about(String name) {
        return new Finding(status, Optional.of(name), listener, via, message);
    }

    /** The same about a listener. */
    Finding about(Listener at) {
        return new Finding(status, Optional.of(at.service()), Optional.of(at.name()), via, message);
    }

    /** The same about a listener that was, or would have been, reached in this way. */
    Finding about(Listener at, Via reached) {
        return new Finding(status, Optional.of(at.service()), Optional.of(at.name()), Optional.of(reached), message);
    }

    private static Finding of(Status status, String message) {
        return new Finding(status, Optional.empty(), Optional.empty(), Optional.empty(), message);
    }
}
