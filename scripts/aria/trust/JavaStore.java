package aria.trust;

import static aria.finding.Remedy.advice;

import aria.finding.Remedy;
import aria.finding.UnavailableException;
import aria.store.AtomicFiles;
import aria.store.FileWrite;
import aria.store.InputFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code cacerts} of a Java runtime. */
public final class JavaStore implements TrustStore {
    /** The password that every JDK ships with. */
    public static final String DEFAULT_PASSWORD = "changeit";

    /** What Debian's tool puts around the name of a file of the system's store. It adds them here, and removes none. */
    private static final Pattern DEBIAN = Pattern.compile("debian:(" + TrustedRoot.PREFIX + "[0-9a-f]+)\\.pem");

    private final Path file;
    private final char[] password;

    /**
     * Looks at nothing yet.
     *
     * @param file     the real file, whatever links lead to it
     * @param password of the integrity check
     */
    public JavaStore(Path file, char[] password) {
        this.file = file;
        this.password = password.clone();
    }

    @Override
    public StoreKind kind() {
        return StoreKind.JAVA;
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public List<StoreEntry> entries() {
        KeyStore store = load();
        List<StoreEntry> entries = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate trusted) {
                    Matcher bySystem = DEBIAN.matcher(alias);
                    entries.add(new StoreEntry(bySystem.matches() ? bySystem.group(1) : alias, trusted, true));
                }
            }
        } catch (GeneralSecurityException damaged) {
            throw unusable(damaged);
        }
        return entries;
    }

    @Override
    public void add(TrustedRoot root) {
        KeyStore store = load();
        try {
            store.setCertificateEntry(root.entry(), root.certificate());
            save(store);
        } catch (GeneralSecurityException | IOException refused) {
            throw unusable(refused);
        }
    }

    @Override
    public void remove(TrustedRoot root) {
        KeyStore store = load();
        try {
            for (String alias : List.of(root.entry(), "debian:" + root.entry() + ".pem")) {
                if (root.certificate().equals(store.getCertificate(alias))) {
                    store.deleteEntry(alias);
                }
            }
            save(store);
        } catch (GeneralSecurityException | IOException refused) {
            throw unusable(refused);
        }
    }

    private KeyStore load() {
        try {
            return KeyStore.getInstance(file.toFile(), password);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException unreadable) {
            throw unusable(unreadable);
        }
    }

    /** Java opens its own cacerts without a password, so what could be read in this way has to stay so. */
    private void save(KeyStore store) throws GeneralSecurityException, IOException {
        if (!Files.isWritable(file) || !Files.isWritable(file.getParent())) {
            throw TrustErrors.notWritable(place());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password);
        byte[] content = out.toByteArray();
        boolean open = sizeWithoutPassword(store.getType(), InputFile.bytes(file)) > 0;
        if (open && sizeWithoutPassword(store.getType(), content) != store.size()) {
            throw TrustErrors.store(
                    file + " would no longer be readable without a password, so it was left as it is", withKeytool());
        }
        AtomicFiles.write(FileWrite.ofUser(file, content));
    }

    private static int sizeWithoutPassword(String type, byte[] content) {
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(new ByteArrayInputStream(content), null);
            return store.size();
        } catch (GeneralSecurityException | IOException unreadable) {
            return 0;
        }
    }

    private UnavailableException unusable(Exception cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        boolean wrong = root instanceof GeneralSecurityException;
        return TrustErrors.store(
                file + (wrong ? " cannot be opened with this password" : " cannot be used: " + cause.getMessage()),
                wrong ? Remedy.setting("--java-password-file", "FILE") : advice("name another JDK with JAVA_HOME"));
    }

    private static Remedy withKeytool() {
        return advice("add the root with that JDK's own program, keytool -importcert -cacerts");
    }
}
