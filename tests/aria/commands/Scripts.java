package aria.commands;

import aria.testing.Checkout;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import picocli.CommandLine;

/**
 * The commands' classes. JBang builds each script as a program of its own, so they are not among the tests' classes:
 * they are compiled here, once, against the same library.
 */
final class Scripts {
    private static final Map<String, String> BY_ALIAS = Map.ofEntries(
            Map.entry("init-ca", "InitCa"),
            Map.entry("init-step-ca", "InitCa"),
            Map.entry("generate-service-certs", "GenerateServiceCerts"),
            Map.entry("patch-compose", "PatchCompose"),
            Map.entry("bootstrap", "Bootstrap"),
            Map.entry("verify-mtls-setup", "VerifyMtlsSetup"),
            Map.entry("rotate-certs", "RotateCerts"),
            Map.entry("observe", "Observe"),
            Map.entry("enforce", "Enforce"),
            Map.entry("open", "Open"),
            Map.entry("pki-cert", "PkiCert"),
            Map.entry("limbo", "Limbo"),
            Map.entry("bench", "Bench"));

    private Scripts() {}

    private static final class Compiled {
        static final Path FOLDER = compile();
        static final ClassLoader LOADER = loader(FOLDER);
    }

    /** In a process that was started with {@link #classPath()} they are there. */
    private static ClassLoader loader() {
        ClassLoader own = Scripts.class.getClassLoader();
        return own.getResource(BY_ALIAS.get("init-ca") + ".class") != null ? own : Compiled.LOADER;
    }

    /** Every command that can be made here. */
    static Set<String> aliases() {
        return BY_ALIAS.keySet();
    }

    /** A new command, as its {@code main} makes it. */
    static Object command(String alias) {
        try {
            Constructor<?> constructor =
                    Class.forName(BY_ALIAS.get(alias), true, loader()).getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no command " + alias, e);
        }
    }

    /** The command as picocli knows it; that of the tests, too. */
    static CommandLine line(String alias) {
        try {
            return new CommandLine(
                    alias.equals("test")
                            ? Class.forName("Tests").getDeclaredConstructor().newInstance()
                            : command(alias));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no command " + alias, e);
        }
    }

    /** What a process of its own has to be started with: the main class. */
    static String mainClass(String alias) {
        return BY_ALIAS.get(alias);
    }

    /** The class path of such a process. */
    static String classPath() {
        return Compiled.FOLDER + ":" + System.getProperty("java.class.path");
    }

    private static Path compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Path folder = Files.createTempDirectory("aria-commands");
            List<Path> sources = new ArrayList<>(javaFilesIn("scripts"));
            sources.addAll(javaFilesIn("tests/tools"));
            List<String> options =
                    List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            if (!compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call()) {
                throw new AssertionError("the commands can't be compiled: " + said);
            }
            folder.toFile().deleteOnExit();
            try (Stream<Path> made = Files.list(folder)) {
                made.forEach(file -> file.toFile().deleteOnExit());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> javaFilesIn(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Checkout.root().resolve(folder))) {
            return files.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static ClassLoader loader(Path folder) {
        try {
            return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Scripts.class.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
