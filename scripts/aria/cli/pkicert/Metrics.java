package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.ExitCode;
import aria.cli.ListenOptions;
import aria.cli.Mark;
import aria.cli.MetricsOption;
import aria.cli.ProjectChoices;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.stack.Selection;
import aria.store.Layout;
import aria.verify.Subject;
import aria.verify.SubjectReader;
import aria.verify.metrics.RotationMetrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code pki-cert metrics}. */
@Command(
        name = "metrics",
        sortOptions = false,
        description =
                "Prints metrics for Prometheus: certificates on disk and as presented, and the result of every check.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert metrics                                              print them",
            "  pki-cert metrics --metrics /var/lib/prometheus/node-exporter/aria.prom",
            "  pki-cert metrics --listen 0.0.0.0:9469 --metrics aria.prom    let Prometheus scrape them over mutual TLS",
            "",
            "rotate-certs --metrics FILE writes the same, and what it renewed."
        })
public final class Metrics implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ComposeOptions compose;

    @Mixin
    private MetricsOption metrics;

    @Mixin
    private ListenOptions listen;

    @Override
    public Integer call() {
        metrics.require(common);
        Layout layout = common.layout(compose, List.of());
        if (listen.isGiven()) {
            if (common.json()) {
                throw new UsageException(FindingId.WRONG_USAGE, "--json cannot be combined with --listen");
            }
            listen.serve(common, () -> metrics.scraped(common, subject(layout)).text());
            return ExitCode.OK.number();
        }
        var text = metrics.metrics(common, subject(layout), RotationMetrics.NONE);
        if (metrics.isGiven()) {
            metrics.write(common, text);
        }
        if (common.json()) {
            common.console().answer("pki-cert-metrics", ExitCode.OK, Map.of("metrics", text.text()), List.of());
        } else if (metrics.isGiven()) {
            common.console().result(Mark.PASS, "the metrics are written");
        } else {
            common.console().resultText(text.text());
        }
        return ExitCode.OK.number();
    }

    private Subject subject(Layout layout) {
        return new ProjectChoices(common.choices(), Selection.EVERYTHING, Optional.empty())
                .subject(compose, layout, List.of(), SubjectReader.Live.WHERE_IT_RUNS, Optional.empty());
    }
}
