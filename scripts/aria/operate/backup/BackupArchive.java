package aria.operate.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The tar archive inside of a backup, which any {@code tar} unpacks: {@code manifest.json}, then the files in
 * {@code files/}. When it is read, anybody may have made it.
 */
public final class BackupArchive {
    /** How large the files may be together. */
    static final long MOST_BYTES = 1L << 30;

    private static final int MOST_FILES = 200_000;
    private static final int MANIFEST_BYTES = 64 * 1024 * 1024;
    private static final int SECRET = 0600;
    private static final int PUBLIC = 0644;
    private static final String MANIFEST = "manifest.json";
    private static final String FILES = "files/";

    private BackupArchive() {}

    /** Returns the archive. */
    public static byte[] write(Backup backup) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            add(tar, backup, MANIFEST, SECRET, backup.manifest());
            for (BackupFile file : backup.files()) {
                add(tar, backup, FILES + file.path(), file.secret() ? SECRET : PUBLIC, file.content());
            }
        } catch (IOException e) {
            throw new IllegalStateException("an archive in memory can be written", e);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, Backup backup, String name, int mode, byte[] content)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(content.length);
        entry.setModTime(backup.time().toEpochMilli());
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /**
     * Reads an archive: regular files only, each below a project's root.
     *
     * @throws aria.finding.RefusedException when it holds anything else, too much, or other files than its list says
     */
    public static Backup read(byte[] archive) {
        List<BackupFile> files = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        long total = 0;
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new ByteArrayInputStream(archive), StandardCharsets.UTF_8.name())) {
            byte[] manifest = content(tar, tar.getNextEntry(), MANIFEST, MANIFEST_BYTES);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.getName().startsWith(FILES)) {
                    throw Backup.unusable("it holds '" + entry.getName() + "'", null);
                }
                Path path = BackupFile.requireSafe(entry.getName().substring(FILES.length()));
                byte[] content = content(tar, entry, entry.getName(), MOST_BYTES - total);
                total += content.length;
                if (!seen.add(path) || files.size() == MOST_FILES) {
                    throw Backup.unusable("it holds " + path + " twice, or too many files", null);
                }
                files.add(new BackupFile(path, (entry.getMode() & 0777) != PUBLIC, content));
            }
            return Backup.of(manifest, files);
        } catch (IOException | IllegalArgumentException otherForm) {
            throw Backup.unusable("it is damaged", otherForm);
        }
    }

    private static byte[] content(TarArchiveInputStream tar, TarArchiveEntry entry, String name, long most)
            throws IOException {
        if (entry == null || !entry.getName().equals(name)) {
            throw Backup.unusable("it does not begin with " + MANIFEST, null);
        }
        if (!entry.isFile()
                || entry.isLink()
                || entry.isSymbolicLink()
                || entry.isSparse()
                || entry.isGlobalPaxHeader()) {
            throw Backup.unusable(name + " is not a regular file", null);
        }
        byte[] content = tar.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
        if (content.length > most || content.length != entry.getSize()) {
            throw Backup.unusable(name + " is too large, or cut off", null);
        }
        return content;
    }
}
