package aria.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import aria.store.AuditHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in a file that anybody may have encrypted for us. */
class BackupArchiveTest {
    private static final byte[] CONTENT = {1, 2, 3};

    private static Backup backup(String... files) {
        return new Backup(
                Instant.EPOCH,
                Path.of(".aria/step-ca"),
                Path.of(".aria/certs"),
                Optional.of(new AuditHead(3, "0123456789ab")),
                Map.of(Path.of(".aria/certs"), true),
                List.of(files).stream()
                        .map(file -> new BackupFile(Path.of(file), true, CONTENT))
                        .toList());
    }

    @Test
    void it_comes_back_as_it_was() {
        String deep = "data/" + "long/".repeat(60) + "ä";
        Backup read = BackupArchive.read(BackupArchive.write(backup(".aria/certs/db/db.key", ".env", deep)));
        assertThat(read.manifest())
                .isEqualTo(backup(".aria/certs/db/db.key", ".env", deep).manifest());
        assertThat(read.files())
                .filteredOn(file -> file.path().equals(Path.of(deep)))
                .singleElement()
                .satisfies(file -> assertThat(file.content()).isEqualTo(CONTENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/etc/x",
                "a/../../x",
                "a/./b",
                "a//b",
                ".git/hooks/x",
                "a/.git/config",
                ".bashrc",
                ".ssh/authorized_keys",
                ".aria/x",
                "a\nb",
                "a/..",
                "a/.hidden"
            })
    void a_path_that_leads_elsewhere_is_refused(String path) throws IOException {
        byte[] manifest = new String(backup("x").manifest(), StandardCharsets.UTF_8)
                .replace("\"x\"", "\"" + path.replace("\n", "\\n") + "\"")
                .getBytes(StandardCharsets.UTF_8);
        assertRefused(tar(manifest, file("files/" + path)));
    }

    @Test
    void anything_but_the_files_that_its_list_tells_of_is_refused() throws IOException {
        byte[] manifest = backup("x").manifest();
        assertThat(BackupArchive.read(tar(manifest, file("files/x"))).size()).isEqualTo(1);
        TarArchiveEntry link = new TarArchiveEntry("files/x", TarConstants.LF_SYMLINK);
        link.setLinkName("/etc/passwd");
        TarArchiveEntry hard = new TarArchiveEntry("files/x", TarConstants.LF_LINK);
        hard.setLinkName("/etc/passwd");
        for (TarArchiveEntry[] entries : new TarArchiveEntry[][] {
            {link},
            {hard},
            {new TarArchiveEntry("files/x", TarConstants.LF_FIFO)},
            {new TarArchiveEntry("files/x/", TarConstants.LF_DIR)},
            {file("files/x"), file("files/x")},
            {file("files/x"), file("files/y")},
            {file("files/x"), file("other")},
            {}
        }) {
            assertRefused(tar(manifest, entries));
        }
        assertRefused(tar(manifest));
        assertRefused(new byte[0]);
        assertRefused(new byte[2048]);
        assertRefused("no archive".repeat(200).getBytes(StandardCharsets.UTF_8));
        byte[] whole = tar(manifest, file("files/x"));
        for (int length = 0; length < whole.length - 10_000; length += 97) {
            assertRefused(Arrays.copyOf(whole, length));
        }
    }

    private static void assertRefused(byte[] archive) {
        assertThatThrownBy(() -> BackupArchive.read(archive)).isInstanceOf(RefusedException.class);
    }

    private static TarArchiveEntry file(String name) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(CONTENT.length);
        return entry;
    }

    private static byte[] tar(byte[] manifest, TarArchiveEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            TarArchiveEntry first = new TarArchiveEntry("manifest.json");
            first.setSize(manifest.length);
            tar.putArchiveEntry(first);
            tar.write(manifest);
            tar.closeArchiveEntry();
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                if (entry.isFile()) {
                    tar.write(CONTENT, 0, (int) entry.getSize());
                }
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
