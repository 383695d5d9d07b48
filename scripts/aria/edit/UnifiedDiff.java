package aria.edit;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;

/** Differences in the format of {@code git apply} and {@code patch}. */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final int HEADER_LINES = 2;

    private UnifiedDiff() {}

    /**
     * The unified diff of a file with three lines of context. As for git a line ends with LF, so CR LF stays in it.
     *
     * @param path the name in the header, relative, with {@code /}
     * @return empty when the texts are equal; an empty text before is a file that is created
     */
    public static String of(String path, SourceText before, SourceText after) {
        if (before.text().equals(after.text())) {
            return "";
        }
        List<String> old = lines(before.text());
        Patch<String> patch = DiffUtils.diff(old, lines(after.text()), new PatienceDiff());
        // A name with a blank ends at a tab, else patch takes the first word of it.
        String name = path.contains(" ") ? path + "\t" : path;
        String oldName = old.isEmpty() ? "/dev/null" : "a/" + name;
        String newName = after.text().isEmpty() ? "/dev/null" : "b/" + name;
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(oldName, newName, old, patch, CONTEXT);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < diff.size(); i++) {
            out.append(diff.get(i));
            if (i < HEADER_LINES || diff.get(i).startsWith("@@")) {
                out.append('\n');
            } else if (!diff.get(i).endsWith("\n")) {
                out.append("\n\\ No newline at end of file\n");
            }
        }
        return out.toString();
    }

    /** The lines with their breaks, so that a last line without one differs from one with it. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (int start = 0, end; start < text.length(); start = end) {
            end = text.indexOf('\n', start) + 1;
            end = end == 0 ? text.length() : end;
            lines.add(text.substring(start, end));
        }
        return lines;
    }
}
