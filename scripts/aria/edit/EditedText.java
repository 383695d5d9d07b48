package aria.edit;

import java.util.ArrayList;
import java.util.List;

/** A text after several rounds of splices that still knows its original parts. Immutable. */
public final class EditedText {
    /** A part of the original, or new text when {@code inserted} is not null. */
    private record Piece(int from, int to, String inserted) {
        int length() {
            return inserted == null ? to - from : inserted.length();
        }

        Piece part(int begin, int end) {
            return inserted == null
                    ? new Piece(from + begin, from + end, null)
                    : new Piece(0, 0, inserted.substring(begin, end));
        }
    }

    private final String original;
    private final List<Piece> pieces;

    private EditedText(String original, List<Piece> pieces) {
        this.original = original;
        this.pieces = pieces;
    }

    /** Returns a text that nothing has been done to yet. */
    public static EditedText of(String original) {
        return new EditedText(original, List.of(new Piece(0, original.length(), null)));
    }

    /** The text now. */
    public String text() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> {
            if (piece.inserted() == null) {
                text.append(original, piece.from(), piece.to());
            } else {
                text.append(piece.inserted());
            }
        });
        return text.toString();
    }

    /** The text after splices, ascending and not overlapping, with offsets into the text now. */
    public EditedText splice(List<Splice> splices) {
        List<Piece> result = new ArrayList<>();
        Cursor cursor = new Cursor();
        for (Splice splice : splices) {
            cursor.moveTo(splice.offset(), result);
            if (!splice.inserted().isEmpty()) {
                result.add(new Piece(0, 0, splice.inserted()));
            }
            cursor.moveTo(splice.offset() + splice.removed().length(), null);
        }
        cursor.moveTo(Integer.MAX_VALUE, result);
        return new EditedText(original, result);
    }

    /** All that differs from the original, ascending, adjacent differences as one. */
    public List<Splice> splices() {
        List<Splice> splices = new ArrayList<>();
        StringBuilder inserted = new StringBuilder();
        int done = 0;
        for (Piece piece : pieces) {
            if (piece.inserted() != null) {
                inserted.append(piece.inserted());
            } else if (piece.length() > 0) {
                addSplice(splices, done, piece.from(), inserted);
                done = piece.to();
            }
        }
        addSplice(splices, done, original.length(), inserted);
        return splices;
    }

    private void addSplice(List<Splice> splices, int from, int to, StringBuilder inserted) {
        String removed = original.substring(from, to);
        if (!removed.contentEquals(inserted)) {
            splices.add(new Splice(from, removed, inserted.toString()));
        }
        inserted.setLength(0);
    }

    /** Applies splices, ascending and not overlapping. */
    public static String apply(String text, List<Splice> splices) {
        return of(text).splice(splices).text();
    }

    /** The splices that take others back, with offsets into the text after them. */
    public static List<Splice> inverse(List<Splice> splices) {
        List<Splice> inverse = new ArrayList<>();
        int shift = 0;
        for (Splice splice : splices) {
            inverse.add(new Splice(splice.offset() + shift, splice.inserted(), splice.removed()));
            shift += splice.inserted().length() - splice.removed().length();
        }
        return inverse;
    }

    /** A place in the pieces that only moves forward. */
    private final class Cursor {
        private int index;
        private int inPiece;
        private int offset;

        /** Copies what it passes to a list; drops it when there is none. */
        void moveTo(int target, List<Piece> copy) {
            while (index < pieces.size() && offset < target) {
                Piece piece = pieces.get(index);
                int end = (int) Math.min(piece.length(), (long) inPiece + target - offset);
                if (copy != null && end > inPiece) {
                    copy.add(piece.part(inPiece, end));
                }
                offset += end - inPiece;
                inPiece = end;
                if (inPiece == piece.length()) {
                    index++;
                    inPiece = 0;
                }
            }
        }
    }
}
