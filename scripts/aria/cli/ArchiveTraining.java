package aria.cli;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs a command only to load its classes: {@code jbangw} has the JVM store them in an archive, from which every
 * command then starts faster (JEP 350). The script's own class comes from a class loader of its own, so the archive
 * contains only what all scripts share.
 */
final class ArchiveTraining {
    private ArchiveTraining() {}

    /**
     * Runs a script twice in this JVM: for its help, and with the arguments given.
     *
     * @param arguments the script's jar, its class, then the arguments to run it with
     */
    public static void main(String... arguments) throws IOException, ReflectiveOperationException {
        URL jar = Path.of(arguments[0]).toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, ArchiveTraining.class.getClassLoader())) {
            Constructor<?> command = loader.loadClass(arguments[1]).getDeclaredConstructor();
            command.setAccessible(true);
            Launcher.run(command.newInstance(), "--help");
            Launcher.run(command.newInstance(), Arrays.copyOfRange(arguments, 2, arguments.length));
        }
    }
}
