package aria.verify.check;

import aria.finding.Remedy;
import aria.verify.Observation;
import aria.verify.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The checks of required tools. */
final class ToolChecks {
    private static final int OLDEST_JAVA = 17;

    private ToolChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of("tools.java", ToolChecks::java, "tools.docker", ToolChecks::docker);
    }

    private static List<Observation> java(Subject subject) {
        int version = Runtime.version().feature();
        return List.of(
                version >= OLDEST_JAVA
                        ? Observation.pass("Java " + version)
                        : Observation.fail(
                                "this is Java " + version,
                                Remedy.advice("install a JDK " + OLDEST_JAVA + " or newer")));
    }

    private static List<Observation> docker(Subject subject) {
        Stream<Path> folders = Arrays.stream(
                        subject.environment().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of);
        Optional<Path> docker = folders.flatMap(
                        folder -> Stream.of("docker", "docker-compose").map(folder::resolve))
                .filter(Files::isExecutable)
                .findFirst();
        return List.of(docker.map(found -> Observation.pass("Docker's client is there"))
                .orElseGet(() -> Observation.fail(
                        "docker is not on the PATH, so the stack cannot be started or verified here")));
    }
}
