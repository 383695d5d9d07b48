package aria.trust;

import java.util.List;

/** A place on this machine whose certificates programs trust. What differs between stores is behind these methods. */
public interface TrustStore {
    /** Returns the kind. */
    StoreKind kind();

    /** Returns where it is, for people: a file or a folder. */
    String place();

    /**
     * Returns the certificates in it. Nothing is changed.
     *
     * @throws aria.finding.AriaException when they cannot be read
     */
    List<StoreEntry> entries();

    /**
     * Adds a root as trusted for TLS servers, under {@link TrustedRoot#entry()}.
     *
     * @throws aria.finding.AriaException when the store cannot be changed
     */
    void add(TrustedRoot root);

    /**
     * Removes the root that {@link #add} added.
     *
     * @throws aria.finding.AriaException when the store cannot be changed
     */
    void remove(TrustedRoot root);
}
