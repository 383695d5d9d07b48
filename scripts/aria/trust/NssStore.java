package aria.trust;

import static aria.finding.Remedy.advice;

import aria.docker.ProcessRun;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.RootBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A database of NSS, changed with its program certutil as the person whose browser uses it. Certificates of one subject
 * are shown together, whichever of them is asked for, so they are told apart by their fingerprints.
 *
 * @param folder  of the database
 * @param machine where certutil runs
 */
public record NssStore(Path folder, Machine machine) implements TrustStore {
    /** Nickname, then the flags for TLS, mail and code. */
    private static final Pattern ROW = Pattern.compile("(?m)^(.*\\S)\\s+(\\w*),\\w*,\\w*\\s*$");
    /** What certutil prints of each certificate: its fingerprint, and further down what it is trusted for in TLS. */
    private static final Pattern TRUST = Pattern.compile(
            "Fingerprint \\(SHA-256\\):\\s+([0-9A-F:]{95}).*?SSL Flags:(.*?)Email Flags:", Pattern.DOTALL);

    private static final String TRUSTED_CA = "Trusted CA";
    private static final Remedy PROGRAM = advice("install certutil: the package is libnss3-tools on Debian and Ubuntu,"
            + " nss-tools on Fedora, mozilla-nss-tools on SUSE, nss on Arch and in Homebrew");
    private static final Remedy BY_HAND =
            advice("if the browser has a primary password, import the root in its settings, under Authorities");

    @Override
    public StoreKind kind() {
        return StoreKind.NSS;
    }

    @Override
    public String place() {
        return folder.toString();
    }

    @Override
    public List<StoreEntry> entries() {
        Set<String> names = new HashSet<>();
        Map<String, StoreEntry> entries = new LinkedHashMap<>();
        Matcher rows = ROW.matcher(certutil("-L"));
        while (rows.find()) {
            String name = rows.group(1);
            names.add(name);
            if (rows.group(2).contains("C") || name.startsWith(TrustedRoot.PREFIX)) {
                of(name).forEach(entries::putIfAbsent);
            }
        }
        return entries.values().stream()
                .map(entry ->
                        names.contains(entry.name()) ? entry : new StoreEntry("", entry.certificate(), entry.trusted()))
                .toList();
    }

    /** Returns all certificates with the subject of this one, by fingerprint, each under the name that ours would have. */
    private Map<String, StoreEntry> of(String name) {
        Map<String, Boolean> trusted = TRUST.matcher(certutil("-L", "-n", name))
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1).replace(":", "").toLowerCase(Locale.ROOT),
                        found -> found.group(2).contains(TRUSTED_CA),
                        Boolean::logicalOr));
        return RootBundle.certificates(certutil("-L", "-n", name, "-a").getBytes(StandardCharsets.US_ASCII)).stream()
                .collect(Collectors.toMap(
                        Certificates::fingerprintSha256,
                        certificate -> new StoreEntry(
                                new TrustedRoot(certificate).entry(),
                                certificate,
                                trusted.getOrDefault(Certificates.fingerprintSha256(certificate), false)),
                        (one, same) -> one,
                        LinkedHashMap::new));
    }

    @Override
    public void add(TrustedRoot root) {
        boolean before = holds(root);
        Path file = temporary(root.certificate());
        try {
            List<String> command = command("-A", "-t", "C,,", "-n", root.entry(), "-i", file.toString());
            ProcessRun.Captured ended = machine.runAsPerson(command, PROGRAM);
            if (ended.exitCode() != 0) {
                // certutil imports first, and asks for the database's password only to trust.
                if (!before && holds(root)) {
                    certutil("-D", "-n", root.entry());
                }
                throw TrustErrors.store(folder + ": " + ended.lastErrorLine(), BY_HAND);
            }
        } finally {
            delete(file);
        }
    }

    @Override
    public void remove(TrustedRoot root) {
        Set<X509Certificate> others = certificates();
        others.remove(root.certificate());
        certutil("-D", "-n", root.entry());
        if (!certificates().equals(others)) {
            throw TrustErrors.store(folder + ": certutil removed another certificate than " + root.entry());
        }
    }

    private boolean holds(TrustedRoot root) {
        return entries().stream().anyMatch(entry -> entry.holds(root));
    }

    private Set<X509Certificate> certificates() {
        return entries().stream().map(StoreEntry::certificate).collect(Collectors.toCollection(HashSet::new));
    }

    private String certutil(String... words) {
        List<String> command = command(words);
        ProcessRun.Captured ended = machine.runAsPerson(command, PROGRAM);
        if (ended.exitCode() != 0) {
            throw TrustErrors.store(folder + ": " + ended.lastErrorLine());
        }
        return ended.stdout();
    }

    /** The empty password keeps certutil from asking a person at the terminal. */
    private List<String> command(String... words) {
        return Stream.of(
                        Stream.of("certutil", words[0], "-d", "sql:" + folder, "-f", "/dev/null"),
                        Stream.of(words).skip(1))
                .flatMap(Function.identity())
                .toList();
    }

    /** The person has to read what root writes. */
    private static Path temporary(X509Certificate certificate) {
        try {
            Path file = Files.createTempFile("aria", ".pem");
            Files.write(file, Pem.certificates(List.of(certificate)));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            return file;
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the root cannot be handed to certutil", unwritable);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
