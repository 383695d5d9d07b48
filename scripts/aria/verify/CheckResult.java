package aria.verify;

import aria.finding.Finding;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.verify.probe.Via;
import java.util.List;
import java.util.Optional;

/**
 * One line of the report.
 *
 * @param category the check's heading
 * @param title    the check's: what is true when it passes
 * @param status   the verdict
 * @param listener the listener of the finding's service; empty when it is about none
 * @param via      how the listener was reached; empty when none was
 * @param finding  what was seen, and what to do; its id is the check's
 */
public record CheckResult(
        String category, String title, Status status, Optional<String> listener, Optional<Via> via, Finding finding) {
    private static final String PAGE = "docs/TROUBLESHOOTING.md";

    /** Returns the page, with its anchor, that explains a check and what to do about it. */
    public static String page(String id) {
        return PAGE + "#" + id.replace('.', '-');
    }

    /** Returns the same with another finding. */
    CheckResult with(Finding other) {
        return new CheckResult(category, title, status, listener, via, other);
    }

    /** Returns the check's id. */
    public String id() {
        return finding.id();
    }

    /** Returns the Compose service it is about; empty when it is about the whole project. */
    public Optional<String> service() {
        return finding.service();
    }

    /** Returns where it is; empty when that is not known. */
    public Optional<Place> place() {
        return finding.place();
    }

    /** Returns what was seen, without what to do. */
    public String message() {
        return finding.message();
    }

    /** Returns what to do; empty when there is nothing to do. */
    public List<Remedy> remedies() {
        return finding.remedies();
    }

    /** Returns the page, with its anchor, that explains the check. */
    public String hint() {
        return page(id());
    }

    /** Whether it needs somebody's attention. */
    public boolean isTrouble() {
        return status == Status.FAIL || status == Status.WARN;
    }

    /** Whether it says the same in the same words of another service. */
    boolean saysTheSame(CheckResult other) {
        boolean sameWords = status == Status.PASS
                || message().equals(other.message()) && remedies().equals(other.remedies());
        return id().equals(other.id())
                && status == other.status
                && via.equals(other.via)
                && service().isPresent()
                && other.service().isPresent()
                && sameWords;
    }
}
