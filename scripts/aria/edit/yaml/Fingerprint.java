package aria.edit.yaml;

import java.util.HexFormat;
import java.util.Map;

/**
 * A fingerprint by which an undo record recognizes a value without storing it: 64 bits in lower-case hex. Values that
 * are written with the same words have the same fingerprint. It detects values that were edited by hand. Nothing
 * stronger is needed, because whoever could forge a value could also forge the record.
 */
final class Fingerprint {
    private static final long BASIS = 0xcbf29ce484222325L; // FNV-1a
    private static final long PRIME = 0x100000001b3L;

    private Fingerprint() {}

    /** The fingerprint of a value. */
    static String of(YamlValue value) {
        return HexFormat.of().toHexDigits(mixed(hash(value)));
    }

    private static long hash(YamlValue value) {
        if (value instanceof YamlScalar scalar) {
            return scalar.isNull() ? PRIME : text(BASIS, scalar.text());
        }
        if (value instanceof YamlList list) {
            long hash = list.items().size() + 1L;
            for (YamlValue item : list.items()) {
                hash = hash * PRIME ^ mixed(hash(item));
            }
            return hash;
        }
        long sum = ((YamlMap) value).entries().size() + 2L;
        for (Map.Entry<String, YamlValue> entry : ((YamlMap) value).entries().entrySet()) {
            // A sum, for the order of keys does not count.
            sum += mixed(text(PRIME, entry.getKey()) * PRIME ^ mixed(hash(entry.getValue())));
        }
        return ~sum;
    }

    private static long text(long basis, String text) {
        long hash = basis;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash ^ text.length();
    }

    /** Spreads every bit over all others (the finalizer of SplitMix64). */
    private static long mixed(long hash) {
        long z = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
