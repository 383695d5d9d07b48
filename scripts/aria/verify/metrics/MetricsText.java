package aria.verify.metrics;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Metrics in the text format of Prometheus (version 0.0.4) for the textfile collector of its node exporter: no
 * timestamps, each metric in one piece, each series once.
 */
public final class MetricsText {
    /** The first line, by which a file of ours is told from others. */
    public static final String MARK = "# Written by aria: metrics for Prometheus\n";

    private final Map<Metric, Map<String, Long>> series = new EnumMap<>(Metric.class);

    /** Adds one without labels. */
    void add(Metric metric, Instant time) {
        add(metric, Map.of(), time.getEpochSecond());
    }

    /**
     * Adds a series. Of several values for one series the least counts: the certificate that expires first, the check
     * that fails.
     *
     * @param labels in their order; empty values are left out
     */
    void add(Metric metric, Map<String, String> labels, long value) {
        String named = labels.entrySet().stream()
                .filter(label -> !label.getValue().isEmpty())
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                .collect(Collectors.joining(","));
        series.computeIfAbsent(metric, first -> new TreeMap<>())
                .merge(named.isEmpty() ? "" : "{" + named + "}", value, Math::min);
    }

    /** Returns the whole file. */
    public String text() {
        StringBuilder text = new StringBuilder(MARK);
        series.forEach((metric, values) -> {
            text.append("# HELP ").append(metric.text).append(' ').append(metric.help);
            text.append("\n# TYPE ")
                    .append(metric.text)
                    .append(' ')
                    .append(metric.type)
                    .append('\n');
            values.forEach((labels, value) -> text.append(metric.text)
                    .append(labels)
                    .append(' ')
                    .append(value)
                    .append('\n'));
        });
        return text.toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
