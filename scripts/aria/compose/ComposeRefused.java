package aria.compose;

import aria.edit.EditRefused;
import aria.edit.yaml.YamlValue;

/**
 * Compose input that cannot be read or changed safely. Nothing was written. The message names what is wrong and what to do;
 * {@code reasonId} is one of the ids of {@code --json}, for instance {@code no-services} or {@code outside-project}.
 */
public final class ComposeRefused extends EditRefused {
    private static final long serialVersionUID = 1L;

    /** A refusal at a place in a file; line and column count from 1, and are 0 where the whole file is meant. */
    public ComposeRefused(String reasonId, String file, int line, int column, String message) {
        super(reasonId, file, line, column, message);
    }

    /** A refusal of the whole file. */
    static ComposeRefused file(String reasonId, String file, String message) {
        return new ComposeRefused(reasonId, file, 0, 0, message);
    }

    /** A refusal at the place where {@code value} stands. */
    static ComposeRefused at(String reasonId, String file, YamlValue value, String message) {
        return new ComposeRefused(
                reasonId, file, value.position().line(), value.position().column(), message);
    }
}
