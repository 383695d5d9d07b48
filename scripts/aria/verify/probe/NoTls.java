package aria.verify.probe;

import java.io.IOException;

/** The server does not go on to TLS where its protocol would. */
final class NoTls extends IOException {
    private static final long serialVersionUID = 1L;

    NoTls(String message) {
        super(message);
    }
}
