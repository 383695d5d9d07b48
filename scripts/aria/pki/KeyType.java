package aria.pki;

import static aria.finding.Remedy.advice;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The types of keys that we generate. */
public enum KeyType {
    P256("P-256"),
    P384("P-384"),
    ED25519("Ed25519"),
    RSA3072("RSA-3072"),
    RSA4096("RSA-4096");

    private final String label;

    KeyType(String label) {
        this.label = label;
    }

    /** The usual name, for instance {@code P-256}. */
    public String label() {
        return label;
    }

    /**
     * Reads a key type as people write it: {@code P-256}, {@code p256}, {@code ed25519}, {@code rsa} (3072 bits),
     * {@code RSA-4096}.
     *
     * @throws aria.finding.RefusedException when it names none of ours
     */
    public static KeyType parse(String text) {
        String wanted = text.strip().toUpperCase(Locale.ROOT).replace("-", "");
        if (wanted.equals("RSA")) {
            return RSA3072;
        }
        for (KeyType type : values()) {
            if (type.name().equals(wanted)) {
                return type;
            }
        }
        throw PkiErrors.refused(
                "'" + text + "' is not a valid key type", advice("use one of " + String.join(", ", labels())));
    }

    /** The type of a key; P-256 for one that is none of ours. */
    public static KeyType likeThatOf(PublicKey key) {
        String label = Certificates.keyLabel(key).replace("-", "").toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.name().equals(label))
                .findFirst()
                .orElse(P256);
    }

    private static List<String> labels() {
        return Arrays.stream(values()).map(KeyType::label).collect(Collectors.toList());
    }
}
