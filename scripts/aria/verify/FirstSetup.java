package aria.verify;

import aria.finding.Remedy;
import aria.store.Layout;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** A project in which nothing has been set up yet: one command does what checks recommend one by one. */
public final class FirstSetup {
    private static final Remedy ALL = Remedy.aria("bootstrap");

    private static final List<Remedy> PARTS = Stream.of("init-ca", "generate-service-certs", "patch-compose")
            .map(Remedy::aria)
            .toList();

    private FirstSetup() {}

    /** Returns whether a project has services and neither a CA nor certificates. */
    public static boolean isDue(Subject subject) {
        Layout layout = subject.layout();
        return !subject.compose().stacks().isEmpty()
                && Stream.of(layout.rootCertificate(), layout.intermediateKey(), layout.trustBundle())
                        .noneMatch(Files::exists);
    }

    /** Returns a report whose remedies are this command wherever they are a part of it. */
    public static Report remedied(Report report) {
        return report.with(report.results().stream()
                .map(result -> result.remedies().stream().anyMatch(PARTS::contains)
                        ? result.with(result.finding().withoutRemedies().also(ALL))
                        : result)
                .toList());
    }
}
