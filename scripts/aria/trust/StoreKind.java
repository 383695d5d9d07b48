package aria.trust;

import java.util.Locale;

/** The kinds of trust stores, in the order in which they are changed: the system's tool may write Java's store as well. */
public enum StoreKind {
    /** The operating system's, which curl, openssl and most programs use. */
    SYSTEM("programs of the system, such as curl"),
    /** The {@code cacerts} file of a Java runtime. */
    JAVA("Java programs"),
    /** The databases of Firefox, and of Chromium and its relatives. */
    NSS("Firefox and Chromium");

    private final String readers;

    StoreKind(String readers) {
        this.readers = readers;
    }

    /** Returns who goes by such a store, for people. */
    public String readers() {
        return readers;
    }

    /** Returns the name as people type it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
