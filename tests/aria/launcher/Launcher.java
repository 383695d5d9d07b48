package aria.launcher;

import aria.testing.Checkout;
import aria.testing.Needs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A copy of jbangw in a folder whose name has spaces, with a catalog of one small script and a JBang folder of its own. */
final class Launcher {
    private static final String CATALOG = """
            {
              "aliases": {
                "hello": {
                  "script-ref": "scripts/Hello.java",
                  "description": "Says hello"
                }
              }
            }
            """;
    private static final String SCRIPT = """
            //JAVA 17+
            //JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
            class Hello {
                public static void main(String[] arguments) throws Exception {
                    System.out.print("hello");
                    for (String argument : arguments) System.out.print("|" + argument);
                    System.out.print("|" + java.nio.file.Path.of("").toAbsolutePath().getFileName());
                    System.out.print("|" + new String(System.in.readAllBytes()));
                    System.exit(arguments.length);
                }
            }
            """;

    /** What a finished run printed and ended with. */
    record Result(int exitCode, String out, String err) {}

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private List<String> shell = List.of("sh");

    /** @param folder an empty folder that the caller removes */
    Launcher(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(root().resolve("scripts/deep er"));
        Files.createDirectories(root().resolve("scripts/launcher"));
        Files.copy(Checkout.root().resolve("jbangw"), root().resolve("jbangw"));
        try (Stream<Path> files = Files.list(Checkout.root().resolve("scripts/launcher"))) {
            for (Path file : files.toList()) {
                Files.copy(file, root().resolve("scripts/launcher").resolve(file.getFileName()));
            }
        }
        Files.writeString(root().resolve("jbang-catalog.json"), CATALOG);
        Files.writeString(script(), SCRIPT);
        for (String variable : List.of("HOME", "PATH", "JAVA_HOME")) {
            Optional.ofNullable(System.getenv(variable)).ifPresent(value -> environment.put(variable, value));
        }
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("JBANG_DIR", jbangFolder().toString());
    }

    Path root() {
        return folder.resolve("a chéck out");
    }

    Path script() {
        return root().resolve("scripts/Hello.java");
    }

    Path jbangFolder() {
        return folder.resolve("jbang folder");
    }

    Path wrapperFolder() {
        return jbangFolder().resolve("wrapper");
    }

    /** Runs under this shell, for example {@code bash} or {@code busybox}, instead of {@code sh}. */
    Launcher shell(String name) {
        String program = Needs.program(name).toString();
        shell = name.equals("busybox") ? List.of(program, "sh") : List.of(program);
        return this;
    }

    Launcher set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** No variable but {@code JBANG_DIR}, and what {@link #set} sets afterwards. */
    Launcher emptyEnvironment() {
        environment.keySet().retainAll(Set.of("JBANG_DIR"));
        return this;
    }

    /** Runs under this file mode creation mask, for example {@code 000}. */
    Launcher umask(String mask) {
        shell = List.of("sh", "-c", "umask " + mask + "; exec sh \"$0\" \"$@\"");
        return this;
    }

    /** A home folder without a Maven repository, and a PATH of these programs and the POSIX ones that jbangw uses. */
    Launcher bareMachine(String... programs) throws IOException {
        List<String> names = new ArrayList<>(List.of(
                "sh", "awk", "cksum", "find", "head", "id", "locale", "ls", "mkdir", "readlink", "rm", "sed", "sort"));
        names.addAll(List.of(programs));
        for (String name : names) {
            program(name, "exec " + Needs.program(name) + " \"$@\"");
        }
        environment.remove("JAVA_HOME");
        return set("HOME", Files.createDirectories(folder.resolve("home")).toString())
                .set("PATH", folder.resolve("bin").toString());
    }

    /** Puts a shell script on the {@link #bareMachine}'s PATH. */
    Launcher program(String name, String body) throws IOException {
        return executable(folder.resolve("bin").resolve(name), body);
    }

    /** Writes an executable shell script. */
    Launcher executable(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + file);
        }
        return this;
    }

    /** JBang's jar, of the version that jbangw pins. */
    Path jbangJar() throws IOException, InterruptedException {
        run("--version");
        try (Stream<Path> files = Files.list(wrapperFolder())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Puts a JBang on the {@link #bareMachine}'s PATH that works as the official one. */
    Launcher jbangOnThePath(Path jar) throws IOException {
        Files.copy(jar, folder.resolve("bin/jbang.jar"));
        return program(
                "jbang",
                "out=$(JBANG_RUNTIME_SHELL=bash java -cp '" + folder.resolve("bin/jbang.jar")
                        + "' dev.jbang.Main \"$@\"); rc=$?\n"
                        + "[ $rc -eq 255 ] && eval \"exec $out\"\nprintf '%s\\n' \"$out\"; exit $rc");
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return runIn(root(), "", arguments);
    }

    Result runIn(Path current, String input, String... arguments) throws IOException, InterruptedException {
        return start(current, input, arguments).await();
    }

    /** Starts a run without waiting for it. */
    Running start(Path current, String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(shell);
        command.add(root().resolve("jbangw").toString());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "stdout", "");
        Path err = Files.createTempFile(folder, "stderr", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(current.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return new Running(process, out, err);
    }

    /** A run that may not be over yet. */
    record Running(Process process, Path out, Path err) {
        Result await() throws IOException, InterruptedException {
            int exitCode = process.waitFor();
            return new Result(exitCode, Files.readString(out), Files.readString(err));
        }

        /** What Ctrl-C on a terminal does: a signal to the shell and to everything it has started. */
        Result terminate() throws IOException, InterruptedException {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            return await();
        }
    }
}
