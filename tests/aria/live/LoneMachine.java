package aria.live;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A machine with an engine of its own, as far as one kernel can show it: processes, network and mounts are apart, and its disk is a
 * folder. When its script ends, its power is cut: nothing that runs is told so.
 *
 * @param disk an empty folder at first
 */
record LoneMachine(Path disk) {
    private static final Duration LIMIT = Duration.ofMinutes(8);
    /** What a machine has lost after a start: the folder of running containers, and the engine's mark that it runs. */
    private static final String START = """
            set -eu
            ip link set lo up
            rm -rf running pid
            dockerd --data-root "$PWD/data" --exec-root "$PWD/running" --pidfile "$PWD/pid" -H unix://$PWD/socket >> log 2>&1 &
            export DOCKER_HOST=unix://$PWD/socket
            for _ in $(seq 200); do docker info > /dev/null 2>&1 && break; sleep 0.2; done
            docker info > /dev/null
            [ ! -e images.tar ] || { docker load -q -i images.tar > /dev/null; rm images.tar; }
            """;

    /** Copies images from this machine's engine; they are there from the next start on. */
    void images(String... names) {
        List<String> save = new ArrayList<>(List.of("docker", "save", "-o", "images.tar"));
        save.addAll(List.of(names));
        Shell.run(disk, LIMIT, save).ok();
    }

    /** Switches it on, runs lines of a shell in the disk's folder, and cuts the power. */
    String day(String lines) {
        return Shell.run(
                        disk,
                        LIMIT,
                        List.of(
                                "unshare",
                                "--net",
                                "--pid",
                                "--fork",
                                "--mount-proc",
                                "--kill-child",
                                "bash",
                                "-c",
                                START + lines))
                .ok();
    }

    /** Words as a line of a shell. */
    static String line(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
