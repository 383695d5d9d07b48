package aria.edit.undo;

import aria.edit.Splice;
import aria.edit.TextMerge;
import java.util.List;

/**
 * What an edit only put right of an earlier one that somebody had changed since. Its place goes with the earlier edit, so
 * that taking back the later one must not bring the change in between again.
 */
final class Mends {
    private Mends() {}

    /** Returns the cuts of an edit that are no mends of any of the earlier edits. */
    static List<Splice> without(String after, List<Splice> inverse, List<UndoRecord> earlier) {
        List<Splice> left = inverse;
        for (UndoRecord edit : earlier) {
            if (!left.isEmpty() && edit.text().isPresent()) {
                List<Splice> back = TextMerge.between(after, edit.text().get());
                left = left.stream().filter(cut -> !isMend(cut, back, edit)).toList();
            }
        }
        return left;
    }

    /** Whether what a cut replaces stands in what the earlier edit wrote, and is as that edit wrote it. */
    private static boolean isMend(Splice cut, List<Splice> back, UndoRecord edit) {
        int start = cut.offset();
        int end = start + cut.removed().length();
        int moved = 0;
        for (Splice change : back) {
            int changeEnd = change.offset() + change.removed().length();
            if (changeEnd <= start && change.offset() < start) {
                moved += change.inserted().length() - change.removed().length();
            } else if (change.offset() <= end) {
                return false;
            }
        }
        int from = start + moved;
        int to = end + moved;
        return edit.inverse().stream()
                .anyMatch(written -> written.offset() <= from && to <= written.offset() + written.length());
    }
}
