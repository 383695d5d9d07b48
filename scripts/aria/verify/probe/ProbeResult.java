package aria.verify.probe;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The result of one probe, before it is judged.
 *
 * @param kind   what happened
 * @param detail the server's answer or the reason, a few words for people
 * @param shown  the certificate that the server showed; empty when it did not get that far
 */
public record ProbeResult(ClientFate kind, String detail, Optional<X509Certificate> shown) {
    /** The detail of a refusal without a word. */
    static final String CLOSED = "closed by the server";

    /** The possible results for a client. */
    public enum ClientFate {
        /** The server answered the request as it does for its clients. */
        SERVED,
        /** The server ended it: an alert, a reset, an end of the stream, HTTP 400, or an error of its protocol. */
        REFUSED,
        /** This client did not accept the server's certificate. */
        REFUSED_BY_CLIENT,
        /** Nobody listens at the address. */
        NOBODY_THERE,
        /** The address cannot be reached from this machine. */
        UNREACHABLE,
        /** Neither served nor refused: no answer in time, or one that says nothing about the client. */
        UNDECIDED,
        /** What the probe needs is not at hand. */
        NOT_TRIED
    }

    public ProbeResult(ClientFate kind, String detail) {
        this(kind, detail, Optional.empty());
    }

    /** The same, from a server that showed this certificate. */
    public ProbeResult from(X509Certificate certificate) {
        return new ProbeResult(kind, detail, Optional.of(certificate));
    }

    /** What a server does that is not there yet; whoever refuses a client says so. */
    public boolean mayBeStarting() {
        return kind == ClientFate.UNDECIDED || mayBeNobody();
    }

    /** What is seen where nobody listens; at a published port the engine takes the connection and closes it. */
    public boolean mayBeNobody() {
        return kind == ClientFate.NOBODY_THERE || kind == ClientFate.REFUSED && detail.equals(CLOSED);
    }

    /** Returns that the server answered, and what. */
    public static ProbeResult served(String answer) {
        return new ProbeResult(ClientFate.SERVED, answer);
    }

    /** Returns that the server refused, and how. */
    public static ProbeResult refused(String how) {
        return new ProbeResult(ClientFate.REFUSED, how);
    }

    static ProbeResult undecided(String why) {
        return new ProbeResult(ClientFate.UNDECIDED, why);
    }
}
