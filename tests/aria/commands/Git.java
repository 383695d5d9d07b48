package aria.commands;

import aria.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** git in a folder, with none of the user's settings. */
record Git(Path folder) {
    /**
     * @return what it printed
     * @throws AssertionError when it fails
     */
    String run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Needs.program("git").toString(),
                "-c",
                "user.name=Ada",
                "-c",
                "user.email=ada@example.org",
                "-c",
                "core.autocrlf=false"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process git = builder.start();
        git.getOutputStream().close();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new AssertionError("git " + List.of(words) + ": " + said);
        }
        return said;
    }

    /** Puts everything that is not ignored under version control. */
    Git commit() throws IOException, InterruptedException {
        run("init", "-q");
        run("add", "-A");
        run("commit", "-q", "-m", "before");
        return this;
    }
}
