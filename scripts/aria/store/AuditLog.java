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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was done to the project and when: a file of one JSON object a line, mode 600, only ever appended to.
 * Callers put no secrets into it.
 */
public final class AuditLog {

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
     * One line of the log.
     *
     * @param time   when, to the millisecond
     * @param event  what, such as {@code apply}
     * @param fields the rest, in the order written
     */
    public record Entry(Instant time, String event, Map<String, String> fields) {}

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
     * Reads the log, oldest first. A line torn by a crash is left out.
     *
     * @return empty when there is no log yet
     * @throws UncheckedIOException when the log cannot be read
     */
    public List<Entry> read() {
        if (Files.notExists(file)) {
            return List.of();
        }
        try {
            List<Entry> entries = new ArrayList<>();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                entry(line, entries);
            }
            return List.copyOf(entries);
        } catch (IOException e) {
            throw DiskTrouble.of(file, "read", e);
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

    private static void entry(String line, List<Entry> entries) {
        try {
            JsonElement element = JsonParser.parseString(line);
            if (!element.isJsonObject() || !element.getAsJsonObject().has("time")) {
                return;
            }
            Map<String, String> fields = new LinkedHashMap<>();
            element.getAsJsonObject()
                    .entrySet()
                    .forEach(e -> fields.put(e.getKey(), e.getValue().getAsString()));
            entries.add(new Entry(
                    Instant.parse(fields.remove("time")), fields.remove("event"), Collections.unmodifiableMap(fields)));
        } catch (JsonParseException | DateTimeException torn) {
            // read() promises to leave such lines out.
        }
    }
}
