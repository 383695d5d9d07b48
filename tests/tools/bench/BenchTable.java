package tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The measurements as lines for people. */
public final class BenchTable {
    private static final List<String> HEAD = List.of("what", "median", "min", "a second", "peak", "beside it");

    private BenchTable() {}

    /** A head and one line a row, in columns. */
    public static List<String> lines(List<Row> rows) {
        List<List<String>> table = new ArrayList<>(List.of(HEAD));
        rows.forEach(row -> table.add(cells(row)));
        List<String> lines = new ArrayList<>();
        for (List<String> cells : table) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < cells.size(); column++) {
                int at = column;
                int width = table.stream()
                        .mapToInt(other -> other.get(at).length())
                        .max()
                        .orElse(0);
                String blanks = " ".repeat(width - cells.get(column).length());
                boolean words = column == 0 || column == HEAD.size() - 1;
                line.append(words ? cells.get(column) + blanks : blanks + cells.get(column))
                        .append("  ");
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static List<String> cells(Row row) {
        String peers = row.peers().stream()
                .map(peer -> text("%s %.2f s, ratio %.2f", peer.name(), peer.seconds(), row.ratio(peer)))
                .collect(Collectors.joining("; "));
        return List.of(
                row.what(),
                text("%.2f s", row.ours().median()),
                text("%.2f s", row.ours().min()),
                row.count()
                        .map(count -> text("%.0f", count / row.ours().median()))
                        .orElse(""),
                row.ours().peak() == 0 ? "" : text("%d MB", row.ours().peak() / 1024),
                peers);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
