package aria.edit;

import java.util.List;

/**
 * A proven edit of one file.
 *
 * @param before  the file as it was
 * @param after   the file as it is to be
 * @param splices the difference, ascending by offset, not overlapping; empty when there is nothing to do
 */
public record Edit(SourceText before, SourceText after, List<Splice> splices) {
    /** Keeps an unmodifiable copy of the splices. */
    public Edit {
        splices = List.copyOf(splices);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return splices.isEmpty();
    }

    /** Whether no byte of the file is replaced or removed. */
    public boolean pureInsertion() {
        return splices.stream().allMatch(splice -> splice.removed().isEmpty());
    }

    /** Whether the splices lead from one text to the other, and their inverse leads back. */
    public boolean leadsBack() {
        return EditedText.apply(after.text(), EditedText.inverse(splices)).equals(before.text())
                && EditedText.apply(before.text(), splices).equals(after.text());
    }
}
