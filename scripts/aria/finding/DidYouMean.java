package aria.finding;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Suggests a name for a mistyped one. */
public final class DidYouMean {
    private DidYouMean() {}

    /**
     * The end of an error message.
     *
     * @param typed     what is not there
     * @param known     what is there
     * @param otherwise when nothing that is there is like it
     * @return {@code ", did you mean postgres?"} for the nearest name a few slips away
     */
    public static String among(String typed, Collection<String> known, String otherwise) {
        int slips = Math.max(1, typed.length() / 3);
        return known.stream()
                .filter(name -> name.length() > slips && distance(typed, name) <= slips)
                .min(Comparator.comparingInt(name -> distance(typed, name)))
                .map(name -> ", did you mean " + name + "?")
                .orElse(otherwise);
    }

    /**
     * How many letters were left out, added, exchanged for another or for their neighbour (Damerau's distance); case
     * is none.
     */
    static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] slips = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                slips[i][j] = i == 0 || j == 0 ? i + j : slips(slips, a, b, i, j);
            }
        }
        return slips[a.length()][b.length()];
    }

    private static int slips(int[][] before, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(before[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(before[i - 1][j], before[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, before[i - 2][j - 2] + 1) : least;
    }
}
