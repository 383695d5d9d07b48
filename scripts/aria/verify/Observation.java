package aria.verify;

import aria.finding.Finding;
import aria.finding.FindingText;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.verify.probe.Listener;
import aria.verify.probe.Via;
import java.util.List;
import java.util.Optional;

/**
 * One result of a check function. The check makes a {@link CheckResult} of it, with its id and title.
 *
 * @param status   the verdict
 * @param service  Compose service it is about; empty when it is about the whole project
 * @param listener its listener; empty when it is about no listener
 * @param via      how the listener was reached; empty when none was
 * @param place    where it is, as far as it is known
 * @param message  one line: what is, or why it was not checked
 * @param remedies what to do, the best first; empty when there is nothing to do
 */
public record Observation(
        Status status,
        Optional<String> service,
        Optional<String> listener,
        Optional<Via> via,
        Optional<Place> place,
        String message,
        List<Remedy> remedies) {

    /** Keeps an unmodifiable copy. */
    public Observation {
        remedies = List.copyOf(remedies);
    }

    /** Returns that all is well. */
    public static Observation pass(String message) {
        return of(Status.PASS, message);
    }

    /** Returns that something should be otherwise. */
    public static Observation warn(String message, Remedy... remedies) {
        return of(Status.WARN, message, remedies);
    }

    /** Returns that something should be otherwise, as a finding says. */
    public static Observation warn(Finding why) {
        return warn(why.message(), why.remedies().toArray(Remedy[]::new));
    }

    /** Returns that something is wrong. */
    public static Observation fail(String message, Remedy... remedies) {
        return of(Status.FAIL, message, remedies);
    }

    /** Returns that something is wrong as a finding says, at its place. */
    public static Observation fail(Finding why) {
        Observation seen = fail(FindingText.located(why), why.remedies().toArray(Remedy[]::new));
        return why.place().map(seen::at).orElse(seen);
    }

    /** Returns that it was not checked, and why. */
    public static Observation skip(String message) {
        return of(Status.SKIP, message);
    }

    /** Returns the same about a service. */
    public Observation about(String name) {
        return new Observation(status, Optional.of(name), listener, via, place, message, remedies);
    }

    /** Returns the same about a listener that is known by its name alone. */
    public Observation aboutListener(String serviceName, String listenerName) {
        return new Observation(
                status, Optional.of(serviceName), Optional.of(listenerName), via, place, message, remedies);
    }

    /** Returns the same about a listener. */
    public Observation about(Listener at) {
        return new Observation(
                status, Optional.of(at.service()), Optional.of(at.name()), via, place, message, remedies);
    }

    /** Returns the same about a listener that was, or would have been, reached in this way. */
    public Observation about(Listener at, Via reached) {
        return new Observation(
                status,
                Optional.of(at.service()),
                Optional.of(at.name()),
                Optional.of(reached),
                place,
                message,
                remedies);
    }

    /** Returns the same at a place. */
    public Observation at(Place where) {
        return new Observation(status, service, listener, via, Optional.of(where), message, remedies);
    }

    private static Observation of(Status status, String message, Remedy... remedies) {
        return new Observation(
                status,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                message,
                List.of(remedies));
    }
}
