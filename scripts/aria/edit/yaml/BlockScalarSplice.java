package aria.edit.yaml;

import aria.edit.TextLines;
import java.util.Optional;

/**
 * A part of a literal or folded scalar that is replaced in its own lines, so that the scalar keeps its form.
 *
 * @param from where the part begins in the file
 * @param to   where it ends
 * @param text what comes in its place
 */
record BlockScalarSplice(int from, int to, String text) {

    /**
     * The lines of a scalar: its text without line breaks at its end, and where each of its characters stands in the
     * file.
     */
    private record Lines(String text, int[] at, String newLine) {}

    /**
     * Returns the splice that gives a scalar another text. Empty for a scalar whose text does not stand in its lines
     * as it is (with an indentation indicator, or folded with blank or deeper lines), and for a text that would need
     * other lines.
     *
     * @param scalar a block scalar of the file
     * @param wanted its new text
     */
    static Optional<BlockScalarSplice> between(String file, NodeRanges ranges, Node scalar, String wanted) {
        return lines(file, ranges, scalar)
                .filter(lines -> scalar.text.stripTrailing().equals(lines.text()))
                .flatMap(lines -> splice(lines, scalar.text, wanted));
    }

    private static Optional<Lines> lines(String file, NodeRanges ranges, Node scalar) {
        TextLines lines = ranges.lines();
        String header = ranges.header(scalar);
        int headerEnd = lines.lineEnd(ranges.headerStart(scalar));
        int first = lines.next(headerEnd);
        int end = ranges.trueEnd(scalar);
        if (!header.matches("[|>]-?") || first >= end) {
            return Optional.empty();
        }
        boolean folded = header.startsWith(">");
        int indent = lines.indent(first);
        StringBuilder text = new StringBuilder();
        int[] at = new int[end - first + 1];
        for (int start = first; start <= end; start = lines.next(lines.lineEnd(start))) {
            int stop = Math.min(lines.lineEnd(start), end);
            if (start + indent > stop || folded && (lines.indent(start) != indent || start + indent == stop)) {
                return Optional.empty();
            }
            if (start > first) {
                text.append(folded ? ' ' : '\n');
            }
            for (int i = start + indent; i < stop; i++) {
                at[text.length()] = i;
                text.append(file.charAt(i));
            }
            at[text.length()] = stop;
            if (stop == end) {
                break;
            }
        }
        return Optional.of(new Lines(text.toString(), at, folded ? file.substring(headerEnd, first + indent) : " "));
    }

    /** What is new behind the last word gets a line of its own where that means the same. */
    private static Optional<BlockScalarSplice> splice(Lines lines, String before, String wanted) {
        int same = 0;
        int most = Math.min(lines.text().length(), wanted.length());
        while (same < most && before.charAt(same) == wanted.charAt(same)) {
            same++;
        }
        int behind = 0;
        most = Math.min(before.length(), wanted.length()) - same;
        while (behind < most
                && before.charAt(before.length() - 1 - behind) == wanted.charAt(wanted.length() - 1 - behind)) {
            behind++;
        }
        int to = before.length() - behind;
        String inserted = wanted.substring(same, wanted.length() - behind);
        boolean oneLine = to <= lines.text().length() && lines.at()[to] - lines.at()[same] == to - same;
        if (!oneLine || inserted.indexOf('\n') >= 0) {
            return Optional.empty();
        }
        boolean last = same == lines.text().length() && inserted.matches(" \\S.*");
        return Optional.of(new BlockScalarSplice(
                lines.at()[same], lines.at()[to], last ? lines.newLine() + inserted.substring(1) : inserted));
    }
}
