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

    private YamlDocument document;
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
     * @throws EditRefused {@code limit} above {@link #LIMIT}; {@code yaml-invalid} when it is not UTF-8
     */
    public static SourceText of(String file, byte[] bytes) {
        if (bytes.length > LIMIT) {
            throw new EditRefused("limit", file, Position.NONE, "larger than 64 MiB; not edited");
        }
        try {
            var decoder = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
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
            tree = Events.of(this, events -> TreeBuilder.tree(this, events));
        }
        return tree;
    }

    /** The values of the text, from its tree. */
    synchronized YamlDocument document() {
        if (document == null) {
            document = YamlDocument.of(
                    this,
                    tree().documents().stream()
                            .map(node -> node.resolved().value)
                            .toList());
        }
        return document;
    }

    /** The values of a text whose tree will not be asked for: it takes a fraction of the memory. */
    synchronized YamlDocument values() {
        if (document == null && tree == null) {
            document = YamlDocument.of(this, Events.of(this, events -> TreeBuilder.values(this, events)));
        }
        return document();
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
