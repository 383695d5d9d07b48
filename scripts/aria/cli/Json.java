package aria.cli;

import aria.finding.FindingText;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The machine-readable answer of a command: one object, on one line. */
public final class Json {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    /** What stands within texts only, and is lost on the way to a person or acted upon by a terminal. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cn}\\p{Cs}]");

    private Json() {}

    /**
     * The answer.
     *
     * @param command  the alias, as in {@code init-ca}
     * @param exit     what the process will end with
     * @param result   a record, map, list or {@link com.google.gson.JsonElement} of plain values; null when there is
     *                 none. Records that hold paths, instants or optionals are mapped by the caller
     * @param problems what is wrong; empty when nothing is
     */
    public static String answer(String command, ExitCode exit, Object result, List<Problem> problems) {
        return answer(command, 1, exit, result, problems);
    }

    /**
     * Returns the answer of a command whose shape has changed.
     *
     * @param version of the shape, from 1: it grows when a member changes its meaning or goes
     */
    public static String answer(String command, int version, ExitCode exit, Object result, List<Problem> problems) {
        JsonObject answer = new JsonObject();
        answer.addProperty("schema", "aria." + command + "/" + version);
        answer.addProperty("exit", exit.number());
        answer.add("result", GSON.toJsonTree(result));
        JsonArray list = new JsonArray();
        problems.forEach(problem -> list.add(problem(problem)));
        answer.add("problems", list);
        return UNSEEN.matcher(GSON.toJson(answer)).replaceAll(unseen -> escaped(unseen.group()));
    }

    private static String escaped(String character) {
        return character
                .chars()
                .mapToObj(unit -> String.format("\\\\u%04x", unit))
                .collect(Collectors.joining());
    }

    private static JsonObject problem(Problem problem) {
        JsonObject object = new JsonObject();
        object.addProperty("id", problem.id());
        object.addProperty("file", problem.file());
        object.addProperty("line", problem.line() == 0 ? null : problem.line());
        object.addProperty("column", problem.column() == 0 ? null : problem.column());
        object.addProperty("message", problem.message());
        object.addProperty("hint", problem.hint());
        if (!problem.remedies().isEmpty()) {
            object.add(
                    "remedies",
                    GSON.toJsonTree(problem.remedies().stream()
                            .map(FindingText.IN_CHECKOUT::fields)
                            .toList()));
        }
        return object;
    }
}
