package aria.operate.audit;

import aria.pki.Printable;
import aria.store.AuditEntry;
import aria.store.AuditHead;
import aria.store.AuditPending;
import aria.store.AuditReceipt;
import aria.store.AuditReceipts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Sends a receiver what it has not acknowledged, and remembers what it has.
 *
 * @param receipts what was acknowledged before
 * @param clock    of this machine
 */
public record AuditDelivery(AuditReceipts receipts, InstantSource clock) {
    private static final int MOST_ENTRIES = 200;
    private static final int MOST_BYTES = 512 * 1024;
    private static final int LONGEST_REASON = 200;

    /** A long log takes several runs, so that no command waits for minutes. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /**
     * What came of it.
     *
     * @param sent    number of entries that the receiver has acknowledged now
     * @param left    number of those that it has not
     * @param problem what was in the way; empty when nothing was
     */
    public record Result(int sent, int left, Optional<String> problem) {}

    /**
     * Sends to one receiver. One that is down is a problem, not an exception.
     *
     * @throws java.io.UncheckedIOException when the log or what is remembered cannot be read or written
     */
    public Result to(AuditSink sink) {
        AuditReceipt receipt = receipts.of(sink.address());
        AuditPending pending = AuditPending.of(receipts.log(), receipt.head());
        List<AuditEntry> entries = pending.entries();
        Optional<String> problem = pending.problem();
        Instant end = clock.instant().plus(LONGEST);
        int sent = 0;
        while (problem.isEmpty() && sent < entries.size() && clock.instant().isBefore(end)) {
            List<AuditEntry> some = some(entries.subList(sent, entries.size()));
            try {
                sink.send(some);
                sent += some.size();
                AuditEntry last = some.get(some.size() - 1);
                receipt = receipt.acknowledged(new AuditHead(last.sequence(), last.hash()), clock.instant());
            } catch (IOException failed) {
                problem = Optional.of(shortened(Printable.line(reason(failed))));
            }
        }
        if (problem.isPresent()) {
            receipt = receipt.failed(problem.get(), clock.instant());
        }
        if (sent > 0 || problem.isPresent()) {
            receipts.keep(receipt);
        }
        return new Result(sent, entries.size() - sent, problem);
    }

    private static List<AuditEntry> some(List<AuditEntry> entries) {
        List<AuditEntry> some = new ArrayList<>();
        int bytes = 0;
        for (AuditEntry entry : entries) {
            bytes += entry.line().length;
            if (!some.isEmpty() && (bytes > MOST_BYTES || some.size() == MOST_ENTRIES)) {
                break;
            }
            some.add(entry);
        }
        return some;
    }

    /** The words of whoever answers in the receiver's place may have no end, and are remembered. */
    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
    }

    private static String reason(IOException failed) {
        List<Throwable> causes = Stream.iterate(failed, cause -> cause != null, Throwable::getCause)
                .map(Throwable.class::cast)
                .limit(10)
                .toList();
        if (causes.stream().anyMatch(UnknownHostException.class::isInstance)) {
            return "there is no machine of this name";
        }
        if (causes.stream()
                .anyMatch(cause -> cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException)) {
            return "it is not reachable";
        }
        if (causes.stream().anyMatch(CertPathBuilderException.class::isInstance)) {
            return "its certificate does not come from a trusted CA";
        }
        return causes.stream()
                .filter(cause -> cause instanceof CertificateException || cause instanceof SSLException)
                .reduce((first, deeper) -> deeper)
                .map(cause -> "TLS: " + cause.getMessage())
                .orElseGet(() -> failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage());
    }
}
