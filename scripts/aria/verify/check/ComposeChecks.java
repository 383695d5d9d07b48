package aria.verify.check;

import aria.verify.ComposeFacts;
import aria.verify.Finding;
import aria.verify.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The compose files, as Docker Compose sees them. */
final class ComposeChecks {
    private ComposeChecks() {}

    static Map<String, Function<Subject, List<Finding>>> all() {
        return Map.of(
                "compose.files",
                ComposeChecks::files,
                "compose.settings",
                ComposeChecks::settings,
                "compose.plaintext",
                ComposeChecks::plaintext);
    }

    private static List<Finding> files(Subject subject) {
        ComposeFacts compose = subject.compose();
        if (!compose.troubles().isEmpty()) {
            return compose.troubles().stream()
                    .map(trouble -> Finding.fail(trouble.message()).at(trouble.place()))
                    .toList();
        }
        return compose.files().isEmpty() ? List.of() : List.of(Finding.pass(String.join(", ", compose.files())));
    }

    private static List<Finding> settings(Subject subject) {
        List<Finding> findings = new ArrayList<>(subject.compose().gaps().stream()
                .map(gap -> Finding.fail(
                                gap.place().file() + " needs " + changes(gap.reasons()) + subject.run("patch-compose"))
                        .at(gap.place()))
                .toList());
        if (findings.isEmpty()) {
            findings.add(Finding.pass("nothing is left to change"));
        }
        subject.compose()
                .remarks()
                .forEach(remark -> findings.add(remark(subject, remark).about(remark.service())));
        return findings;
    }

    /** What was never set up is a warning; what has a certificate already was set up, and somebody counts on it. */
    private static Finding remark(Subject subject, ComposeFacts.Remark remark) {
        if (!remark.refused() || remark.service().isEmpty()) {
            return Finding.warn(remark.message());
        }
        Path certificate = subject.layout().serviceCertificate(remark.service());
        return Files.exists(certificate)
                ? Finding.fail(
                        "it has " + subject.show(certificate) + " and is not set up with it: " + remark.message())
                : Finding.warn(remark.message());
    }

    private static List<Finding> plaintext(Subject subject) {
        List<Finding> open = subject.compose().openPorts().stream()
                .map(port -> Finding.fail("the port " + port.mapping() + " is published in plaintext"
                                + subject.run("patch-compose"))
                        .about(port.service())
                        .at(port.place()))
                .toList();
        return open.isEmpty() ? List.of(Finding.pass("")) : open;
    }

    private static String changes(List<String> reasons) {
        return reasons.size() == 1
                ? "a change: " + reasons.get(0)
                : reasons.size() + " changes, the first: " + reasons.get(0);
    }
}
