package aria.edit.undo;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.edit.UndoPlan;
import aria.finding.FindingId;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/**
 * How a file that was replaced as a whole is taken back: by its lines.
 *
 * @param json whether the result has to be valid JSON
 */
public record TextUndo(boolean json) implements UndoPlan {
    static final String TEXT = "text";
    static final String JSON = "json";

    static TextUndo of(String file) {
        return new TextUndo(file.endsWith(".json"));
    }

    @Override
    public SourceText undo(View file) {
        return file.text(true)
                .filter(merged -> !json || isJson(merged.text()))
                .orElseThrow(() -> EditErrors.file(
                        FindingId.CHANGED_SINCE_PLAN,
                        file.now().file(),
                        "the file was edited since in the same places, so the change cannot be taken back",
                        advice("use git"),
                        advice("restore it by hand")));
    }

    private static boolean isJson(String text) {
        try {
            return new Gson().getAdapter(JsonElement.class).fromJson(text) != null;
        } catch (IOException | JsonParseException e) {
            return false;
        }
    }

    @Override
    public void write(JsonWriter writer) throws IOException {
        writer.name("format").value(json ? JSON : TEXT);
    }
}
