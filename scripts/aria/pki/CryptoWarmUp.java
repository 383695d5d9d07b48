package aria.pki;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Loads the classes for the first key and certificate while a command still reads its files. */
public final class CryptoWarmUp {
    private CryptoWarmUp() {}

    /** Makes a certificate for nothing, on another thread. Should that fail, the first that counts will say why. */
    public static void begin() {
        Instant now = Instant.now();
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() ->
                Authorities.root("prelude", KeyType.P256, new Validity(now, now.plus(Duration.ofDays(1))), List.of()));
    }
}
