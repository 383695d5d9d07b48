package aria.operate.audit;

import aria.store.AuditEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A receiver of the audit log. */
public interface AuditSink {
    /** How long a connection may take to come about. */
    Duration CONNECT = Duration.ofSeconds(3);

    /** How long a receiver may take for all it is sent at once, the connection included. */
    Duration ANSWER = Duration.ofSeconds(10);

    /** Its address, by which it is known. */
    String address();

    /** What kind it is, one word. */
    String kind();

    /**
     * Sends entries, and returns when the receiver has acknowledged all of them.
     *
     * @throws IOException when it did not; it may have them nevertheless
     */
    void send(List<AuditEntry> entries) throws IOException;
}
