package aria.apply;

import static aria.finding.Remedy.advice;
import static aria.finding.Remedy.aria;
import static aria.finding.Remedy.inOrder;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.store.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads the records that this program keeps in {@code data/mtls}. They may be damaged, or written by somebody else. */
final class Journal {

    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private Journal() {}

    /**
     * Returns the refusal of a record: a cloned or unpacked project must not be able to make a run write files.
     *
     * @param blamed the file, or the folder that has to go with it
     * @param cause  what was thrown when reading it; null when nothing was
     */
    static RefusedException foreign(Path blamed, String message, Throwable cause) {
        return new RefusedException(
                Finding.error(
                                FindingId.FOREIGN_RECORD,
                                message,
                                advice("inspect the record, delete it, then run again"))
                        .at(Place.of(blamed.toString())),
                cause);
    }

    /**
     * Returns the refusal of what somebody else wrote, or this user on another machine or for another checkout.
     *
     * @param blamed the file or folder
     * @param what   what it is, in the singular
     * @param accept the command that shows it and asks: its alias and arguments
     */
    static RefusedException notOurs(Path blamed, String what, String accept, String... arguments) {
        return new RefusedException(Finding.error(
                        FindingId.FOREIGN_RECORD,
                        what + " was not written by this user, on this machine, for this checkout, and is not followed",
                        inOrder(aria(accept, arguments), advice("agree, or not, to the changes that it shows")),
                        advice("inspect the record, delete it, then run again"))
                .at(Place.of(blamed.toString())));
    }

    /**
     * Makes a value of a text.
     *
     * @param blamed what the error names: the file, or the folder that has to go with it
     * @param form   whatever it throws says that the text isn't of this form
     * @throws RefusedException when it isn't
     */
    static <T> T read(String text, Path blamed, Function<String, T> form) {
        try {
            return form.apply(text);
        } catch (RuntimeException otherForm) {
            throw foreign(blamed, "the record is damaged", otherForm);
        }
    }

    /**
     * Reads a file of notes.
     *
     * @param blamed what the error names
     * @throws RefusedException     when it is not UTF-8, or is a link
     * @throws UncheckedIOException when it can't be read
     */
    static String text(Path file, Path blamed) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
                throw foreign(blamed, "the record is not a file of at most " + MOST_BYTES + " bytes", null);
            }
            return InputFile.text(file, MOST_BYTES);
        } catch (CharacterCodingException noText) {
            throw foreign(blamed, "the record is damaged", noText);
        } catch (IOException e) {
            throw new UncheckedIOException(blamed + " can't be read: " + e.getMessage(), e);
        }
    }
}
