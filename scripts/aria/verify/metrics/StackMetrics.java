package aria.verify.metrics;

import aria.finding.RefusedException;
import aria.pki.Certificates;
import aria.pki.Validity;
import aria.store.AuditLog;
import aria.store.AuditPending;
import aria.store.AuditReceipts;
import aria.verify.CertificateFile;
import aria.verify.CheckResult;
import aria.verify.Lifetime;
import aria.verify.Report;
import aria.verify.ServedCertificate;
import aria.verify.Status;
import aria.verify.Subject;
import aria.verify.probe.Via;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of a project: its certificates on disk, those that its servers present, and its checks. */
public final class StackMetrics {
    private static final String SERVICE = "service";

    private static final Pattern RECEIVER = Pattern.compile("^([a-z]+://)(?:[^/?#]*@)?([^/?#@]*)");

    private final MetricsText text = new MetricsText();

    private StackMetrics() {}

    /**
     * Returns those of a project. Nobody's name is among them: of people's certificates the one that expires first
     * counts.
     *
     * @param report of all checks
     */
    public static MetricsText of(Subject subject, Report report) {
        StackMetrics metrics = new StackMetrics();
        Lifetime.of(subject).forEach(lifetime -> metrics.add(lifetime, subject));
        metrics.addList(subject);
        subject.handshakes().served().stream()
                .filter(served -> served.via() != Via.IN_PROCESS)
                .forEach(metrics::add);
        report.results().forEach(metrics::add);
        metrics.addPlaintext(report);
        AuditLog.of(subject.layout()).head().ifPresent(head -> {
            metrics.text.add(Metric.AUDIT_SEQUENCE, Map.of(), head.sequence());
            metrics.text.add(Metric.AUDIT_HEAD, Map.of(), head.first48());
        });
        metrics.addReceivers(subject);
        metrics.text.add(Metric.RUN, subject.now());
        return metrics.text;
    }

    private void add(Lifetime lifetime, Subject subject) {
        String use = lifetime.kind().name().toLowerCase(Locale.ROOT);
        if (lifetime.kind() == Lifetime.Holder.PERSON) {
            add(labels("", use, "file"), new Validity(lifetime.from(), lifetime.until()));
            return;
        }
        CertificateFile.read(subject.layout().root().resolve(lifetime.file()))
                .first()
                .ifPresent(certificate -> add(labels(lifetime.name(), use, "file"), certificate));
    }

    private void add(ServedCertificate served) {
        add(labels(served.listener().service(), SERVICE, "served"), served.shown());
    }

    private void add(Map<String, String> labels, X509Certificate certificate) {
        add(labels, Certificates.validity(certificate));
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put("serial", Certificates.serialHex(certificate));
        all.put("issuer", Certificates.issuerName(certificate));
        text.add(Metric.INFO, all, 1);
    }

    private void add(Map<String, String> labels, Validity validity) {
        text.add(Metric.NOT_AFTER, labels, validity.notAfter().getEpochSecond());
        text.add(Metric.NOT_BEFORE, labels, validity.notBefore().getEpochSecond());
    }

    /** A service whose proxy accepts none has no value, so that 0 tells of one that nobody calls so. */
    private void addPlaintext(Report report) {
        Map<String, Integer> counts = new TreeMap<>();
        report.listeners()
                .forEach(listener -> listener.plaintext()
                        .ifPresent(use -> counts.merge(listener.service(), use.count(), Integer::sum)));
        counts.forEach((service, count) -> text.add(Metric.PLAINTEXT, Map.of(SERVICE, service), count));
    }

    /** One for each that is named; none of a log that does not lead on from what was acknowledged: audit.chain fails. */
    private void addReceivers(Subject subject) {
        AuditReceipts receipts = AuditReceipts.of(subject.layout());
        for (String address : subject.auditSinks()) {
            AuditPending pending = AuditPending.of(
                    subject.layout().auditLog(), receipts.of(address).head());
            if (pending.problem().isEmpty()) {
                text.add(
                        Metric.AUDIT_UNACKNOWLEDGED,
                        Map.of("receiver", receiver(address)),
                        pending.entries().size());
            }
        }
    }

    /** An address without its path and query, in which a webhook's secret may be. */
    private static String receiver(String address) {
        Matcher plain = RECEIVER.matcher(address);
        return plain.find() ? plain.group(1) + plain.group(2) : "";
    }

    private static Map<String, String> labels(String service, String use, String source) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(SERVICE, service);
        labels.put("use", use);
        labels.put("source", source);
        return labels;
    }

    private void addList(Subject subject) {
        try {
            Lifetime.ofList(subject).ifPresent(list -> text.add(Metric.CRL_NEXT_UPDATE, list.until()));
        } catch (RefusedException unreadable) {
            // crl.expiry fails, and is among the checks
        }
    }

    /** What a test server on the issued files did says nothing of the servers that run. */
    private void add(CheckResult result) {
        if (result.status() == Status.SKIP || result.via().equals(Optional.of(Via.IN_PROCESS))) {
            return;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("id", result.id());
        labels.put(SERVICE, result.service().orElse(""));
        labels.put("listener", result.listener().orElse(""));
        text.add(Metric.CHECK_PASSED, labels, result.status() == Status.PASS ? 1 : 0);
    }
}
