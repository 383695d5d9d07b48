package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import java.io.IOException;

/** Answers the challenges of a CA while certificates are ordered. Safe for use by several threads. */
public interface Responder extends AutoCloseable {

    /** Which challenges it answers. */
    Challenge challenge();

    /** The port it listens on. */
    int port();

    /** Answers this challenge from now on. */
    void answer(ChallengeTask task);

    /**
     * A challenge.
     *
     * @param name          the DNS name or address that is to be shown
     * @param token         of the challenge, in the letters of base64url; empty for tls-alpn-01
     * @param authorization the key authorization (RFC 8555, 8.1)
     */
    record ChallengeTask(String name, String token, String authorization) {}

    @Override
    void close();

    /**
     * Starts one on this machine.
     *
     * @param port to listen on, all addresses; 0 for any
     * @throws aria.finding.UnavailableException when the port can't be had
     */
    static Responder start(Challenge challenge, int port) {
        try {
            return challenge == Challenge.HTTP_01 ? new HttpResponder(port) : new TlsAlpnResponder(port);
        } catch (IOException taken) {
            throw CaErrors.unreachable(
                    "port " + port + ", which the CA connects to for " + challenge.type()
                            + ", is not available on this machine (" + taken.getMessage() + ")",
                    taken,
                    advice("free it"),
                    advice("choose another with " + (challenge == Challenge.HTTP_01 ? "--http-port" : "--tls-port")
                            + " and start step-ca with "
                            + (challenge == Challenge.HTTP_01 ? "--acme-http-port" : "--acme-tls-port") + " to match"));
        }
    }
}
