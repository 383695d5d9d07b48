package aria.cli;

import aria.ca.CaInfo;
import aria.pki.Certificates;
import aria.store.Agreements;
import aria.store.Layout;

/**
 * The roots that this user made or joined on this machine. Others came with a folder, and may be anybody's: whoever
 * trusts one believes its owner about every site.
 */
public final class OwnRoots {
    private OwnRoots() {}

    /** Remembers the roots that a run of this user has just written. */
    static void made(Layout layout) {
        CaInfo.of(layout).roots().forEach(root -> Agreements.here().keep(what(Certificates.fingerprintSha256(root))));
    }

    /** Returns whether it is one, by its SHA-256 in lower-case hex. */
    public static boolean has(String fingerprint) {
        return Agreements.here().has(what(fingerprint));
    }

    private static String what(String fingerprint) {
        return "root " + fingerprint;
    }
}
