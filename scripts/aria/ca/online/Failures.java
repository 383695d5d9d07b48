package aria.ca.online;

import aria.ca.CaUnreachable;
import aria.ca.config.CaRefused;
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

/** What went wrong between us and a CA, in one clear line each. */
final class Failures {

    /** Clocks that are further apart than this are worth a word: step-ca grants its tokens one minute. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final URI url;

    Failures(URI url) {
        this.url = url;
    }

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
            return new CaRefused(
                    url + " " + find(failed, CappedBody.TooLong.class).get().getMessage()
                            + ", which no step-ca does: nothing of it is used; check the CA's address",
                    failed);
        }
        if (find(failed, UnresolvedAddressException.class).isPresent()
                || find(failed, UnknownHostException.class).isPresent()) {
            return new CaUnreachable(
                    "The CA at " + url + " can't be found: no address is known for " + url.getHost()
                            + "; check the name, or write --ca-url",
                    failed);
        }
        if (find(failed, HttpTimeoutException.class).isPresent()) {
            return new CaUnreachable(
                    "The CA at " + url + " does not answer in time (" + Text.shown(failed.getMessage())
                            + "): look at its log, or run this again",
                    failed);
        }
        if (find(failed, ConnectException.class).isPresent()) {
            return new CaUnreachable(
                    "The CA at " + url
                            + " is not there (connection refused): start it with docker compose up -d step-ca"
                            + ", or work offline with its files",
                    failed);
        }
        return new CaUnreachable(
                "The CA at " + url + " hung up (" + Text.shown(String.valueOf(failed.getMessage()))
                        + "): look at its log, then run this again",
                failed);
    }

    private RuntimeException tls(IOException failed) {
        if (find(failed, CertificateExpiredException.class).isPresent() || says(failed, "NotAfter")) {
            return new CaRefused(
                    "The certificate of the CA at " + url
                            + ", or that of its intermediate, has expired; this machine's clock says " + now()
                            + ". Is it right? Else mend the CA",
                    failed);
        }
        if (find(failed, CertificateNotYetValidException.class).isPresent() || says(failed, "NotBefore")) {
            return new CaRefused(
                    "The certificate of the CA at " + url + " is not valid yet; this machine's clock says " + now()
                            + ": set the clocks right",
                    failed);
        }
        if (says(failed, "fatal alert: certificate_expired")) {
            return new Rejected(401, "The CA at " + url + " says that the certificate shown to it has expired");
        }
        if (says(failed, "fatal alert")) {
            return new Rejected(
                    401,
                    "The CA at " + url + " does not take the certificate shown to it ("
                            + Text.shown(failed.getMessage()) + "): it has to be one of this CA's, for clients too");
        }
        if (find(failed, CertPathValidatorException.class).isPresent()
                || says(failed, "unable to find valid certification path")) {
            return new CaRefused(
                    "The server at " + url + " is not this project's CA: its certificate does not come from our root; "
                            + "check the address, or the root in pki/root_ca.crt",
                    failed);
        }
        if (says(failed, "subject alternative") || says(failed, "No name matching")) {
            return new CaRefused(
                    "The CA at " + url + " has no certificate for that name: use a name from dnsNames in its ca.json, "
                            + "or add this one there",
                    failed);
        }
        return new CaUnreachable(
                "TLS with the CA at " + url + " fails: " + Text.shown(String.valueOf(failed.getMessage())), failed);
    }

    /** The failure that an answer says. @param what was tried, as in {@code sign for 'api'} */
    RuntimeException of(CaResponse answer, String what) {
        String said = said(answer);
        String clocks = clocks(answer).map(text -> "; " + text).orElse("");
        if (answer.status() >= 500 && answer.status() != 501) {
            return new CaUnreachable("The CA at " + url + " could not " + what + ": it answers " + answer.status()
                    + said + "; its log has the reason" + clocks);
        }
        return new Rejected(
                answer.status(),
                "The CA at " + url + " will not " + what + ": it answers " + answer.status()
                        + (answer.status() == 401 ? "; the reason is in its log, field \"error\"" : said) + clocks);
    }

    /** What to know of the clocks; empty when they agree well enough. */
    static Optional<String> clocks(CaResponse answer) {
        return answer.ahead()
                .filter(ahead -> ahead.abs().compareTo(TOLERANCE) > 0)
                .map(ahead -> "its clock is " + words(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of")
                        + " this machine's: set them right");
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
            } catch (CaRefused unreadable) {
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
