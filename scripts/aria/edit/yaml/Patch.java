package aria.edit.yaml;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.ParallelStreams;
import aria.edit.Splice;
import aria.finding.FindingId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Collects the splices of one round of planning. */
final class Patch {
    /** The new text of a place; it is written when all places are known. */
    private record Piece(int from, int to, Supplier<String> text, int depth, int order) {}

    /** At one offset: insertions first, of these the deepest first, else as planned. */
    private static final Comparator<Piece> ORDER = Comparator.comparingInt(Piece::from)
            .thenComparing(piece -> piece.to() > piece.from())
            .thenComparing(Piece::depth, Comparator.reverseOrder())
            .thenComparingInt(Piece::order);

    private final YamlTree tree;
    private final String text;
    private final NodeRanges extents;
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<String> anchors;
    private boolean endClosed;

    Patch(YamlTree tree, NodeRanges extents) {
        this.tree = tree;
        this.text = tree.source().text();
        this.extents = extents;
        this.anchors = new HashSet<>(tree.anchors());
    }

    /** A name that no anchor of the file has, nor one given out before: PyYAML takes no two of the same name. */
    String newAnchor(String stem) {
        int number = 0;
        while (!anchors.add(stem + number)) {
            number++;
        }
        return stem + number;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    void insert(int at, String inserted, int depth) {
        insert(at, () -> inserted, depth);
    }

    private void insert(int at, Supplier<String> inserted, int depth) {
        pieces.add(new Piece(at, at, inserted, depth, pieces.size()));
    }

    void replace(int from, int to, String inserted) {
        pieces.add(new Piece(from, to, () -> inserted, Integer.MAX_VALUE, pieces.size()));
    }

    /**
     * New lines behind the end of a line, before its break: right for CR LF, for a last line without a break, and for
     * a comment behind the value.
     *
     * @param lines asked once, perhaps on another thread: a large file gets hundreds of thousands
     */
    void insertLines(int lineEnd, Supplier<List<String>> lines, int depth) {
        String lineBreak = extents.lines().breakFor(lineEnd);
        insert(lineEnd, () -> lineBreak + String.join(lineBreak, lines.get()), depth);
        if (lineEnd == text.length()) {
            closeEnd();
        }
    }

    /** A block scalar at the end of a file without a final line break would get one into its value: strip it. */
    private void closeEnd() {
        if (tree.openEnd() == null || endClosed) {
            return;
        }
        endClosed = true;
        String header = extents.header(tree.openEnd());
        int at = extents.headerStart(tree.openEnd());
        if (header.indexOf('+') > 0) {
            replace(at + header.indexOf('+'), at + header.indexOf('+') + 1, "-");
        } else if (header.indexOf('-') < 0) {
            insert(at + 1, "-", 0);
        }
    }

    /**
     * The splices in order.
     *
     * @throws aria.finding.RefusedException {@code unproven} when two changes want the same bytes
     */
    List<Splice> splices() {
        List<Piece> ordered = pieces.stream().sorted(ORDER).toList();
        int end = 0;
        for (Piece piece : ordered) {
            if (piece.from() < end) {
                throw EditErrors.file(
                        FindingId.UNPROVEN,
                        tree.source().file(),
                        "two changes overlap",
                        advice("make them one after the other"));
            }
            end = piece.to();
        }
        return ParallelStreams.of(ordered)
                .map(piece -> new Splice(
                        piece.from(),
                        text.substring(piece.from(), piece.to()),
                        piece.text().get()))
                .toList();
    }
}
