package aria.trust;

import aria.finding.Remedy;
import aria.finding.UnavailableException;
import java.util.List;

/**
 * The store of a system that these commands do not read or change; a person does, by a command that is printed.
 *
 * @param place   what people call it
 * @param install the words of the command, which is followed by the root's file
 * @param remove  the words of its opposite, which are followed by the same file
 */
public record ManualStore(String place, List<String> install, List<String> remove) implements TrustStore {
    /** The system's keychain of macOS. */
    static final ManualStore MAC = new ManualStore(
            "the keychain of macOS",
            List.of(
                    "sudo",
                    "security",
                    "add-trusted-cert",
                    "-d",
                    "-r",
                    "trustRoot",
                    "-k",
                    "/Library/Keychains/System.keychain"),
            List.of("sudo", "security", "remove-trusted-cert", "-d"));

    /** The user's store of Windows. */
    static final ManualStore WINDOWS = new ManualStore(
            "the certificate store of Windows",
            List.of("certutil", "-user", "-addstore", "Root"),
            List.of("certutil", "-user", "-delstore", "Root"));

    /** Keeps unmodifiable copies. */
    public ManualStore {
        install = List.copyOf(install);
        remove = List.copyOf(remove);
    }

    @Override
    public StoreKind kind() {
        return StoreKind.SYSTEM;
    }

    @Override
    public List<StoreEntry> entries() {
        throw unknown("add the root, and take it back, by hand", install, "ROOT-CERTIFICATE");
    }

    @Override
    public void add(TrustedRoot root) {
        throw unknown("add it by hand", install, "ROOT-CERTIFICATE");
    }

    @Override
    public void remove(TrustedRoot root) {
        throw unknown(
                "remove it by hand",
                remove,
                remove.contains("-delstore")
                        ? root.certificate().getSerialNumber().toString(16)
                        : "ROOT-CERTIFICATE");
    }

    private UnavailableException unknown(String todo, List<String> words, String last) {
        return TrustErrors.store(
                place + " is not read or changed by this command",
                Remedy.advice(todo + ": " + String.join(" ", words) + " " + last));
    }
}
