package aria.apply;

import aria.store.Layout;
import aria.store.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of a project, as if what is recorded in it had been written there. */
public final class SealedCopy {
    private SealedCopy() {}

    /** Seals the undo records, and that of a change of the CA, for the place where they are. */
    public static void seal(Layout layout) {
        try {
            if (Files.exists(layout.rotationRecord())) {
                seal(layout, layout.rotationRecord());
            }
            if (Files.exists(layout.undoFolder())) {
                try (Stream<Path> records = Files.list(layout.undoFolder())) {
                    for (Path record : records.toList()) {
                        seal(layout, record);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void seal(Layout layout, Path record) throws IOException {
        Files.writeString(record, Seal.of(layout).sign(record, unsealed(Files.readString(record))));
    }

    static String unsealed(String record) {
        return record.replaceFirst(",\n  \"mac\": \".*\"\n", "\n");
    }
}
