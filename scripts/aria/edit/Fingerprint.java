package aria.edit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * By what an undo record knows a value again without holding it: the first 128 bits of a SHA-256, in lower-case hex. Values
 * that are written with the same words ({@link Items#sameText}) have the same one.
 */
final class Fingerprint {
    private static final int BYTES = 16;

    private final StringBuilder canonical = new StringBuilder();

    private Fingerprint() {
    }

    /** The fingerprint of a value. */
    static String of(YamlValue value) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(value);
        byte[] bytes = fingerprint.canonical.toString().getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Every part with its kind and length before it, so that no two values are written alike. */
    private void add(YamlValue value) {
        if (value instanceof YamlScalar scalar) {
            text(scalar.isNull() ? 'n' : 's', scalar.text());
        } else if (value instanceof YamlList list) {
            canonical.append('l').append(list.items().size()).append(' ');
            list.items().forEach(this::add);
        } else {
            TreeMap<String, YamlValue> sorted = new TreeMap<>(((YamlMap) value).entries());
            canonical.append('m').append(sorted.size()).append(' ');
            sorted.forEach((key, entry) -> {
                text('k', key);
                add(entry);
            });
        }
    }

    private void text(char kind, String text) {
        canonical.append(kind).append(text.length()).append(' ').append(text);
    }
}
