package aria.apply;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Takes back one change of a text and keeps later ones, line by line, as {@code diff3} does. */
final class TextMerge {

    private TextMerge() {}

    /**
     * The text {@code now} without the change from {@code before} to {@code after}.
     *
     * @return empty when the later changes touch the same lines, or lines beside them
     */
    static Optional<String> withoutChange(String before, String after, String now) {
        List<String> lines = lines(after);
        List<AbstractDelta<String>> back = DiffUtils.diff(lines, lines(before)).getDeltas();
        List<AbstractDelta<String>> later = DiffUtils.diff(lines, lines(now)).getDeltas();
        boolean touching = back.stream().anyMatch(one -> later.stream().anyMatch(other -> touch(one, other)));
        if (touching) {
            return Optional.empty();
        }
        List<AbstractDelta<String>> all = new ArrayList<>(back);
        all.addAll(later);
        all.sort(Comparator.comparingInt(delta -> delta.getSource().getPosition()));
        return Optional.of(apply(lines, all));
    }

    private static String apply(List<String> lines, List<AbstractDelta<String>> deltas) {
        StringBuilder merged = new StringBuilder();
        int at = 0;
        for (AbstractDelta<String> delta : deltas) {
            Chunk<String> source = delta.getSource();
            lines.subList(at, source.getPosition()).forEach(merged::append);
            delta.getTarget().getLines().forEach(merged::append);
            at = source.getPosition() + source.size();
        }
        lines.subList(at, lines.size()).forEach(merged::append);
        return merged.toString();
    }

    private static boolean touch(AbstractDelta<String> one, AbstractDelta<String> other) {
        Chunk<String> a = one.getSource();
        Chunk<String> b = other.getSource();
        return a.getPosition() <= b.getPosition() + b.size() && b.getPosition() <= a.getPosition() + a.size();
    }

    /** Each with its own line end. */
    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
    }
}
