package aria.verify.metrics;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The results of a rotation, by service. The times of earlier attempts and successes are those in the file that is
 * written anew.
 *
 * @param results  by service; under the empty name, that of all that belongs to no service; empty when nothing was
 *                 rotated
 * @param listRead whether the running CA's revocation list was read; empty when nobody asked for it
 */
public record RotationMetrics(Map<String, Result> results, Optional<Boolean> listRead) {
    /** Of a run that rotated nothing. */
    public static final RotationMetrics NONE = new RotationMetrics(Map.of(), Optional.empty());

    /** The result for one service. */
    public enum Result {
        OK("ok"),
        /** It is due, and was not renewed. */
        NOT_RENEWED("not-renewed"),
        /** Its server was not given the new certificate, or does not present it. */
        NOT_PRESENTED("not-presented"),
        /** Its server presents the new certificate after a restart. */
        NEEDS_RESTART("needs-restart"),
        /** The CA or the engine did not answer. */
        UNAVAILABLE("unavailable"),
        /** There is no CA, or it cannot be used. */
        REFUSED("refused");

        private final String label;

        Result(String label) {
            this.label = label;
        }
    }

    private static final String SERVICE = "service";
    private static final Pattern EARLIER = Pattern.compile(
            "(?m)^(aria_rotation_\\w+)(?:\\{(?:service=\"([\\w.-]*)\",?)?(?:reason=\"([a-z-]+)\")?})? (\\d+)$");

    /** Keeps an unmodifiable copy. */
    public RotationMetrics {
        results = Map.copyOf(results);
    }

    /**
     * Adds them, and what an earlier file says of services that are not among them.
     *
     * @param earlier what is written over; empty when there is nothing
     * @param known   the services that there are; of others nothing is kept
     */
    public void addTo(MetricsText text, String earlier, Set<String> known, Instant now) {
        EARLIER.matcher(earlier).results().forEach(line -> keep(text, line, known));
        listRead.ifPresent(read -> text.add(Metric.CA_LIST_READ, Map.of(), read ? 1 : 0));
        results.forEach((service, result) -> {
            Map<String, String> labels = new LinkedHashMap<>(Map.of(SERVICE, service));
            text.add(Metric.LAST_ATTEMPT, labels, now.getEpochSecond());
            if (result == Result.OK) {
                text.add(Metric.LAST_SUCCESS, labels, now.getEpochSecond());
            }
            labels.put("reason", result.label);
            text.add(Metric.LAST_RESULT, labels, result == Result.OK ? 1 : 0);
        });
    }

    /** Adds when an earlier file was written, which is what counts of both times. */
    public static void keepRun(MetricsText text, String earlier) {
        Pattern.compile("(?m)^" + Metric.RUN.text + " (\\d{1,18})$")
                .matcher(earlier)
                .results()
                .forEach(line -> text.add(Metric.RUN, Map.of(), Long.parseLong(line.group(1))));
    }

    private void keep(MetricsText text, MatchResult line, Set<String> known) {
        String service = line.group(2) == null ? "" : line.group(2);
        Result now = results.get(service);
        boolean success = line.group(1).equals(Metric.LAST_SUCCESS.text);
        boolean kept = now == null || success && now != Result.OK;
        if (!kept || !service.isEmpty() && !known.contains(service)) {
            return;
        }
        Map<String, String> labels = new LinkedHashMap<>(Map.of(SERVICE, service));
        if (line.group(3) != null) {
            labels.put("reason", line.group(3));
        }
        for (Metric metric :
                Set.of(Metric.LAST_ATTEMPT, Metric.LAST_SUCCESS, Metric.LAST_RESULT, Metric.CA_LIST_READ)) {
            if (metric.text.equals(line.group(1))) {
                text.add(metric, labels, Long.parseLong(line.group(4)));
            }
        }
    }
}
