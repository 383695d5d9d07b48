package aria.cli.pkicert;

import static aria.finding.Remedy.advice;

import aria.ca.Passwords;
import aria.ca.online.RootByFingerprint;
import aria.cli.CommonOptions;
import aria.cli.OptionFile;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.trust.JavaStore;
import aria.trust.Machine;
import aria.trust.StoreKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code pki-cert trust}: the CA's root in the trust stores of a person's machine. */
@Command(
        name = "trust",
        sortOptions = false,
        description =
                "Makes this machine trust the project's root certificate, takes that back, or shows which stores trust it:"
                        + " the system's, Java's, and those of Firefox and Chromium.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert trust status                             which stores trust the root",
            "  pki-cert trust install                            all stores that this user can change",
            "  sudo pki-cert trust install                       the system's as well; browsers stay those of the caller",
            "  pki-cert trust install --store nss --yes          Firefox and Chromium, for scripts",
            "  pki-cert trust install root.crt --fingerprint HEX a colleague's root",
            "  pki-cert trust uninstall                          what install added, and nothing else",
            "",
            "Exit codes: 0 done; status: 1 a store does not trust the root; 6 a store could not be changed"
        })
public final class Trust implements Callable<Integer> {
    enum Action {
        INSTALL,
        UNINSTALL,
        STATUS
    }

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "install|uninstall|status", description = "What to do.")
    private Action action;

    @Parameters(
            index = "1..*",
            paramLabel = "ROOT",
            description = "Files with root certificates (default: this project's).")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--store",
            paramLabel = "KIND",
            split = ",",
            description = "Only these stores: system, java, nss (default: all that are there).")
    private Set<StoreKind> kinds = new TreeSet<>();

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA-256",
            split = ",",
            description =
                    "With install: the root's fingerprint, from a source you trust, for a root that you did not make on this"
                            + " machine. With uninstall: the root to remove, of whatever project.")
    private List<String> fingerprints = new ArrayList<>();

    @Option(
            names = "--allow-any-name",
            description = "Trust a root without name constraints, which may certify every site on the internet.")
    private boolean anyName;

    @Option(
            names = "--java-password-file",
            paramLabel = "FILE",
            description = "File with the password of Java's cacerts (default: changeit).")
    private Path javaPassword;

    @Option(names = "--yes", description = "Agree to the changes without being asked.")
    private boolean yes;

    @Override
    public Integer call() {
        if (action != Action.INSTALL && anyName || action == Action.STATUS && !fingerprints.isEmpty()) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "--allow-any-name is an option of install, --fingerprint one of install and uninstall");
        }
        if (action == Action.UNINSTALL && !fingerprints.isEmpty() && !files.isEmpty()) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "a file and --fingerprint cannot be combined",
                    advice("name the root in one way"));
        }
        TrustRoots roots = new TrustRoots(common, files, digits());
        TrustRun run = new TrustRun(common, Machine.here(), kinds, password());
        return (switch (action) {
                    case STATUS -> run.status(roots.all());
                    case INSTALL -> run.install(roots.checked(anyName, Instant.now()), yes);
                    case UNINSTALL ->
                        fingerprints.isEmpty()
                                ? run.uninstall(roots.all(), yes)
                                : run.uninstall(run.installed(digits()), yes);
                })
                .number();
    }

    private List<String> digits() {
        return fingerprints.stream()
                .map(typed -> RootByFingerprint.normal(typed)
                        .orElseThrow(() -> new UsageException(
                                FindingId.WRONG_USAGE, "--fingerprint: use the 64 hexadecimal digits of a SHA-256")))
                .toList();
    }

    private char[] password() {
        if (javaPassword == null) {
            return JavaStore.DEFAULT_PASSWORD.toCharArray();
        }
        OptionFile.requirePrivate(common.directory().resolve(javaPassword), "--java-password-file");
        return Passwords.read(NamedFiles.read(common, javaPassword), javaPassword.toString());
    }
}
