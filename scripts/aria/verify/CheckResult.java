package aria.verify;

import aria.verify.probe.Via;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One line of the report.
 *
 * @param id       the check's
 * @param category the check's
 * @param title    the check's: what is true when it passes
 * @param service  Compose service it is about; empty when it is about the whole project
 * @param listener that service's listener; empty when it is about none
 * @param status   the verdict
 * @param via      how the listener was reached; empty when none was
 * @param place    where it is; empty when that is not known
 * @param message  what was seen, and what to do
 * @param hint     page and anchor in the documentation
 */
public record CheckResult(
        String id,
        String category,
        String title,
        Optional<String> service,
        Optional<String> listener,
        Status status,
        Optional<Via> via,
        Optional<Place> place,
        String message,
        String hint) {

    /** The same, its message and its hint in other words. */
    CheckResult in(UnaryOperator<String> words) {
        return new CheckResult(
                id, category, title, service, listener, status, via, place, words.apply(message), words.apply(hint));
    }
}
