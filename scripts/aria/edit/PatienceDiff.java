package aria.edit;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.DiffAlgorithmI;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.algorithm.myers.MyersDiff;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The patience diff: matches lines that occur once on both sides first, and uses Myers' algorithm between them. It
 * keeps a service's lines together and avoids quadratic time for a large file with many changes.
 */
final class PatienceDiff implements DiffAlgorithmI<String> {
    private record Match(int source, int target) {}

    @Override
    public List<Change> computeDiff(
            List<? extends String> source, List<? extends String> target, DiffAlgorithmListener progress) {
        List<Match> matches = new ArrayList<>(longestAscending(uniqueMatches(source, target)));
        matches.add(new Match(source.size(), target.size()));
        List<Change> changes = new ArrayList<>();
        int sourceStart = 0;
        int targetStart = 0;
        for (Match match : matches) {
            between(source, sourceStart, match.source(), target, targetStart, match.target(), progress, changes);
            sourceStart = match.source() + 1;
            targetStart = match.target() + 1;
        }
        return changes;
    }

    private static void between(
            List<? extends String> source,
            int sourceStart,
            int sourceEnd,
            List<? extends String> target,
            int targetStart,
            int targetEnd,
            DiffAlgorithmListener progress,
            List<Change> changes) {
        int from = 0;
        while (sourceStart + from < sourceEnd
                && targetStart + from < targetEnd
                && source.get(sourceStart + from).equals(target.get(targetStart + from))) {
            from++;
        }
        int to = 0;
        while (sourceStart + from < sourceEnd - to
                && targetStart + from < targetEnd - to
                && source.get(sourceEnd - to - 1).equals(target.get(targetEnd - to - 1))) {
            to++;
        }
        int oldFrom = sourceStart + from;
        int newFrom = targetStart + from;
        List<? extends String> old = source.subList(oldFrom, sourceEnd - to);
        List<? extends String> now = target.subList(newFrom, targetEnd - to);
        if (old.isEmpty() || now.isEmpty()) {
            // Myers would take quadratic time for one long insertion.
            if (old.size() + now.size() > 0) {
                changes.add(new Change(
                        old.isEmpty() ? DeltaType.INSERT : DeltaType.DELETE,
                        oldFrom,
                        sourceEnd - to,
                        newFrom,
                        targetEnd - to));
            }
            return;
        }
        for (Change change : new MyersDiff<String>().computeDiff(old, now, progress)) {
            changes.add(new Change(
                    change.deltaType,
                    change.startOriginal + oldFrom,
                    change.endOriginal + oldFrom,
                    change.startRevised + newFrom,
                    change.endRevised + newFrom));
        }
    }

    /** The lines that occur exactly once on each side, in the order of the source. */
    private static List<Match> uniqueMatches(List<? extends String> source, List<? extends String> target) {
        Map<String, Integer> inSource = unique(source);
        Map<String, Integer> inTarget = unique(target);
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < source.size(); i++) {
            Integer there = inTarget.get(source.get(i));
            if (inSource.get(source.get(i)) >= 0 && there != null && there >= 0) {
                matches.add(new Match(i, there));
            }
        }
        return matches;
    }

    /** The index of each line; -1 when there are several of it. */
    private static Map<String, Integer> unique(List<? extends String> lines) {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            index.merge(lines.get(i), i, (first, second) -> -1);
        }
        return index;
    }

    /** The longest part of the matches that ascends on both sides (patience sorting). */
    private static List<Match> longestAscending(List<Match> matches) {
        int[] piles = new int[matches.size()];
        int[] before = new int[matches.size()];
        int count = 0;
        for (int i = 0; i < matches.size(); i++) {
            int target = matches.get(i).target();
            int low = 0;
            for (int high = count; low < high; ) {
                int middle = (low + high) >>> 1;
                if (matches.get(piles[middle]).target() < target) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low == 0 ? -1 : piles[low - 1];
            piles[low] = i;
            count = Math.max(count, low + 1);
        }
        Match[] longest = new Match[count];
        for (int i = count == 0 ? -1 : piles[count - 1], at = count - 1; i >= 0; i = before[i], at--) {
            longest[at] = matches.get(i);
        }
        return Arrays.asList(longest);
    }
}
