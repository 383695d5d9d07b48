package aria.edit;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes an edit out of a text that was changed since, and keeps the later changes. Both are compared line by line, and
 * word by word within a line that is still the same one.
 */
public final class TextMerge {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|.", Pattern.DOTALL);

    /**
     * A later change.
     *
     * @param from  offset into the text that the edit left
     * @param to    the end of what it replaces
     * @param text  what came in its place
     * @param start where the line begins within which it lies; -1 for a change of whole lines
     * @param end   where that line ends, its line break included
     */
    private record Later(int from, int to, String text, int start, int end) {
        boolean overlaps(Splice cut) {
            return from < endOf(cut) && cut.offset() < to || cut.offset() < from && to < endOf(cut);
        }

        /** Whether it is a change of nothing but what the edit added. */
        boolean isWithin(Splice cut) {
            return start < 0
                    ? cut.offset() < from && to < endOf(cut)
                    : cut.offset() <= start && end <= endOf(cut) || cut.offset() < from && to < endOf(cut);
        }

        boolean deletes(Splice cut) {
            return text.isEmpty() && from <= cut.offset() && endOf(cut) <= to;
        }
    }

    private final String after;
    private final List<Later> later = new ArrayList<>();

    private TextMerge(String after, String now) {
        this.after = after;
        compare(lines(after), lines(now));
    }

    /**
     * Returns the text without the edit.
     *
     * @param after   what the edit left
     * @param inverse what takes the edit back, with offsets into {@code after}, ascending
     * @param now     what became of it since
     * @param loses   whether a later change of nothing but what the edit added may go with it
     * @return empty when a later change is about text that the edit replaced
     */
    public static Optional<String> without(String after, List<Splice> inverse, String now, boolean loses) {
        return new TextMerge(after, now)
                .without(inverse.stream().map(cut -> wholeLines(cut, after)).toList(), loses);
    }

    /**
     * Returns the splices that lead from one text to another.
     *
     * @param from the text that the offsets are of
     */
    public static List<Splice> between(String from, String to) {
        return new TextMerge(from, to)
                .later.stream()
                        .map(change ->
                                new Splice(change.from(), from.substring(change.from(), change.to()), change.text()))
                        .toList();
    }

    private Optional<String> without(List<Splice> inverse, boolean loses) {
        BitSet gone = new BitSet(after.length());
        Map<Integer, String> inserted = new TreeMap<>();
        BitSet dropped = new BitSet(later.size());
        int next = 0;
        for (Splice cut : inverse) {
            while (next < later.size() && later.get(next).to() < cut.offset()) {
                next++;
            }
            String back = cut.inserted();
            for (int i = next; i < later.size() && later.get(i).from() <= endOf(cut); i++) {
                Later change = later.get(i);
                boolean within = change.isWithin(cut);
                boolean replaced = !cut.inserted().isEmpty() && (within || change.overlaps(cut));
                if (replaced && !change.deletes(cut)
                        || within && !loses && !change.text().isEmpty()) {
                    return Optional.empty();
                }
                back = replaced ? "" : back;
                dropped.set(i, dropped.get(i) || within);
            }
            gone.set(cut.offset(), endOf(cut));
            inserted.merge(cut.offset(), back, String::concat);
        }
        for (int i = 0; i < later.size(); i++) {
            gone.set(later.get(i).from(), later.get(i).to());
            inserted.merge(
                    later.get(i).from(), dropped.get(i) ? "" : later.get(i).text(), (ours, users) -> users + ours);
        }
        StringBuilder text = new StringBuilder();
        int done = 0;
        inserted.put(after.length(), inserted.getOrDefault(after.length(), ""));
        for (Map.Entry<Integer, String> place : inserted.entrySet()) {
            for (; done < place.getKey(); done++) {
                if (!gone.get(done)) {
                    text.append(after.charAt(done));
                }
            }
            text.append(place.getValue());
        }
        return Optional.of(text.toString());
    }

    /** An insertion at the end of a line is the same as one of whole lines behind it. */
    private static Splice wholeLines(Splice cut, String after) {
        int lineBreak = new TextLines(after).breakLength(cut.offset());
        boolean whole = cut.inserted().isEmpty()
                && lineBreak > 0
                && cut.removed().length() > lineBreak
                && after.startsWith(after.substring(cut.offset(), cut.offset() + lineBreak), endOf(cut));
        int offset = cut.offset() + lineBreak;
        return whole ? new Splice(offset, after.substring(offset, endOf(cut) + lineBreak), "") : cut;
    }

    private static int endOf(Splice cut) {
        return cut.offset() + cut.removed().length();
    }

    private void compare(List<String> old, List<String> now) {
        int offset = 0;
        int line = 0;
        for (AbstractDelta<String> delta :
                DiffUtils.diff(old, now, new PatienceDiff()).getDeltas()) {
            for (; line < delta.getSource().getPosition(); line++) {
                offset += old.get(line).length();
            }
            offset = compare(delta.getSource().getLines(), delta.getTarget().getLines(), offset);
            line += delta.getSource().size();
        }
    }

    /** Compares lines that differ; returns where they end. */
    private int compare(List<String> old, List<String> now, int start) {
        int[] same = Alignment.of(old, now, Alignment::similar);
        int offset = start;
        int from = start;
        int inNow = 0;
        for (int i = 0; i <= old.size(); i++) {
            if (i < old.size() && same[i] < 0) {
                offset += old.get(i).length();
                continue;
            }
            int until = i < old.size() ? same[i] : now.size();
            replaced(from, offset, String.join("", now.subList(inNow, until)));
            if (i < old.size()) {
                within(old.get(i), now.get(until), offset);
                offset += old.get(i).length();
                from = offset;
                inNow = until + 1;
            }
        }
        return offset;
    }

    private void replaced(int from, int to, String text) {
        if (from < to || !text.isEmpty()) {
            later.add(new Later(from, to, text, -1, -1));
        }
    }

    private void within(String old, String now, int start) {
        List<String> words = words(old);
        int offset = start;
        int word = 0;
        for (AbstractDelta<String> delta : DiffUtils.diff(words, words(now)).getDeltas()) {
            for (; word < delta.getSource().getPosition(); word++) {
                offset += words.get(word).length();
            }
            String removed = String.join("", delta.getSource().getLines());
            String text = String.join("", delta.getTarget().getLines());
            later.add(new Later(offset, offset + removed.length(), text, start, start + old.length()));
            offset += removed.length();
            word += delta.getSource().size();
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(line); word.find(); ) {
            words.add(word.group());
        }
        return words;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        TextLines all = new TextLines(text);
        for (int start = 0, end; start < text.length(); start = end) {
            end = all.next(all.lineEnd(start));
            lines.add(text.substring(start, end));
        }
        return lines;
    }
}
