package tools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Other programs that make certificates, as people use them: one process a certificate.
 *
 * @param path the value of PATH, in which they are looked for
 */
public record Peers(String path) {
    /** All that are compared with. */
    public static final List<String> NAMES = List.of("step", "mkcert", "openssl");

    /** A file with any text, in the folder of each run: step encrypts its keys with it, as this program does. */
    static final String PASSWORD = "password";

    private static final List<String> ROOT = List.of(
            "certificate",
            "create",
            "Root",
            "root.crt",
            "root.key",
            "--profile",
            "root-ca",
            "--password-file",
            PASSWORD,
            "--force");
    private static final List<String> INTERMEDIATE = List.of(
            "certificate",
            "create",
            "Intermediate",
            "ca.crt",
            "ca.key",
            "--profile",
            "intermediate-ca",
            "--ca",
            "root.crt",
            "--ca-key",
            "root.key",
            "--ca-password-file",
            PASSWORD,
            "--password-file",
            PASSWORD,
            "--force");
    private static final List<String> PROVISIONER =
            List.of("crypto", "jwk", "create", "jwk.pub", "jwk.key", "--password-file", PASSWORD, "--force");

    /** Where a program is; empty when it is not on this machine. */
    public Optional<Path> find(String name) {
        return Stream.of(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** {@code step}: a root, an intermediate, a provisioner's key, then a certificate for each name. */
    public Stopwatch.Job stepAll(Path program, Path folder, List<String> names) {
        List<List<String>> commands = new ArrayList<>();
        for (List<String> words : List.of(ROOT, INTERMEDIATE, PROVISIONER)) {
            commands.add(with(program, words));
        }
        commands.addAll(leaves("step", program, names));
        return new Stopwatch.Job(folder, commands, List.of(0));
    }

    /** A certificate for each name, by a CA that {@link #prepare} made. */
    public Stopwatch.Job certificates(String peer, Path program, Path folder, List<String> names) {
        return new Stopwatch.Job(folder, leaves(peer, program, names), List.of(0));
    }

    /** What a program needs before it can make certificates. */
    public Stopwatch.Job prepare(String peer, Path program, Path folder) {
        List<List<String>> commands = switch (peer) {
            case "step" -> List.of(with(program, ROOT), with(program, INTERMEDIATE));
            case "openssl" ->
                List.of(with(
                        program,
                        List.of(
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-keyout",
                                "ca.key",
                                "-out",
                                "ca.crt",
                                "-subj",
                                "/CN=Root",
                                "-days",
                                "30")));
            default -> leaves(peer, program, List.of("first"));
        };
        return new Stopwatch.Job(folder, commands, List.of(0));
    }

    private static List<List<String>> leaves(String peer, Path program, List<String> names) {
        return names.stream()
                .map(name -> switch (peer) {
                    case "step" ->
                        with(
                                program,
                                List.of(
                                        "certificate",
                                        "create",
                                        name,
                                        name + ".crt",
                                        name + ".key",
                                        "--profile",
                                        "leaf",
                                        "--ca",
                                        "ca.crt",
                                        "--ca-key",
                                        "ca.key",
                                        "--ca-password-file",
                                        PASSWORD,
                                        "--no-password",
                                        "--insecure",
                                        "--force",
                                        "--san",
                                        name,
                                        "--san",
                                        "localhost",
                                        "--not-after",
                                        "8760h"));
                    case "openssl" ->
                        with(
                                program,
                                List.of(
                                        "req",
                                        "-x509",
                                        "-newkey",
                                        "ec",
                                        "-pkeyopt",
                                        "ec_paramgen_curve:P-256",
                                        "-nodes",
                                        "-keyout",
                                        name + ".key",
                                        "-out",
                                        name + ".crt",
                                        "-subj",
                                        "/CN=" + name,
                                        "-addext",
                                        "subjectAltName=DNS:" + name,
                                        "-CA",
                                        "ca.crt",
                                        "-CAkey",
                                        "ca.key",
                                        "-days",
                                        "30"));
                    // mkcert takes the folder of its CA from the environment only.
                    default ->
                        List.of(
                                "env",
                                "CAROOT=.",
                                program.toString(),
                                "-cert-file",
                                name + ".crt",
                                "-key-file",
                                name + ".key",
                                name);
                })
                .toList();
    }

    private static List<String> with(Path program, List<String> words) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(words);
        return command;
    }

    /** An empty folder for one run. */
    static Path fresh(Path scratch) {
        try {
            return Files.createTempDirectory(scratch, "run");
        } catch (IOException e) {
            throw new UncheckedIOException(scratch + " can't be written: " + e.getMessage(), e);
        }
    }

    /** What a run of ours starts with: a folder with these files, by name. */
    static Path folder(Path scratch, Map<String, String> files) {
        Path folder = fresh(scratch);
        files.forEach((name, text) -> {
            try {
                Files.createDirectories(folder.resolve(name).getParent());
                Files.writeString(folder.resolve(name), text);
            } catch (IOException e) {
                throw new UncheckedIOException(folder.resolve(name) + " can't be written: " + e.getMessage(), e);
            }
        });
        return folder;
    }
}
