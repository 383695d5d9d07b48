package aria.preset;

import java.util.List;
import java.util.Optional;

/**
 * What a person types to call a published port.
 *
 * @param line     with variables
 * @param password how the program takes a password; empty where it asks for it, or nothing says that there is one
 */
public record ConnectLine(String line, Optional<Password> password) {
    /**
     * A variable of the environment, so that a password is not an argument.
     *
     * @param variable   its name
     * @param commandHas a text in the command of a server that asks for a password
     */
    public record Password(String variable, String commandHas) {}

    /** Returns the line for a server with this command, with {@code PASSWORD} in the place of one. */
    public String with(List<String> command) {
        return password.filter(asked -> command.stream().anyMatch(word -> word.contains(asked.commandHas())))
                        .map(asked -> asked.variable() + "=PASSWORD ")
                        .orElse("")
                + line;
    }
}
