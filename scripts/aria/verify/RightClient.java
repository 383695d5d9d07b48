package aria.verify;

import aria.pki.CertifiedKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Chooses the client that a server has to let in. */
final class RightClient {
    private RightClient() {}

    /**
     * Returns the first that is not expired, else the first; never one that was revoked, because its refusal says
     * nothing about the server.
     *
     * @param callers whom the server admits by their names
     * @param revoked whether a certificate was revoked
     */
    static Optional<CertifiedKey> among(List<CertifiedKey> callers, Predicate<CertifiedKey> revoked, Instant now) {
        return callers.stream()
                .filter(revoked.negate())
                .min(Comparator.comparing(
                        caller -> now.isAfter(caller.certificate().getNotAfter().toInstant())));
    }
}
