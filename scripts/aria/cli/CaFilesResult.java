package aria.cli;

import aria.store.Layout;
import java.util.List;

/**
 * The JSON answer of {@code init-ca}.
 *
 * @param state {@code made} or {@code joined}, {@code planned}, or {@code present}
 * @param files those that were written
 */
public record CaFilesResult(String state, List<String> files) {
    /** The result of a run whose files lie in this project. */
    public static CaFilesResult of(String state, RunOutcome outcome, Layout layout) {
        return new CaFilesResult(
                state, outcome.applied().files().stream().map(layout::display).toList());
    }
}
