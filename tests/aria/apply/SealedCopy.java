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

    /** Seals the undo records for the place where they are. */
    public static void seal(Layout layout) {
        if (Files.notExists(layout.undoFolder())) {
            return;
        }
        try (Stream<Path> records = Files.list(layout.undoFolder())) {
            for (Path record : records.toList()) {
                String text = unsealed(Files.readString(record));
                Files.writeString(record, Seal.of(layout).sign(record, text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String unsealed(String record) {
        return record.replaceFirst(",\n  \"mac\": \".*\"\n", "\n");
    }
}
