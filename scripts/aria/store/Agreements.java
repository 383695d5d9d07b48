package aria.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a user has agreed to on this machine. Each agreement is a line in a file beside the user's {@link StateKey}: its code
 * under that key, so that nobody else can make one.
 *
 * @param key of the user
 */
public record Agreements(StateKey key) {
    /** The oldest are forgotten beyond it, and asked for again. */
    private static final int MOST = 1_000;

    /** Returns those of this process's user. */
    public static Agreements here() {
        return new Agreements(StateKey.here());
    }

    /** Returns whether it was agreed to. */
    public boolean has(String what) {
        return key.code(what).filter(code -> codes().contains(code)).isPresent();
    }

    /** Remembers an agreement; where nothing can be kept, it holds for this run alone. */
    public void keep(String what) {
        Optional<String> code = key.codeToKeep(what).filter(fresh -> !codes().contains(fresh));
        code.ifPresent(fresh -> {
            List<String> all = new ArrayList<>(codes());
            all.add(fresh);
            all = all.subList(Math.max(0, all.size() - MOST), all.size());
            byte[] lines = (String.join("\n", all) + "\n").getBytes(StandardCharsets.US_ASCII);
            // Codes are no secret: under sudo the user has to read what root wrote.
            AtomicFiles.write(FileWrite.open(file().orElseThrow(), lines));
        });
    }

    private List<String> codes() {
        Optional<Path> file = file().filter(Files::exists);
        try {
            return file.isPresent() ? Files.readAllLines(file.get(), StandardCharsets.US_ASCII) : List.of();
        } catch (IOException unreadable) {
            throw DiskTrouble.of(file.get(), "read", unreadable);
        }
    }

    private Optional<Path> file() {
        return key.file().map(beside -> beside.resolveSibling("agreed"));
    }
}
