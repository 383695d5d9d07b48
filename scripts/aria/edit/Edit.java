package aria.edit;

import java.util.List;

/**
 * A proven edit of one file.
 *
 * @param before        the file as it was
 * @param after         the file as it is to be
 * @param splices       the difference, ascending by offset, not overlapping; empty when there is nothing to do
 * @param pureInsertion no byte of the file was replaced or removed
 */
public record Edit(SourceText before, SourceText after, List<Splice> splices, boolean pureInsertion) {
    /** Keeps an unmodifiable copy of the splices. */
    public Edit {
        splices = List.copyOf(splices);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return splices.isEmpty();
    }
}
