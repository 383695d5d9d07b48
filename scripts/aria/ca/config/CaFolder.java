package aria.ca.config;

import static aria.finding.Remedy.advice;
import static aria.finding.Remedy.command;
import static aria.finding.Remedy.inOrder;

import aria.pki.Certificates;
import aria.pki.Pem;
import aria.store.AtomicFiles;
import aria.store.GitIndex;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.RotationRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The CA's files on disk, read with checks of type, size and mode. Writes nothing. */
public record CaFolder(Layout layout) {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** What a CA can't be without. */
    public List<Path> authorityFiles() {
        return List.of(layout.rootCertificate(), layout.intermediateCertificate(), layout.intermediateKey());
    }

    /** The provisioner's private key and what opens it. */
    public List<Path> provisionerFiles() {
        return List.of(layout.provisionerKey(), layout.provisionerPasswordFile());
    }

    /** Everything that {@code --force} replaces. */
    public List<Path> replaceable() {
        return Stream.of(
                        List.of(layout.caJson(), layout.defaultsJson()),
                        authorityFiles(),
                        List.of(layout.passwordFile()),
                        provisionerFiles(),
                        List.of(
                                layout.provisionerPublicKey(),
                                layout.rootKey(),
                                layout.rootKeyPassword(),
                                RotationRecords.rootList(layout)))
                .flatMap(List::stream)
                .toList();
    }

    /** Returns those of the files that are there. */
    public List<Path> present(List<Path> files) {
        return files.stream().filter(this::isThere).toList();
    }

    /** Returns those of the files that are not there. */
    public List<Path> missing(List<Path> files) {
        return files.stream().filter(file -> !isThere(file)).toList();
    }

    /** A file in a folder that somebody else owns is not missing: to say so would have its CA replaced. */
    public boolean isThere(Path file) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        } catch (AccessDeniedException denied) {
            throw new UncheckedIOException(
                    layout.display(file) + " cannot be accessed: permission denied; run this as the owner of "
                            + layout.display(file.getParent()),
                    denied);
        } catch (IOException e) {
            throw new UncheckedIOException(layout.display(file) + " cannot be accessed: " + e.getMessage(), e);
        }
    }

    /** The paths as a person would write them, separated by commas. */
    public String display(List<Path> files) {
        return String.join(", ", files.stream().map(layout::display).toList());
    }

    /**
     * The content; empty when the file is not there.
     *
     * @throws aria.finding.RefusedException when it is no file or too large
     */
    public Optional<byte[]> read(Path file) {
        try {
            if (!isThere(file)) {
                return Optional.empty();
            }
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                throw CaErrors.in(layout.display(file), "not a regular file of at most " + MAX_BYTES + " bytes");
            }
            return Optional.of(InputFile.bytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    layout.display(file) + " cannot be read (" + e.getMessage() + "): check its owner and mode", e);
        }
    }

    /**
     * Returns the certificates in a file that has to be there.
     *
     * @throws aria.finding.RefusedException when it is missing or not PEM
     */
    public List<X509Certificate> certificates(Path file) {
        return Pem.readCertificates(require(file), layout.display(file));
    }

    /**
     * Returns the intermediate that issues now, and behind it the root that signed it: several roots are trusted while one CA follows
     * another, and they may have the same name.
     *
     * @throws aria.finding.RefusedException when a file is missing or not PEM, or no root there signed it
     */
    public List<X509Certificate> authority() {
        X509Certificate intermediate =
                certificates(layout.intermediateCertificate()).get(0);
        X509Certificate root = certificates(layout.rootCertificate()).stream()
                .filter(each -> Certificates.isIssuedBy(intermediate, each))
                .findFirst()
                .orElseThrow(() -> CaErrors.in(
                        layout.display(layout.intermediateCertificate()),
                        "the intermediate was not issued by a root in " + layout.display(layout.rootCertificate())));
        return List.of(intermediate, root);
    }

    /** As {@link #read}, for a file that has to be there. */
    public byte[] require(Path file) {
        return read(file)
                .orElseThrow(() -> CaErrors.in(
                        layout.display(file),
                        "the file is missing",
                        advice("restore it from a backup"),
                        CaErrors.NEW_CA));
    }

    /**
     * As {@link #require}, for a file that only its owner may read.
     *
     * @throws aria.finding.RefusedException when others may, too, it belongs to somebody else, or git tracks it
     */
    public byte[] requireSecret(Path file) {
        byte[] content = require(file);
        if (GitIndex.below(layout.root()).files().contains(file)) {
            Arrays.fill(content, (byte) 0);
            throw CaErrors.in(
                    layout.display(file),
                    "the file is tracked by git, so everybody with the repository has this CA's keys",
                    inOrder(
                            command(
                                    "git",
                                    "rm",
                                    "-r",
                                    "--cached",
                                    "--ignore-unmatch",
                                    layout.display(layout.pkiFolder()),
                                    layout.display(layout.secretsFolder()),
                                    layout.display(layout.rootKeyFolder())),
                            CaErrors.NEW_CA));
        }
        if (FolderOwners.ofOthers(file, layout.root())) {
            Arrays.fill(content, (byte) 0);
            throw FolderOwners.strange(file, layout);
        }
        looseMode(file).ifPresent(mode -> {
            Arrays.fill(content, (byte) 0);
            throw CaErrors.in(
                    layout.display(file),
                    "others can read or write the file (" + mode + ")",
                    command("chmod", "600", layout.display(file)));
        });
        return content;
    }

    /** The mode of a file that others than its owner may read or write; empty when they may not. */
    public Optional<String> looseMode(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return OWNER.containsAll(permissions)
                    ? Optional.empty()
                    : Optional.of(PosixFilePermissions.toString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(layout.display(file) + ": its mode cannot be read", e);
        }
    }

    /**
     * Checks that nobody else can write the folders that hold keys, or replace one of them.
     *
     * @throws aria.finding.RefusedException when others may write one of the folders with keys, or one above it in the
     *                                       project, or it belongs to them
     */
    public void requireSafeFolders() {
        for (Path folder :
                List.of(layout.configDir(), layout.pkiFolder(), layout.secretsFolder(), layout.rootKeyFolder())) {
            FolderOwners.unsafeAbove(folder, layout.root()).forEach(AtomicFiles::requireSafeKeyFolder);
            if (Files.isDirectory(folder)) {
                AtomicFiles.requireSafeKeyFolder(folder);
            }
            FolderOwners.ownedByOthers(folder, layout.root()).findFirst().ifPresent(other -> {
                throw FolderOwners.strange(other, layout);
            });
        }
    }

    /**
     * Where a CA that is replaced is kept from now on: outside the folder that is mounted, and never a folder that
     * holds another one already.
     */
    public Path newBackup(Instant now) {
        String stamp = STAMP.format(now);
        return Stream.iterate(1, next -> next + 1)
                .map(count -> layout.backupFolder(count == 1 ? stamp : stamp + "-" + count))
                .filter(Files::notExists)
                .findFirst()
                .orElseThrow();
    }

    /**
     * ca.json; empty when it is not there.
     *
     * @throws aria.finding.RefusedException when it isn't JSON
     */
    public Optional<CaConfig> config() {
        return read(layout.caJson()).map(content -> CaConfig.parse(layout.display(layout.caJson()), content));
    }
}
