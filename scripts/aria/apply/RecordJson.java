package aria.apply;

import aria.store.FileMode;
import aria.store.FileWrite;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The format of {@code record.json}: the operations in order, with the length of each content in {@code contents}.
 *
 * @param root paths below it are written relative to it, so that the project may be renamed meanwhile
 */
record RecordJson(Path root) {

    private static final String SCHEMA = "aria.apply/1";

    /**
     * A record as read.
     *
     * @param place the inode of the folder it was written to
     * @param lines what to do, in order
     */
    record Read(long place, List<Line> lines) {}

    /**
     * One operation, whose content is stored separately.
     *
     * @param length of the content in bytes; 0 without one
     * @param after  SHA-256 of the content
     * @param make   makes the operation from the content
     */
    record Line(int length, Optional<String> after, Function<byte[], FileOperation> make) {
        FileOperation operation(byte[] content) {
            return make.apply(content);
        }
    }

    String write(List<FileOperation> operations, long place) {
        JsonObject record = new JsonObject();
        record.addProperty("schema", SCHEMA);
        record.addProperty("place", place);
        JsonArray lines = new JsonArray();
        operations.forEach(operation -> lines.add(line(operation)));
        record.add("tasks", lines);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(record) + "\n";
    }

    Read read(String json) {
        JsonObject record = JsonParser.parseString(json).getAsJsonObject();
        if (!SCHEMA.equals(record.get("schema").getAsString())) {
            throw new IllegalArgumentException("schema " + record.get("schema"));
        }
        List<Line> lines = new ArrayList<>();
        for (JsonElement line : record.getAsJsonArray("tasks")) {
            lines.add(line(line.getAsJsonObject()));
        }
        return new Read(record.get("place").getAsLong(), lines);
    }

    private JsonObject line(FileOperation operation) {
        JsonObject line = new JsonObject();
        if (operation instanceof FileOperation.Write write) {
            line.addProperty("write", shorten(write.path()));
            write.before().ifPresent(before -> line.addProperty("before", before));
            line.addProperty("after", write.after());
            line.addProperty("length", write.write().content().length);
            write.write().mode().ifPresent(mode -> line.addProperty("mode", mode.name()));
            write.write().folderMode().ifPresent(mode -> line.addProperty("folderMode", mode.name()));
        } else if (operation instanceof FileOperation.Move move) {
            line.addProperty("move", shorten(move.path()));
            line.addProperty("to", shorten(move.to()));
        } else if (operation instanceof FileOperation.Link link) {
            line.addProperty("link", shorten(link.path()));
            line.addProperty("to", link.target());
            link.before().ifPresent(before -> line.addProperty("before", before));
        } else if (operation instanceof FileOperation.Remove remove) {
            line.addProperty("delete", shorten(remove.path()));
            line.addProperty("before", remove.before());
        }
        return line;
    }

    private Line line(JsonObject line) {
        if (line.has("write")) {
            Path path = path(line, "write");
            Optional<String> before = text(line, "before");
            Optional<FileMode> mode = text(line, "mode").map(FileMode::valueOf);
            Optional<FileMode> folderMode = text(line, "folderMode").map(FileMode::valueOf);
            String after = line.get("after").getAsString();
            return new Line(
                    line.get("length").getAsInt(),
                    Optional.of(after),
                    content -> new FileOperation.Write(
                            new FileWrite(path, content, mode, folderMode), before, after, Optional.empty()));
        }
        FileOperation operation = line.has("move")
                ? new FileOperation.Move(path(line, "move"), path(line, "to"))
                : line.has("link")
                        ? new FileOperation.Link(
                                path(line, "link"), line.get("to").getAsString(), text(line, "before"))
                        : new FileOperation.Remove(
                                path(line, "delete"), line.get("before").getAsString());
        return new Line(0, Optional.empty(), none -> operation);
    }

    private String shorten(Path path) {
        return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
    }

    private Path path(JsonObject line, String name) {
        return root.resolve(line.get(name).getAsString());
    }

    private static Optional<String> text(JsonObject line, String name) {
        return Optional.ofNullable(line.get(name)).map(JsonElement::getAsString);
    }
}
