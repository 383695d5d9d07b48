package aria.cli;

import static aria.finding.Remedy.advice;

import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.plan.CertificateNeed;
import aria.store.InputFile;
import aria.verify.Subject;
import aria.verify.check.CheckCatalogue;
import aria.verify.check.Verification;
import aria.verify.metrics.MetricsText;
import aria.verify.metrics.RotationMetrics;
import aria.verify.metrics.StackMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The option that writes metrics for Prometheus. */
public final class MetricsOption {
    private static final String NAME = "--metrics";

    @Option(
            names = NAME,
            paramLabel = "FILE",
            description = "Write metrics for the textfile collector of Prometheus' node exporter. FILE ends in .prom.")
    private Path file;

    /** Whether it was given. */
    public boolean isGiven() {
        return file != null;
    }

    /**
     * Refuses a place that nothing would read, or that holds something else.
     *
     * @throws UsageException when the file is not called so
     * @throws aria.finding.ConsentException when something else is there
     */
    public void require(CommonOptions common) {
        if (!isGiven()) {
            return;
        }
        if (!file.toString().endsWith(".prom")) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    NAME + ": " + file + " does not end in .prom, so the node exporter would not read it",
                    advice("name it aria.prom"));
        }
        output(common).requireOurs(MetricsText.MARK.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the metrics of a project: all checks are made.
     *
     * @param rotation the results of this run
     */
    public MetricsText metrics(CommonOptions common, Subject subject, RotationMetrics rotation) {
        MetricsText text = StackMetrics.of(subject, Verification.run(CheckCatalogue.all(), subject));
        rotation.addTo(
                text,
                earlier(common),
                subject.needs().stream().map(CertificateNeed::service).collect(Collectors.toSet()),
                subject.now());
        return text;
    }

    /**
     * As {@link #metrics}, for an endpoint that is asked between two runs of the timer: what is told of rotation, and when
     * it ran, is what the timer's file says.
     */
    public MetricsText scraped(CommonOptions common, Subject subject) {
        MetricsText text = metrics(common, subject, RotationMetrics.NONE);
        RotationMetrics.keepRun(text, earlier(common));
        return text;
    }

    /** Writes them, whole or not at all, so that everybody on the machine can read them. */
    public void write(CommonOptions common, MetricsText text) {
        output(common).publish(text.text().getBytes(StandardCharsets.UTF_8));
    }

    private String earlier(CommonOptions common) {
        try {
            return isGiven() && Files.isRegularFile(output(common).path())
                    ? InputFile.text(output(common).path())
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(NAME + ": " + file + " cannot be read: " + Problem.oneLine(e), e);
        }
    }

    private OutputFile output(CommonOptions common) {
        return OutputFile.of(common.directory(), NAME, file);
    }
}
