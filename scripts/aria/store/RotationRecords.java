package aria.store;

import java.nio.file.Path;

/** The places of what is kept from one rotation to the next. */
public final class RotationRecords {
    private RotationRecords() {}

    /** The list that the root signs, or one for each root while one CA follows another. */
    public static Path rootList(Layout layout) {
        return layout.pkiFolder().resolve("root_ca.crl");
    }

    /** The revocation lists that each server was told of. */
    public static Path listsTold(Layout layout) {
        return layout.mtlsFolder().resolve("lists-told");
    }

    /** The files of the container that repeats rotate-certs. No service can have a name with a dot at its start. */
    public static Path service(Layout layout) {
        return layout.mtlsFolder().resolve(".rotate");
    }

    /** What repeats rotate-certs, as far as it was installed by it. */
    public static Path schedule(Layout layout) {
        return layout.mtlsFolder().resolve("rotate-schedule");
    }
}
