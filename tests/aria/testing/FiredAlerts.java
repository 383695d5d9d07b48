package aria.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The alerts that fire on metrics under the rules that we hand out, as the real Prometheus' promtool judges them. */
public final class FiredAlerts {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(aria_\\w+)(\\{.*})? (\\S+)$");
    /** Minutes of each half: the longest time that an alert waits is a quarter of an hour. */
    private static final int HALF = 30;

    private FiredAlerts() {}

    /**
     * Returns the names of the alerts that fire at the end of an hour, half of which each of two files was read.
     *
     * @param folder gets promtool's file
     * @param before what the metrics file said when nothing was broken
     * @param after  what it says then; empty when it is gone
     * @param age    how many seconds have passed since that was written
     */
    public static Set<String> between(Path folder, String before, String after, long age)
            throws IOException, InterruptedException {
        Map<String, Double> first = samples(before, 0);
        Map<String, Double> second = samples(after, age);
        String series = Stream.concat(first.keySet().stream(), second.keySet().stream())
                .distinct()
                .map(each -> "      - {series: '" + each + "', values: '" + half(first.get(each)) + " "
                        + half(second.get(each)) + "'}\n")
                .collect(Collectors.joining());
        Path test = Files.createTempFile(folder, "alerts", ".yml");
        Files.writeString(test, """
                rule_files: ['%s']
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series:
                %s    promql_expr_test:
                      - {expr: 'group by (alertname) (ALERTS{alertstate="firing"})', eval_time: %dm, exp_samples: []}
                """.formatted(
                        Checkout.root().resolve("templates/monitoring/aria.rules.yml"), series, 2 * HALF - 1));
        Process promtool = new ProcessBuilder(Needs.program("promtool").toString(), "test", "rules", test.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Set<String> alerts = Pattern.compile("alertname=\\\\?\"(\\w+)")
                .matcher(said)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(promtool.waitFor() == 0).as(said).isEqualTo(alerts.isEmpty());
        return alerts;
    }

    private static String half(Double value) {
        return value == null ? "_x" + (HALF - 1) : "%.0fx%d".formatted(value, HALF - 1);
    }

    /** The values by their series; times count from an hour before the file was written, for promtool begins at 0. */
    private static Map<String, Double> samples(String metrics, long age) {
        Map<String, Double> samples = new TreeMap<>();
        Matcher run = Pattern.compile("(?m)^aria_run_timestamp_seconds (\\S+)$").matcher(metrics);
        double begin = run.find() ? Double.parseDouble(run.group(1)) - 2 * HALF * 60 + age : 0;
        SAMPLE.matcher(metrics).results().forEach(found -> {
            double value = Double.parseDouble(found.group(3));
            String labels = found.group(2) == null ? "" : found.group(2);
            samples.put(found.group(1) + labels, found.group(1).endsWith("_timestamp_seconds") ? value - begin : value);
        });
        return samples;
    }
}
