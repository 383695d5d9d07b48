package aria.verify.report;

import aria.finding.FindingText;
import aria.finding.Severity;
import aria.pki.Printable;
import aria.verify.ApplicationClaim;
import aria.verify.CheckResult;
import aria.verify.ListenerClaim;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.probe.Via;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The report as JUnit XML, in the format that Surefire writes and Jenkins and GitLab read: a suite per category, a
 * case per result. The schema has no attribute for a place, so the text of a failure begins with {@code file:line}.
 */
public final class JunitReport {
    private static final String NAME = "verify-mtls-setup";

    private final XMLStreamWriter xml;
    private final Severity failOn;

    private JunitReport(XMLStreamWriter xml, Severity failOn) {
        this.xml = xml;
        this.failOn = failOn;
    }

    /**
     * A whole document, UTF-8.
     *
     * @param failOn {@link Severity#WARNING} makes failures of warnings, too; else they are cases that pass and say so
     */
    public static byte[] of(Report report, Overview overview, Severity failOn) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            new JunitReport(xml, failOn).write(report, overview);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    private void write(Report report, Overview overview) throws XMLStreamException {
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        start("testsuites");
        attribute("name", NAME);
        attribute("tests", Integer.toString(report.results().size()));
        attribute("failures", failures(report.results()));
        attribute("errors", "0");
        Map<String, List<CheckResult>> suites = report.results().stream()
                .collect(Collectors.groupingBy(CheckResult::category, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<String, List<CheckResult>> suite : suites.entrySet()) {
            suite(suite.getKey(), suite.getValue(), overview);
        }
        if (!report.listeners().isEmpty() || !report.applications().isEmpty()) {
            states(report);
        }
        end();
        xml.writeEndDocument();
    }

    /** A suite without cases, for the schema has properties only there. */
    private void states(Report report) throws XMLStreamException {
        start("testsuite");
        attribute("name", NAME + ": states");
        for (String count : List.of("tests", "failures", "errors", "skipped")) {
            attribute(count, "0");
        }
        start("properties");
        for (ListenerClaim claim : report.listeners()) {
            property(
                    "listener " + claim.service() + " " + claim.listener(),
                    claim.state().label());
        }
        for (ApplicationClaim claim : report.applications()) {
            property("application " + claim.service(), claim.state().label());
        }
        end();
        end();
    }

    private void property(String name, String value) throws XMLStreamException {
        start("property");
        attribute("name", name);
        attribute("value", value);
        end();
    }

    private void suite(String category, List<CheckResult> results, Overview overview) throws XMLStreamException {
        start("testsuite");
        attribute("name", NAME + ": " + category);
        attribute("tests", Integer.toString(results.size()));
        attribute("failures", failures(results));
        attribute("errors", "0");
        attribute(
                "skipped",
                Long.toString(results.stream()
                        .filter(result -> result.status() == Status.SKIP)
                        .count()));
        attribute("timestamp", overview.at().truncatedTo(ChronoUnit.SECONDS).toString());
        Map<String, Integer> seen = new HashMap<>();
        for (CheckResult result : results) {
            String name = name(result);
            int times = seen.merge(result.id() + " " + name, 1, Integer::sum);
            testCase(result, times == 1 ? name : name + " (" + times + ")");
        }
        end();
    }

    private void testCase(CheckResult result, String name) throws XMLStreamException {
        start("testcase");
        attribute("name", name);
        attribute("classname", result.id());
        attribute("time", "0");
        if (result.status() == Status.SKIP) {
            start("skipped");
            attribute("message", result.message());
            end();
        } else if (failed(result)) {
            start("failure");
            attribute("type", result.status().label());
            attribute("message", result.message());
            text(told(result));
            end();
        } else if (result.status() == Status.WARN) {
            start("system-out");
            text("warning: " + told(result));
            end();
        }
        end();
    }

    private static String name(CheckResult result) {
        String who = result.service().map(service -> ": " + service).orElse("")
                + result.listener().map(listener -> " " + listener).orElse("");
        return result.title()
                + who
                + result.via().map(Via::label).map(via -> " (" + via + ")").orElse("");
    }

    private static String told(CheckResult result) {
        return FindingText.IN_CHECKOUT.line(result.finding()) + "\nsee " + result.hint();
    }

    private boolean failed(CheckResult result) {
        return result.finding().severity().compareTo(failOn) >= 0;
    }

    private String failures(List<CheckResult> results) {
        return Long.toString(results.stream().filter(this::failed).count());
    }

    private void start(String element) throws XMLStreamException {
        xml.writeStartElement(element);
    }

    private void end() throws XMLStreamException {
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Printable.text(value));
    }

    private void text(String value) throws XMLStreamException {
        xml.writeCharacters(Printable.text(value));
    }
}
