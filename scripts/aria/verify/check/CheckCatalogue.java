package aria.verify.check;

import aria.edit.yaml.PlainYaml;
import aria.finding.Severity;
import aria.preset.Templates;
import aria.verify.Need;
import aria.verify.Observation;
import aria.verify.Subject;
import aria.verify.probe.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All checks. Their order, titles, severities and needs come from {@code templates/checks/checks.yaml}, their
 * functions from here.
 */
public final class CheckCatalogue {
    private static final String FILE = "checks/checks.yaml";

    private CheckCatalogue() {}

    /**
     * The checks in the order in which they are shown.
     *
     * @throws IllegalStateException when data and functions do not fit together, which a test rules out
     */
    public static List<Check> all() {
        Map<String, Function<Subject, List<Observation>>> functions = functions();
        List<Check> checks = new ArrayList<>();
        for (Object group : list(PlainYaml.load(FILE, Templates.read(FILE)))) {
            String category = text(map(group).get("category"));
            for (Object entry : list(map(group).get("checks"))) {
                checks.add(check(category, map(entry), functions));
            }
        }
        if (checks.size() != functions.size()) {
            throw new IllegalStateException(FILE + " lacks one of " + functions.keySet());
        }
        return List.copyOf(checks);
    }

    private static Check check(
            String category, Map<?, ?> entry, Map<String, Function<Subject, List<Observation>>> functions) {
        String id = text(entry.get("id"));
        if (!functions.containsKey(id)
                || !Set.of("id", "title", "severity", "production", "needs").containsAll(entry.keySet())) {
            throw new IllegalStateException(FILE + ": nothing is known of " + entry);
        }
        Severity severity = severity(entry.get("severity"));
        Severity production = entry.containsKey("production") ? severity(entry.get("production")) : severity;
        List<Need> needs = entry.containsKey("needs")
                ? list(entry.get("needs")).stream().map(CheckCatalogue::need).toList()
                : List.of();
        return new Check(id, category, text(entry.get("title")), severity, production, needs, functions.get(id));
    }

    private static Severity severity(Object label) {
        return Severity.valueOf(text(label).toUpperCase(Locale.ROOT));
    }

    private static Need need(Object label) {
        return Arrays.stream(Need.values())
                .filter(need -> need.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(FILE + ": nothing is known of the need " + label));
    }

    private static Map<String, Function<Subject, List<Observation>>> functions() {
        Map<String, Function<Subject, List<Observation>>> functions = new HashMap<>();
        Stream.of(
                        ToolChecks.all(),
                        CaConfigChecks.all(),
                        PkiChecks.all(),
                        SecretChecks.all(),
                        ProjectChecks.all(),
                        AuditChecks.all(),
                        CertificateChecks.all(),
                        ExpiryChecks.all(),
                        RevocationChecks.all(),
                        ComposeChecks.all(),
                        ApplicationChecks.all(),
                        ListenerChecks.all(),
                        ProxyChecks.all())
                .forEach(functions::putAll);
        Arrays.stream(Probe.values())
                .forEach(probe -> functions.put(
                        probe.checkId(),
                        subject -> subject.handshakes().findings().get(probe)));
        functions.putAll(PlaintextChecks.all());
        return functions;
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static String text(Object value) {
        return (String) value;
    }
}
