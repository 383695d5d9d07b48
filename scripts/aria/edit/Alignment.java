package aria.edit;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/** Finds for the elements of a list those of a later one that they became: the same, or edited. */
public final class Alignment {
    /** More pairs than anybody edits by hand are compared no further. */
    private static final long LIMIT = 1 << 22;

    private Alignment() {}

    /**
     * Aligns two lists in their order: as many equal elements as possible, and then similar ones.
     *
     * @param similar whether one element can have become another one
     * @return for each element of {@code old} the index in {@code now}, -1 for one that is gone
     */
    public static <T> int[] of(List<T> old, List<T> now, BiPredicate<T, T> similar) {
        int[] same = new int[old.size()];
        Arrays.fill(same, -1);
        if ((long) old.size() * now.size() > LIMIT) {
            return same;
        }
        int[][] best = new int[old.size() + 1][now.size() + 1];
        int[][] score = new int[old.size()][now.size()];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                score[i][j] = old.get(i).equals(now.get(j)) ? 3 : similar.test(old.get(i), now.get(j)) ? 2 : 0;
                int paired = score[i][j] == 0 ? 0 : score[i][j] + best[i + 1][j + 1];
                best[i][j] = Math.max(paired, Math.max(best[i + 1][j], best[i][j + 1]));
            }
        }
        for (int i = 0, j = 0; i < old.size() && j < now.size(); ) {
            if (score[i][j] > 0 && best[i][j] == score[i][j] + best[i + 1][j + 1]) {
                same[i++] = j++;
            } else if (best[i][j] == best[i + 1][j]) {
                i++;
            } else {
                j++;
            }
        }
        return same;
    }

    /** Returns whether two texts have at least half of the longer one in common at their beginning and their end. */
    public static boolean similar(String one, String other) {
        String a = one.strip();
        String b = other.strip();
        int shorter = Math.min(a.length(), b.length());
        int common = 0;
        while (common < shorter && a.charAt(common) == b.charAt(common)) {
            common++;
        }
        int end = 0;
        while (common + end < shorter && a.charAt(a.length() - end - 1) == b.charAt(b.length() - end - 1)) {
            end++;
        }
        return shorter > 0 && 2 * (common + end) >= Math.max(a.length(), b.length());
    }
}
