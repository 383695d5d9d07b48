package aria.edit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A text file as it is, immutable: every byte of it can be given back.
 *
 * <p>The text is UTF-8; a byte order mark stays in it as its first character.
 */
public final class SourceText {
    /** The largest file read, in bytes: 64 MiB. */
    public static final int LIMIT = 64 << 20;

    private final String file;
    private final String text;
    /** Parsed once, however many ask; null until someone does. */
    private YamlTree tree;

    private SourceText(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads the bytes of a file.
     *
     * @param file the name for messages
     * @throws EditRefused {@code limit} above {@link #LIMIT}; {@code yaml-invalid} when it is not UTF-8
     */
    public static SourceText of(String file, byte[] bytes) {
        if (bytes.length > LIMIT) {
            throw new EditRefused("limit", file, Position.NONE, "larger than 64 MiB; not edited");
        }
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            return new SourceText(file, decoder.decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw new EditRefused("yaml-invalid", file, Position.NONE, "not UTF-8; save it as UTF-8");
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

    /** The text as YAML; see {@link YamlDocument#parse} for what is refused. */
    synchronized YamlTree tree() {
        if (tree == null) {
            tree = Events.of(this, reader -> new TreeBuilder(this, reader.offsets()).build(reader));
        }
        return tree;
    }

    /** SHA-256 of the bytes, lower-case hex. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
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
