package aria.edit;

import static aria.finding.Remedy.advice;

import aria.finding.FindingId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;

/**
 * An unchanged, immutable text file, from which every byte can be restored.
 *
 * <p>The text is UTF-8; a byte order mark stays in it as its first character.
 */
public final class SourceText {
    /** The largest file read, in bytes: 64 MiB. */
    public static final int LIMIT = 64 << 20;

    private final String file;
    private final String text;
    /** What was parsed from the text, by type. */
    private final Map<Class<?>, Object> parsed = new HashMap<>();
    /** Not counted under the lock, which whoever parses has. */
    private volatile String sha256;

    private SourceText(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads the bytes of a file.
     *
     * @param file the name for messages
     * @throws aria.finding.RefusedException {@code limit} above {@link #LIMIT}; {@code yaml-invalid} when it is not
     *                                       UTF-8
     */
    public static SourceText of(String file, byte[] bytes) {
        if (bytes.length > LIMIT) {
            throw EditErrors.file(FindingId.LIMIT, file, "the file is larger than 64 MiB");
        }
        try {
            var decoder = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            return new SourceText(file, decoder.decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw EditErrors.file(FindingId.YAML_INVALID, file, "the file is not UTF-8", e, advice("save it as UTF-8"));
        }
    }

    /** The same file with another text. */
    public SourceText withText(String newText) {
        return new SourceText(file, newText);
    }

    /** The name for messages. */
    public String file() {
        return file;
    }

    /** The bytes of the file. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The text of the file, line breaks and byte order mark as they are. */
    public String text() {
        return text;
    }

    /**
     * Returns what {@code parse} makes of this text: made once, however many ask.
     *
     * @param form  the type of the result; there is one result a type
     * @param parse may ask for other forms of the same text; what it throws is thrown here, and nothing is kept
     */
    public synchronized <T> T parsed(Class<T> form, Function<SourceText, T> parse) {
        Object known = parsed.get(form);
        if (known == null) {
            known = parse.apply(this);
            parsed.put(form, known);
        }
        return form.cast(known);
    }

    /** Whether {@link #parsed(Class, Function)} was asked for this form before. */
    public synchronized boolean isParsed(Class<?> form) {
        return parsed.containsKey(form);
    }

    /** SHA-256 of the bytes, lower-case hex; counted once. */
    public String sha256() {
        if (sha256 == null) {
            sha256 = sha256(bytes());
        }
        return sha256;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceText source && file.equals(source.file) && text.equals(source.text);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {file, text});
    }

    @Override
    public String toString() {
        return file;
    }
}
