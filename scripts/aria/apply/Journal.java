package aria.apply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** What this program wrote down for itself in {@code data/mtls}, which may have been damaged since, or put there by somebody else. */
final class Journal {

    private Journal() {}

    /**
     * Reads a file of notes.
     *
     * @param blamed what the error names: the file, or the folder that has to go with it
     * @param form   makes a value of its text; whatever it throws says that the text isn't of this form
     * @throws ForeignRecord        when it isn't, or is no UTF-8
     * @throws UncheckedIOException when it can't be read
     */
    static <T> T read(Path file, Path blamed, Function<String, T> form) {
        try {
            return form.apply(Files.readString(file));
        } catch (CharacterCodingException noText) {
            throw new ForeignRecord(blamed, "is damaged", noText);
        } catch (IOException e) {
            throw new UncheckedIOException(blamed + " can't be read: " + e.getMessage(), e);
        } catch (RuntimeException otherForm) {
            throw new ForeignRecord(blamed, "is damaged", otherForm);
        }
    }
}
