package aria.store;

import aria.finding.RefusedException;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The log of changes to the project: one JSON object per line, mode 600, append-only. Each entry names the SHA-256 of
 * the one before it and is signed by the key of the user who wrote it, so {@link AuditTrail} shows what was changed or
 * taken out since. Lines of version 0.1, which has no chain, stay above the first entry. Callers hold the
 * {@link ProjectLock}, and put no secrets into it.
 */
public final class AuditLog {

    /** A log that is longer is moved to {@code audit.log.<its last entry>}, and the next entry begins a new file. */
    private static final long LONGEST = 1024 * 1024;

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final Path file;
    private final Path checkout;
    private final StateKey user;
    private final InstantSource clock;
    private final List<AuditEvent> also;

    private AuditLog(Path file, Path checkout, StateKey user, InstantSource clock, List<AuditEvent> also) {
        this.file = file;
        this.checkout = checkout;
        this.user = user;
        this.clock = clock;
        this.also = List.copyOf(also);
    }

    AuditLog(Path file, StateKey user, InstantSource clock) {
        this(file, file.getParent(), user, clock, List.of());
    }

    /** Returns the log of a project; created by the first {@link #append}. */
    public static AuditLog of(Layout layout) {
        return new AuditLog(layout.auditLog(), layout.root(), StateKey.here(), InstantSource.system(), List.of());
    }

    /** Returns the same log, which adds events to those of the next {@link #append}. */
    public AuditLog and(List<AuditEvent> events) {
        List<AuditEvent> all = new ArrayList<>(also);
        all.addAll(events);
        return new AuditLog(file, checkout, user, clock, all);
    }

    /** Adds one entry, for a caller that does not hold the lock, in a project that is there. */
    public void appendAlone(AuditEvent event) {
        AtomicFiles.createFolders(file.toAbsolutePath().getParent(), FileMode.PUBLIC_DIR);
        try (ProjectLock lock = ProjectLock.acquireUnnamed(file.toAbsolutePath().getParent())) {
            append(List.of(event));
        }
    }

    /**
     * Adds an entry for each event and waits until they are on disk.
     *
     * @throws IllegalArgumentException when an event has a field that every entry has
     * @throws UncheckedIOException     when the log cannot be written
     */
    public void append(List<AuditEvent> events) {
        AuditTail tail = AuditTail.of(file);
        Optional<AuditKey> key = AuditKey.of(user);
        AuditOrigin origin = AuditOrigin.here(checkout);
        boolean full = tail.here() && tail.last().isPresent() && size() > LONGEST;
        long sequence = tail.last().map(AuditEntry::sequence).orElse(0L);
        String previous = tail.previous();
        String signer = full || !tail.here()
                ? ""
                : tail.last().map(last -> last.text(AuditEntry.KEY)).orElse("");
        // A line torn by a crash stays alone on its line instead of swallowing this one.
        StringBuilder lines = new StringBuilder(tail.torn() ? "\n" : "");
        for (AuditEvent event : all(events, tail)) {
            JsonObject line = new JsonObject();
            line.addProperty(
                    "time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
            line.addProperty(AuditEntry.SEQUENCE, ++sequence);
            line.addProperty(AuditEntry.PREVIOUS, previous);
            line.addProperty("event", event.name());
            origin.addTo(line);
            event.addTo(line);
            String text = signed(line, key, signer);
            signer = key.map(AuditKey::id).orElse("");
            previous = Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
            lines.append(text).append('\n');
        }
        try {
            if (full) {
                AtomicFiles.move(
                        file,
                        file.resolveSibling(
                                file.getFileName() + "." + tail.last().get().sequence()));
            }
            write(lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DiskTrouble.of(file, "written", e);
        }
    }

    /** What is no entry is said before what follows it, so that it does not break the chain for ever. */
    private List<AuditEvent> all(List<AuditEvent> events, AuditTail tail) {
        List<AuditEvent> all = new ArrayList<>();
        if (!tail.gap().isEmpty()) {
            all.add(new AuditEvent(
                    AuditEntry.GAP,
                    List.of(),
                    List.of(),
                    List.of(),
                    "the " + tail.gap().size()
                            + " lines before are not entries: torn by a crash, or of an older version",
                    Map.of(AuditEntry.GAP, Digest.sha256(AuditFiles.Line.joined(tail.gap())))));
        }
        all.addAll(also);
        all.addAll(events);
        return all;
    }

    private static String signed(JsonObject line, Optional<AuditKey> key, String signer) {
        if (key.isEmpty()) {
            return GSON.toJson(line);
        }
        line.addProperty(AuditEntry.KEY, key.get().id());
        if (!key.get().id().equals(signer)) {
            line.addProperty(AuditEntry.PUBLIC_KEY, key.get().publicText());
        }
        return AuditEntry.sign(GSON.toJson(line), key.get());
    }

    /**
     * Looks whether entries can follow those that are there.
     *
     * @throws RefusedException     when something else is in the log's place
     * @throws UncheckedIOException when the log cannot be read
     */
    public void requireReadable() {
        AuditTail.of(file);
    }

    /**
     * Returns the end of the chain; empty when there is none.
     *
     * @throws UncheckedIOException when the log cannot be read
     */
    public Optional<AuditHead> head() {
        return AuditTail.of(file).last().map(last -> new AuditHead(last.sequence(), last.hash()));
    }

    /** Returns the id of the key that this user signs with; empty when there is none yet. */
    public Optional<String> keyId() {
        return AuditKey.idOf(user);
    }

    /**
     * Returns when the last change was made: a run that was refused, as for a wrong clock, is none. Empty when there is none that can be read.
     *
     * @throws UncheckedIOException when the log cannot be read
     */
    public Optional<Instant> last() {
        List<AuditFiles.Line> lines = AuditFiles.lines(file);
        return IntStream.rangeClosed(1, lines.size())
                .mapToObj(back -> time(lines.get(lines.size() - back).bytes()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Empty for a line that a crash has torn, or somebody has changed. */
    private static Optional<Instant> time(byte[] line) {
        try {
            return Optional.of(JsonParser.parseString(new String(line, StandardCharsets.UTF_8)))
                    .filter(JsonElement::isJsonObject)
                    .map(JsonElement::getAsJsonObject)
                    .filter(AuditLog::isChange)
                    .map(entry -> entry.get("time"))
                    .filter(JsonElement::isJsonPrimitive)
                    .map(time -> Instant.parse(time.getAsString()));
        } catch (JsonParseException | DateTimeParseException torn) {
            return Optional.empty();
        }
    }

    private static boolean isChange(JsonObject entry) {
        return !new JsonPrimitive(AuditEntry.GAP).equals(entry.get("event"))
                && !(entry.get("result") instanceof JsonPrimitive result
                        && result.getAsString().startsWith(AuditEvent.REFUSED));
    }

    private void write(byte[] lines) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        AtomicFiles.createFolders(parent, FileMode.PUBLIC_DIR);
        CrashPoint.step();
        try (HeldFolder folder = HeldFolder.open(parent);
                FileChannel channel = folder.channel(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(FileMode.SECRET.permissions()))) {
            FileOwner.widen(folder.view(file), FileMode.SECRET.permissions());
            ByteBuffer bytes = ByteBuffer.wrap(lines);
            CrashPoint.step();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            CrashPoint.step();
            channel.force(true);
        }
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw DiskTrouble.of(file, "read", e);
        }
    }
}
