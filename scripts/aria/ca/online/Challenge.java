package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import java.util.Arrays;
import java.util.List;

/** The ACME challenges that this host can answer (RFC 8555, 8; RFC 8737). */
public enum Challenge {
    /** A file by plain HTTP, on port 80. */
    HTTP_01("http-01", 80),
    /** A certificate in a TLS handshake, on port 443. */
    TLS_ALPN_01("tls-alpn-01", 443);

    private final String type;
    private final int port;

    Challenge(String type, int port) {
        this.type = type;
        this.port = port;
    }

    /** As ACME calls it. */
    public String type() {
        return type;
    }

    /** Where CAs look, unless they are told otherwise. */
    public int port() {
        return port;
    }

    /**
     * Parses the name that ACME gives it, as {@code http-01}.
     *
     * @throws aria.finding.UsageException for another word
     */
    public static Challenge parse(String text) {
        List<Challenge> all = Arrays.asList(values());
        return all.stream()
                .filter(each -> each.type.equals(text))
                .findFirst()
                .orElseThrow(() -> CaErrors.option(
                        "--challenge " + text + " is not supported", advice("use http-01 or tls-alpn-01")));
    }
}
