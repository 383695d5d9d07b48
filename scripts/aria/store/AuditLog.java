package aria.store;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The log of changes to the project: one JSON object per line, mode 600, append-only. Callers put no secrets into it.
 */
public final class AuditLog {

    /** Longer than any line. */
    private static final int TAIL = 64 * 1024;

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final Path file;
    private final InstantSource clock;

    /** @param file where the log is or will be; created by the first {@link #append} */
    public AuditLog(Path file) {
        this(file, InstantSource.system());
    }

    AuditLog(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Adds one line and waits until it is on disk.
     *
     * @param event  a short name, such as {@code apply}
     * @param fields details in the order they shall stand; {@code time} and {@code event} are taken
     * @throws IllegalArgumentException when a field has one of the two taken names
     * @throws UncheckedIOException     when the log cannot be written
     */
    public void append(String event, Map<String, String> fields) {
        JsonObject line = new JsonObject();
        line.addProperty("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        line.addProperty("event", event);
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (line.has(field.getKey())) {
                throw new IllegalArgumentException("the audit log's field '" + field.getKey() + "' is taken");
            }
            line.addProperty(field.getKey(), field.getValue());
        }
        try {
            appendLine(GSON.toJson(line));
        } catch (IOException e) {
            throw DiskTrouble.of(file, "written", e);
        }
    }

    /**
     * Returns when the last line was written; empty when there is none that can be read.
     *
     * @throws UncheckedIOException when the log cannot be read
     */
    public Optional<Instant> last() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(channel.size(), TAIL));
            channel.read(tail, channel.size() - tail.capacity());
            List<String> lines =
                    new String(tail.array(), StandardCharsets.UTF_8).lines().toList();
            return IntStream.rangeClosed(1, lines.size())
                    .mapToObj(back -> time(lines.get(lines.size() - back)))
                    .flatMap(Optional::stream)
                    .findFirst();
        } catch (IOException e) {
            throw DiskTrouble.of(file, "read", e);
        }
    }

    /** Empty for a line that a crash has torn, or somebody has changed. */
    private static Optional<Instant> time(String line) {
        try {
            return Optional.of(JsonParser.parseString(line))
                    .filter(JsonElement::isJsonObject)
                    .map(entry -> entry.getAsJsonObject().get("time"))
                    .filter(JsonElement::isJsonPrimitive)
                    .map(time -> Instant.parse(time.getAsString()));
        } catch (JsonParseException | DateTimeParseException torn) {
            return Optional.empty();
        }
    }

    private void appendLine(String json) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        AtomicFiles.createFolders(parent, FileMode.PUBLIC_DIR);
        CrashPoint.step();
        try (HeldFolder folder = HeldFolder.open(parent);
                FileChannel channel = folder.channel(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(FileMode.SECRET.permissions()))) {
            FileOwner.widen(folder.view(file), FileMode.SECRET.permissions());
            // A line torn by a crash stays alone on its line instead of swallowing this one.
            String start = channel.size() == 0 || endsWithNewline() ? "" : "\n";
            ByteBuffer bytes = ByteBuffer.wrap((start + json + "\n").getBytes(StandardCharsets.UTF_8));
            CrashPoint.step();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            CrashPoint.step();
            channel.force(true);
        }
    }

    private boolean endsWithNewline() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n';
        }
    }
}
