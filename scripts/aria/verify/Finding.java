package aria.verify;

import aria.verify.probe.Listener;
import aria.verify.probe.Via;
import java.util.Optional;

/**
 * One thing that a check found out.
 *
 * @param status   the verdict
 * @param service  Compose service it is about; empty when it is about the whole project
 * @param listener its listener; empty when it is about no listener
 * @param via      how the listener was reached; empty when none was
 * @param place    where it is, as far as it is known
 * @param message  one line: what is, and for anything but a pass what to do or why it was not checked
 */
public record Finding(
        Status status,
        Optional<String> service,
        Optional<String> listener,
        Optional<Via> via,
        Optional<Place> place,
        String message) {

    /** Returns a pass, about the whole project. */
    public static Finding pass(String message) {
        return of(Status.PASS, message);
    }

    /** Returns a warning, about the whole project. */
    public static Finding warn(String message) {
        return of(Status.WARN, message);
    }

    /** Returns a failure, about the whole project. */
    public static Finding fail(String message) {
        return of(Status.FAIL, message);
    }

    /** Returns what was not checked, about the whole project. */
    public static Finding skip(String message) {
        return of(Status.SKIP, message);
    }

    /** The same about a service. */
    public Finding about(String name) {
        return new Finding(status, Optional.of(name), listener, via, place, message);
    }

    /** The same about a listener. */
    public Finding about(Listener at) {
        return new Finding(status, Optional.of(at.service()), Optional.of(at.name()), via, place, message);
    }

    /** The same about a listener that was, or would have been, reached in this way. */
    public Finding about(Listener at, Via reached) {
        return new Finding(
                status, Optional.of(at.service()), Optional.of(at.name()), Optional.of(reached), place, message);
    }

    /** The same at a place. */
    public Finding at(Place where) {
        return new Finding(status, service, listener, via, Optional.of(where), message);
    }

    private static Finding of(Status status, String message) {
        return new Finding(status, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), message);
    }
}
