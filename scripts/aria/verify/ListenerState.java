package aria.verify;

import java.util.Locale;

/** The state of a listener, as far as it was examined. */
public enum ListenerState {
    /** The running server let the right client in and refused every wrong one that could be tried. */
    ENFORCED(true),
    /** The running proxy lets the right client in by certificate, and whoever comes in plaintext as well. */
    OPEN(false),
    /** The files would do the same; nothing runs, or nobody looked. */
    CONFIGURED(true),
    /** A public entrance, which is left to the public. */
    PUBLIC(true),
    /** Everybody has to speak TLS, and the server's accounts say who has to show a certificate as well. */
    CERTIFICATE_BY_ACCOUNT(true),
    /** Clients may come without a certificate, because somebody chose that. */
    PLAINTEXT_BY_CHOICE(true),
    /** It serves clients that show no certificate of this CA, or nothing was done that would keep it from that. */
    NOT_UNDER_MTLS(false),
    /** It could not be tried. */
    NOT_CHECKED(false);

    private final boolean settled;

    ListenerState(boolean settled) {
        this.settled = settled;
    }

    /** Whether nothing is left to do or to find out. */
    public boolean settled() {
        return settled;
    }

    /** Returns the state in words, as {@code not under mTLS}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("mtls", "mTLS");
    }
}
