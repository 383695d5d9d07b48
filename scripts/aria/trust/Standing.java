package aria.trust;

import java.util.List;
import java.util.Locale;

/** How a store stands to a root. */
public enum Standing {
    /** Servers of this root are accepted. */
    TRUSTED,
    /** They are not. */
    NOT_TRUSTED,
    /** They are not, and another root of the same name is trusted, as after a CA was made anew. */
    OTHER_OF_SAME_NAME,
    /** The store cannot be read. */
    UNKNOWN;

    /** Judges by what is in a store. */
    public static Standing of(List<StoreEntry> entries, TrustedRoot root) {
        List<StoreEntry> trusted = entries.stream().filter(StoreEntry::trusted).toList();
        if (trusted.stream().anyMatch(entry -> entry.holds(root))) {
            return TRUSTED;
        }
        boolean sameName = trusted.stream()
                .anyMatch(entry -> entry.certificate()
                        .getSubjectX500Principal()
                        .equals(root.certificate().getSubjectX500Principal()));
        return sameName ? OTHER_OF_SAME_NAME : NOT_TRUSTED;
    }

    /** Returns the name for scripts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
