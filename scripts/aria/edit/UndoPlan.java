package aria.edit;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** A plan to undo an edit after the file has changed, in the terms of the file's language. */
public interface UndoPlan {
    /**
     * The file without what was added and with what was replaced, proven as every edit is.
     *
     * @throws aria.finding.RefusedException {@code changed-since-plan} when a value of ours was changed since; else
     *                                       as the editors
     */
    SourceText undo(SourceText current);

    /**
     * Writes the members {@code format}, which names the language unless that is YAML, and {@code steps}.
     *
     * @param json an open object
     */
    void write(JsonWriter json) throws IOException;
}
