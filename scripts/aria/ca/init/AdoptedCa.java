package aria.ca.init;

import static aria.finding.Remedy.advice;

import aria.ca.Passwords;
import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.pki.Keys;
import aria.pki.path.ChainCheck;
import aria.store.Layout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A CA that was made elsewhere, read and checked.
 *
 * @param root         its root certificate
 * @param intermediate certificate and key that go together; empty when a new one has to be made
 * @param rootKey      the root with its key; empty when that is not at hand
 * @param reasons      what is mended, one line each
 * @param warnings     one line each
 */
record AdoptedCa(
        X509Certificate root,
        Optional<CertifiedKey> intermediate,
        Optional<CertifiedKey> rootKey,
        List<String> reasons,
        List<String> warnings) {

    private static final Pattern PARAMETERS =
            Pattern.compile("-----BEGIN EC PARAMETERS-----[A-Za-z0-9+/=\\s]*-----END EC PARAMETERS-----\\s*");

    AdoptedCa {
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }

    /** @throws RefusedException when it can't be used and not be mended, with the reason */
    static AdoptedCa read(CaFolder folder, ImportSource source, Instant now) {
        return new Reader(folder, source, now).read();
    }

    /** Reads one source. */
    private static final class Reader {

        private final CaFolder folder;
        private final Layout layout;
        private final ImportSource source;
        private final Instant now;
        private final List<String> reasons = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        Reader(CaFolder folder, ImportSource source, Instant now) {
            this.folder = folder;
            this.layout = folder.layout();
            this.source = source;
            this.now = now;
        }

        AdoptedCa read() {
            X509Certificate root = root();
            Optional<CertifiedKey> intermediate = source.intermediate().flatMap(file -> intermediate(file, root));
            Optional<CertifiedKey> rootKey = intermediate.isPresent() ? Optional.empty() : rootKey(root);
            if (intermediate.isEmpty() && rootKey.isEmpty()) {
                throw CaErrors.refused(
                        "the CA in " + source.label() + " cannot sign: " + String.join("; ", reasons),
                        advice("use --root-key FILE (and --root-key-password-file FILE) to make a new intermediate"),
                        advice("restore the intermediate and its key"));
            }
            source.rootKey()
                    .filter(key -> key.startsWith(layout.configDir()))
                    .ifPresent(key -> warnings.add(layout.display(key)
                            + " is in the folder that is mounted into step-ca: move it to a safe place"));
            return new AdoptedCa(root, intermediate, rootKey, reasons, warnings);
        }

        private X509Certificate root() {
            X509Certificate root = certificate(source.root());
            String name = layout.display(source.root());
            if (!root.getSubjectX500Principal().equals(root.getIssuerX500Principal())) {
                boolean swapped = source.intermediate()
                        .map(this::certificate)
                        .filter(Reader::isSelfIssued)
                        .isPresent();
                throw CaErrors.in(
                        name,
                        "not a root certificate, because it was signed by '" + Certificates.issuerName(root) + "'"
                                + (swapped
                                        ? ": it and "
                                                + layout.display(
                                                        source.intermediate().orElseThrow()) + " are swapped"
                                        : ""));
            }
            if (!Certificates.isAuthority(root)) {
                throw CaErrors.in(name, "not a CA certificate: it may not sign others");
            }
            requireTime(root, name);
            return root;
        }

        private void requireTime(X509Certificate root, String name) {
            if (now.isAfter(root.getNotAfter().toInstant())) {
                throw CaErrors.in(
                        name,
                        "the root expired on " + root.getNotAfter().toInstant(),
                        Remedy.aria("init-ca", "--config-dir", "DIR"));
            }
            if (now.isBefore(root.getNotBefore().toInstant())) {
                throw CaErrors.in(
                        name,
                        "the root is not valid before " + root.getNotBefore().toInstant(),
                        advice("check this machine's clock"));
            }
        }

        /** Empty when a new one under the same root would be as good; the reason is noted. */
        private Optional<CertifiedKey> intermediate(Path file, X509Certificate root) {
            X509Certificate certificate = certificate(file);
            String name = layout.display(file);
            if (isSelfIssued(certificate)) {
                throw CaErrors.in(
                        name,
                        "this is a root, not an intermediate",
                        advice("use --root and --root-key to make an intermediate under it"));
            }
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                reasons.add(name + " expired on " + certificate.getNotAfter().toInstant());
                return Optional.empty();
            }
            List<String> problems = ChainCheck.authorityProblems(certificate, List.of(root), now);
            if (!problems.isEmpty()) {
                throw CaErrors.in(name, "the intermediate cannot be used: " + String.join("; ", problems));
            }
            if (source.intermediateKey().isEmpty()) {
                reasons.add("the key of " + name + " is missing");
                return Optional.empty();
            }
            return Optional.of(new CertifiedKey(
                    key(source.intermediateKey().get(), certificate, root), List.of(certificate, root)));
        }

        private PrivateKey key(Path file, X509Certificate certificate, X509Certificate root) {
            PrivateKey key = open(file, source.intermediatePasswords(), "--intermediate-key-password-file");
            if (!Certificates.matches(key, certificate.getPublicKey())) {
                throw CaErrors.in(
                        layout.display(file),
                        (Certificates.matches(key, root.getPublicKey())
                                        ? "this is the root's key, not the key of "
                                        : "this is not the key of ")
                                + layout.display(source.intermediate().orElseThrow()),
                        advice("restore the pair that was made together"),
                        advice("name the matching pair with --root, --intermediate and --intermediate-key"));
            }
            return key;
        }

        private Optional<CertifiedKey> rootKey(X509Certificate root) {
            return source.rootKey().map(file -> {
                PrivateKey key = open(file, source.rootPasswords(), "--root-key-password-file");
                if (!Certificates.matches(key, root.getPublicKey())) {
                    throw CaErrors.in(layout.display(file), "this is not the key of " + layout.display(source.root()));
                }
                return new CertifiedKey(key, List.of(root));
            });
        }

        private PrivateKey open(Path file, List<Path> passwords, String option) {
            String name = layout.display(file);
            byte[] pem = withoutParameters(folder.require(file), name);
            folder.looseMode(file)
                    .ifPresent(
                            mode -> warnings.add(
                                    name + " can be read by other users (" + mode
                                            + "), who could sign with it; its copy here is protected, so delete the original or run chmod 600 on it"));
            try {
                return Keys.isEncrypted(pem) ? decrypted(pem, passwords, name, option) : Keys.read(pem, null, name);
            } finally {
                Arrays.fill(pem, (byte) 0);
            }
        }

        /** {@code openssl ecparam -genkey} writes the curve in front of the key, and step-ca then reads neither. */
        private byte[] withoutParameters(byte[] pem, String name) {
            String text = new String(pem, StandardCharsets.ISO_8859_1);
            String key = PARAMETERS.matcher(text).replaceFirst("");
            if (!key.equals(text)) {
                reasons.add(
                        name
                                + " has EC PARAMETERS before the key; step-ca cannot read them, so they were left out of the copy");
            }
            return key.getBytes(StandardCharsets.ISO_8859_1);
        }

        private PrivateKey decrypted(byte[] pem, List<Path> passwords, String name, String option) {
            RefusedException last = null;
            for (char[] password : passwords(passwords)) {
                try {
                    return Keys.read(pem, password, name);
                } catch (RefusedException wrong) {
                    last = wrong;
                } finally {
                    Arrays.fill(password, '\0');
                }
            }
            if (last == null) {
                throw CaErrors.in(
                        name,
                        "the key is encrypted and its password was not found",
                        advice("name its password file with " + option));
            }
            throw new RefusedException(
                    last.finding()
                            .saying(last.finding().message() + " (tried: " + folder.display(passwords) + ")")
                            .also(advice("name its password file with " + option)),
                    last);
        }

        private List<char[]> passwords(List<Path> files) {
            List<char[]> passwords = new ArrayList<>();
            for (Path file : files) {
                passwords.add(Passwords.read(folder.require(file), layout.display(file)));
                folder.looseMode(file)
                        .ifPresent(
                                mode -> warnings.add(
                                        layout.display(file) + " holds a password that other users can read (" + mode
                                                + "); the copied key has a new password, so delete the file or run chmod 600 on it"));
            }
            source.config()
                    .flatMap(config -> config.path("password"))
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> passwords.add(text.toCharArray()));
            return passwords;
        }

        private X509Certificate certificate(Path file) {
            return folder.certificates(file).get(0);
        }

        private static boolean isSelfIssued(X509Certificate certificate) {
            return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        }
    }
}
