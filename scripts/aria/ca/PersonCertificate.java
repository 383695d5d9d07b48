package aria.ca;

import aria.store.FileWrite;
import aria.store.Layout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The client certificate of the person at the keyboard, in {@code data/people}. */
public final class PersonCertificate {
    private PersonCertificate() {
    }

    /** Why it has to be issued; empty when what is there is still good. Reads, never writes. */
    public static Optional<String> reason(Layout layout, String user, OfflineSigner signer, Instant now) { throw new UnsupportedOperationException(); }

    /** {@code <user>.crt}, {@code .key}, {@code .p12}, {@code .password} and the folder's .gitignore. */
    public static List<FileWrite> issue(Layout layout, String user, OfflineSigner signer, Duration validity, Instant now) { throw new UnsupportedOperationException(); }
}
