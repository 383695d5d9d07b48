package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import aria.finding.RefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** Turns ACME failures into errors of one clear line each. */
record AcmeFailures(Transport transport, Responder responder) {
    private static final int ATTEMPTS = 3;
    private static final String BAD_NONCE = "urn:ietf:params:acme:error:badNonce";
    private static final String SERVER_INTERNAL = "urn:ietf:params:acme:error:serverInternal";

    /** A step that the ACME library takes. */
    interface Step<T> {
        T take() throws AcmeException, InterruptedException;
    }

    /**
     * Takes a step, again when the CA takes none of the library's nonces: nothing is done then.
     *
     * @param what as in {@code certify 'api'}
     */
    <T> T guard(String what, Step<T> step) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return take(what, step);
            } catch (RefusedException refused) {
                if (!(refused.getCause() instanceof AcmeServerException server
                        && type(server).equals(BAD_NONCE))) {
                    throw refused;
                }
            }
        }
        return take(what, step);
    }

    private <T> T take(String what, Step<T> step) {
        try {
            return step.take();
        } catch (AcmeException failed) {
            throw of(failed, what);
        } catch (AcmeLazyLoadingException late) {
            throw late.getCause() instanceof AcmeException failed ? of(failed, what) : late;
        } catch (AcmeProtocolException | IllegalArgumentException otherForm) {
            throw unreadable(what, otherForm);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(
                    new InterruptedIOException("interrupted while waiting for " + transport.url()));
        }
    }

    private RuntimeException of(AcmeException failed, String what) {
        if (failed.getCause() instanceof IOException io) {
            return transport.failures().of(io);
        }
        String who = "the CA at " + transport.url();
        if (failed instanceof AcmeServerException server) {
            String said = said(Optional.of(server.getProblem()));
            return type(server).equals(SERVER_INTERNAL)
                    ? CaErrors.unreachable(
                            who + " could not " + what + said
                                    + "; its log has the reason, for example a lifetime outside its claims",
                            failed)
                    : new RejectedException(403, who + " refuses to " + what + said, failed);
        }
        return unreadable(what, failed);
    }

    private RefusedException unreadable(String what, Exception failed) {
        return CaErrors.refused(
                "the CA at " + transport.url() + " could not " + what + ": its response is not valid ACME ("
                        + Text.shown(String.valueOf(failed.getMessage())) + ")",
                failed);
    }

    /** The library reads a member of a problem when it is asked for it. */
    private static String type(AcmeServerException server) {
        return read(() -> server.getType().toString());
    }

    private static String read(Supplier<String> member) {
        try {
            return member.get();
        } catch (AcmeProtocolException | IllegalArgumentException otherForm) {
            return "";
        }
    }

    /** A name that the CA did not find here. */
    RefusedException unproven(String name, Optional<Problem> problem) {
        String shown = Text.shown(name);
        return new RejectedException(
                403,
                "the CA at " + transport.url() + " could not reach this machine as " + shown + said(problem)
                        + ": ACME certifies only names that lead from the CA to this machine, port "
                        + responder.port() + " (" + responder.challenge().type() + ")",
                null,
                advice("use --ca jwk or --ca offline for the names of containers"));
    }

    /** An order that was accepted and then came to nothing. */
    RefusedException unfinished(String commonName, Optional<Problem> problem) {
        return CaErrors.refused(
                "the CA at " + transport.url() + " did not finish the order for '" + commonName + "'" + said(problem),
                advice("run this again"));
    }

    private static String said(Optional<Problem> problem) {
        return problem.map(each -> read(() -> each.getDetail()
                        .or(each::getTitle)
                        .orElseGet(() -> each.getType().toString())))
                .filter(text -> !text.isEmpty())
                .map(text -> " (" + Text.shown(text) + ")")
                .orElse("");
    }
}
