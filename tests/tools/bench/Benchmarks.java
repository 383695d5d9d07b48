package tools.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is measured, each as a row. Every run starts from a folder of its own. */
public final class Benchmarks {
    private static final List<String> EIGHT =
            List.of("keycloak", "vaultwarden", "vault", "temporal", "postgres", "grafana", "prometheus", "nats");
    /** Enough of one process a certificate to know what one takes. */
    private static final int PEER_CERTIFICATES = 10;

    private static final List<String> PATCH =
            List.of("patch-compose", "--all", "--preset", "*=mount", "--yes", "-q", "--json");

    private final Path checkout;
    private final Path scratch;
    private final Stopwatch stopwatch;
    private final Peers peers;
    private final Set<String> warm = new LinkedHashSet<>();

    /**
     * @param checkout the folder with the launcher
     * @param scratch  an empty folder that the caller removes
     * @param runs     how often each thing is measured
     */
    public Benchmarks(Path checkout, Path scratch, int runs, Peers peers) {
        this.checkout = checkout;
        this.scratch = scratch;
        this.stopwatch = new Stopwatch(scratch, runs);
        this.peers = peers;
    }

    /** An alias to its {@code --help}. */
    public Row help() {
        return new Row(
                "init-ca --help",
                measure(() -> job(Peers.fresh(scratch), 0, "init-ca", "--help")),
                Optional.empty(),
                List.of());
    }

    /** The whole bootstrap of the checkout's own stack, beside step making as many certificates in a loop. */
    public Row bootstrap() {
        Sample ours = measure(() -> job(stack(), 0, "bootstrap", "--yes", "--no-input", "-q"));
        List<Row.Peer> beside = peers
                .find("step")
                .map(step -> new Row.Peer(
                        "step in a loop", stopwatch.measure(() -> peers.stepAll(step, withPassword(), EIGHT)), 1))
                .stream()
                .toList();
        return new Row("bootstrap of 8 services", ours, Optional.empty(), beside);
    }

    /** The checks of that stack, which does not run. */
    public Row verify() {
        Path done = stack();
        once(job(done, 0, "bootstrap", "--yes", "--no-input", "-q"));
        return new Row(
                "verify-mtls-setup of them",
                measure(() -> job(done, 0, "verify-mtls-setup", "-q")),
                Optional.empty(),
                List.of());
    }

    /** Certificates for so many services in one run, beside the programs that make one a process. */
    public Row certificates(int count) {
        List<String> names =
                IntStream.rangeClosed(1, count).mapToObj(i -> "svc" + i).toList();
        Sample ours = measure(() -> {
            Path folder = Peers.fresh(scratch);
            once(job(folder, 0, "init-ca", "-q"));
            List<String> words = new ArrayList<>(List.of("generate-service-certs", "-q"));
            words.addAll(names);
            return job(folder, 0, words.toArray(String[]::new));
        });
        List<String> few = names.subList(0, Math.min(count, PEER_CERTIFICATES));
        List<Row.Peer> beside = new ArrayList<>();
        for (String peer : Peers.NAMES) {
            peers.find(peer)
                    .ifPresent(program -> beside.add(new Row.Peer(
                            peer,
                            stopwatch.measure(() -> {
                                Path folder = withPassword();
                                once(peers.prepare(peer, program, folder));
                                return peers.certificates(peer, program, folder, few);
                            }),
                            (double) count / few.size())));
        }
        return new Row(count + " certificates", ours, Optional.of(count), beside);
    }

    /** One compose file of so many services: read, planned, proven, patched. */
    public Row patch(int services) {
        String text = services(services);
        Sample ours = measure(() -> job(
                Peers.folder(scratch, Map.of("compose.yaml", text)),
                0,
                "patch-compose",
                "--all",
                "--preset",
                "*=mount",
                "--yes",
                "-q",
                "--json",
                "compose.yaml"));
        return new Row("patch-compose, " + services + " services", ours, Optional.of(services), List.of());
    }

    /** So many small compose files in one run, each a project of its own. */
    public Row files(int count) {
        Map<String, String> texts = new LinkedHashMap<>();
        IntStream.rangeClosed(1, count).forEach(i -> texts.put("stack" + i + "/compose.yaml", services(5)));
        List<String> words = new ArrayList<>(PATCH);
        words.addAll(texts.keySet());
        Sample ours = measure(() -> job(Peers.folder(scratch, texts), 0, words.toArray(String[]::new)));
        return new Row("patch-compose, " + count + " files", ours, Optional.of(count), List.of());
    }

    /** Every file of a folder in one run, each a project of its own; a refused one is no failure. */
    public Row corpus(Path corpus) {
        List<String> files = new ArrayList<>();
        Sample ours = measure(() -> {
            Path copy = Peers.fresh(scratch);
            files.clear();
            files.addAll(copied(corpus, copy));
            List<String> words = new ArrayList<>(PATCH);
            words.addAll(files);
            return job(copy, 3, words.toArray(String[]::new));
        });
        return new Row("patch-compose, corpus of " + files.size(), ours, Optional.of(files.size()), List.of());
    }

    private Sample measure(Supplier<Stopwatch.Job> prepared) {
        return stopwatch.measure(() -> {
            Stopwatch.Job job = prepared.get();
            warmUp(job.commands().get(0).get(1));
            return job;
        });
    }

    /** The launcher builds at the first use and rehearses at the second; neither is what is measured. */
    private void warmUp(String alias) {
        if (warm.add(alias)) {
            Stopwatch.Job first = job(scratch, 0, alias, "--version");
            List<String> second = new ArrayList<>(List.of("env", "JBANGW_REHEARSAL=now"));
            second.addAll(first.commands().get(0));
            once(first);
            once(Stopwatch.Job.of(scratch, second));
            once(first);
        }
    }

    private void once(Stopwatch.Job job) {
        new Stopwatch(scratch, 1).measure(() -> job);
    }

    private Stopwatch.Job job(Path folder, int alsoGood, String... words) {
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("jbangw").toString()));
        command.addAll(List.of(words));
        return new Stopwatch.Job(folder, List.of(command), List.of(0, alsoGood));
    }

    private Path withPassword() {
        return Peers.folder(scratch, Map.of(Peers.PASSWORD, "only for the benchmark"));
    }

    private Path stack() {
        Path folder = Peers.fresh(scratch);
        copied(checkout.resolve("compose"), folder.resolve("compose"));
        return folder;
    }

    private static String services(int count) {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 1; i <= count; i++) {
            text.append("  svc")
                    .append(i)
                    .append(":\n    image: nginx:1.27 # pinned\n    environment:\n      - A=1\n    ports:\n      - \"")
                    .append(1 + i % 60_000)
                    .append(":80\"\n");
        }
        return text.toString();
    }

    /** Copies all files; the names of those that end in yml or yaml, relative to the copy. */
    private static List<String> copied(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            List<String> names = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = from.relativize(file).toString();
                Files.createDirectories(to.resolve(name).getParent());
                Files.copy(file, to.resolve(name));
                if (name.matches(".*\\.ya?ml")) {
                    names.add(name.replace(File.separatorChar, '/'));
                }
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(from + " can't be copied: " + e.getMessage(), e);
        }
    }
}
