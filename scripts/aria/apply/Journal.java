package aria.apply;

import static aria.finding.Remedy.advice;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
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
     * Returns the refusal of a record: a cloned or unpacked project must not be able to make a run write files.
     *
     * @param blamed the file, or the folder that has to go with it
     * @param cause  what was thrown when reading it; null when nothing was
     */
    static RefusedException foreign(Path blamed, String message, Throwable cause) {
        return new RefusedException(
                Finding.error(FindingId.FOREIGN_RECORD, message, advice("look at it, delete it, then run again"))
                        .at(Place.of(blamed.toString())),
                cause);
    }

    /**
     * Reads a file of notes.
     *
     * @param blamed what the error names: the file, or the folder that has to go with it
     * @param form   makes a value of its text; whatever it throws says that the text isn't of this form
     * @throws RefusedException        when it isn't, or is no UTF-8
     * @throws UncheckedIOException when it can't be read
     */
    static <T> T read(Path file, Path blamed, Function<String, T> form) {
        try {
            return form.apply(Files.readString(file));
        } catch (CharacterCodingException noText) {
            throw foreign(blamed, "the record is damaged", noText);
        } catch (IOException e) {
            throw new UncheckedIOException(blamed + " can't be read: " + e.getMessage(), e);
        } catch (RuntimeException otherForm) {
            throw foreign(blamed, "the record is damaged", otherForm);
        }
    }
}
