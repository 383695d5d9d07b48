package aria.preset;

/** A preset file breaks the schema. The message names the file, the key and what is allowed there. */
public final class PresetInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for people: file, key, what is wrong, what is allowed */
    public PresetInvalid(String message) {
        super(message.replaceAll("\\R+", " "));
    }
}
