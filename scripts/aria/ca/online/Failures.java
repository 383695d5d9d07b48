package aria.ca.online;

import static aria.finding.Remedy.advice;
import static aria.finding.Remedy.command;

import aria.ca.config.CaErrors;
import aria.finding.RefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Turns failures of the connection to a CA into errors of one clear line each. */
record Failures(URI url) {
    /** Clocks that are further apart than this are worth a word: step-ca grants its tokens one minute. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** Whether TLS itself failed: to try again would change nothing. */
    static boolean isTls(Throwable failure) {
        return find(failure, SSLException.class).isPresent()
                || find(failure, CertificateException.class).isPresent();
    }

    /** The failure of a conversation that brought no answer. */
    RuntimeException of(IOException failed) {
        if (isTls(failed)) {
            return tls(failed);
        }
        if (find(failed, CappedBody.TooLong.class).isPresent()) {
            return CaErrors.refused(
                    url + " " + find(failed, CappedBody.TooLong.class).get().getMessage()
                            + ", which step-ca never does; the response is not used",
                    failed,
                    advice("check the CA's address"));
        }
        if (find(failed, UnresolvedAddressException.class).isPresent()
                || find(failed, UnknownHostException.class).isPresent()) {
            return CaErrors.unreachable(
                    "the CA at " + url + " cannot be found: no address is known for " + url.getHost(),
                    failed,
                    advice("check the name"),
                    advice("use --ca-url"));
        }
        if (find(failed, HttpTimeoutException.class).isPresent()) {
            return CaErrors.unreachable(
                    "the CA at " + url + " does not answer in time (" + Text.shown(failed.getMessage()) + ")",
                    failed,
                    advice("look at its log"),
                    advice("run this again"));
        }
        if (find(failed, ConnectException.class).isPresent()) {
            return CaErrors.unreachable(
                    "the CA at " + url + " is not running (connection refused)",
                    failed,
                    command("docker", "compose", "up", "-d", "step-ca"),
                    advice("work offline with its files"));
        }
        return CaErrors.unreachable(
                "the CA at " + url + " closed the connection (" + Text.shown(String.valueOf(failed.getMessage())) + ")",
                failed,
                advice("check its log, then run this again"));
    }

    /** Returns the refusal of a CA that shows a certificate for other names; {@code cause} may be null. */
    static RefusedException noSuchName(URI url, Throwable cause) {
        return CaErrors.refused(
                "the CA at " + url + " has no certificate for that name",
                cause,
                advice("use a name from dnsNames in its ca.json"),
                advice("add this name there"));
    }

    private RuntimeException tls(IOException failed) {
        if (find(failed, CertificateExpiredException.class).isPresent() || says(failed, "NotAfter")) {
            return CaErrors.refused(
                    "the certificate of the CA at " + url
                            + ", or that of its intermediate, has expired; this machine's clock says " + now(),
                    failed,
                    advice("check the clock"),
                    advice("repair the CA"));
        }
        if (find(failed, CertificateNotYetValidException.class).isPresent() || says(failed, "NotBefore")) {
            return CaErrors.refused(
                    "the certificate of the CA at " + url + " is not valid yet; this machine's clock says " + now(),
                    failed,
                    advice("correct the clocks"));
        }
        if (says(failed, "fatal alert: certificate_expired")) {
            return new RejectedException(
                    401, "the CA at " + url + " rejects the client certificate because it has expired", failed);
        }
        if (says(failed, "fatal alert")) {
            return new RejectedException(
                    401,
                    "the CA at " + url + " does not accept the client certificate (" + Text.shown(failed.getMessage())
                            + "): it must come from this CA and be valid for clients",
                    failed);
        }
        if (find(failed, CertPathValidatorException.class).isPresent()
                || says(failed, "unable to find valid certification path")) {
            return CaErrors.refused(
                    "the server at " + url
                            + " is not this project's CA: its certificate does not chain to this project's root",
                    failed,
                    advice("check the address"),
                    advice("check the root in pki/root_ca.crt"));
        }
        if (says(failed, "subject alternative") || says(failed, "No name matching")) {
            return noSuchName(url, failed);
        }
        return CaErrors.unreachable(
                "the TLS handshake with the CA at " + url + " failed: "
                        + Text.shown(String.valueOf(failed.getMessage())),
                failed);
    }

    /**
     * The failure that an answer says.
     *
     * @param what was tried, as in {@code sign for 'api'}
     */
    RuntimeException of(CaResponse answer, String what) {
        String said = said(answer);
        String clocks = clocks(answer).map(text -> "; " + text).orElse("");
        if (answer.status() >= 500 && answer.status() != 501) {
            return CaErrors.unreachable(
                    "the CA at " + url + " could not " + what + ": HTTP status " + answer.status() + said
                            + "; its log has the reason" + clocks,
                    null);
        }
        return new RejectedException(
                answer.status(),
                "the CA at " + url + " refuses to " + what + ": HTTP status " + answer.status()
                        + (answer.status() == 401 ? "; the reason is in its log, field \"error\"" : said) + clocks,
                null);
    }

    /** What to know of the clocks; empty when they agree well enough. */
    static Optional<String> clocks(CaResponse answer) {
        return answer.ahead()
                .filter(ahead -> ahead.abs().compareTo(TOLERANCE) > 0)
                .map(ahead -> "its clock is " + words(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of")
                        + " this machine's, so correct them");
    }

    private static String words(Duration apart) {
        return apart.toHours() >= 48
                ? apart.toDays() + " days"
                : apart.toMinutes() >= 120 ? apart.toHours() + " hours" : apart.toMinutes() + " minutes";
    }

    private static String said(CaResponse answer) {
        if (answer.type().equals("application/json")) {
            try {
                return " (" + Text.shown(answer.text(answer.json(), "message")) + ")";
            } catch (RefusedException unreadable) {
                return ""; // an error that explains nothing is one all the same
            }
        }
        return "";
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static boolean says(Throwable failure, String words) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().contains(words)) {
                return true;
            }
        }
        return false;
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }
}
