package aria.operate;

import aria.docker.Engine;
import aria.docker.ExecResult;
import aria.docker.Helper;
import aria.docker.HostRoutes;
import aria.docker.ProcessRun;
import aria.docker.RunningNetwork;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UnavailableException;
import aria.pki.Authorities;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Pem;
import aria.pki.Validity;
import aria.plan.PlannedFile;
import aria.plan.StackOptions;
import aria.plan.StackPlan;
import aria.preset.Preset;
import aria.proxy.HaproxyConfig;
import aria.proxy.Subnet;
import aria.proxy.Topology;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.store.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What would keep a stack from starting, found before the first file is written: an image that cannot be pulled, or a
 * configuration that HAProxy does not accept.
 *
 * @param tools   to start the stack
 * @param options the plan was made with
 * @param line    told what is pulled
 */
public record StartRehearsal(StackUp.Tools tools, StackOptions options, Consumer<String> line) {
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final Duration PULL_LIMIT = Duration.ofMinutes(10);
    /** So many configurations fit into one command line. */
    private static final int TOGETHER = 50;

    private static final String WRITABLE = "/dev/shm";
    /** Arguments: a prefix of addresses, a certificate with key, a root, and configurations. */
    private static final String CHECK = """
            cd /dev/shm && mkdir -p certs || exit 1
            export %s="$1"
            printf %%s "$2" > certs/tls.crt; printf %%s "$3" > certs/ca.crt; : > %s
            shift 3
            for text; do printf %%s "$text" > haproxy.cfg; haproxy -q -c -f haproxy.cfg || exit 1; done
            """.formatted(Subnet.VARIABLE, HaproxyConfig.REVOKED);

    /**
     * Tries it. The services that are there already are not looked at.
     *
     * @throws UnavailableException when an image is not on this machine and cannot be pulled
     * @throws RefusedException     when HAProxy does not accept a configuration, or the addresses of a private network
     *                              are in use on this machine
     */
    public void require(Stack stack, StackPlan plan) {
        requireFree(stack, plan.proxies());
        images(stack, plan).forEach(this::requireImage);
        List<String> configs = plan.files().stream()
                .filter(file -> file.path().endsWith(HaproxyConfig.FILE))
                .map(StartRehearsal::text)
                .toList();
        for (int i = 0; i < configs.size(); i += TOGETHER) {
            requireValid(configs.subList(i, Math.min(i + TOGETHER, configs.size())));
        }
    }

    /** Where somebody has chosen other addresses, Docker Compose is left to say whether they are free. */
    private void requireFree(Stack stack, Topology proxies) {
        if (proxies.sidecars().isEmpty() || chosen(stack)) {
            return;
        }
        Set<String> there = tools.engine().networks(stack.project().name()).stream()
                .map(RunningNetwork::key)
                .collect(Collectors.toSet());
        HostRoutes routes = HostRoutes.ofEngine();
        proxies.sidecars().stream()
                .flatMap(sidecar -> sidecar.networks().stream())
                .filter(network -> !there.contains(network.name()))
                .forEach(network -> {
                    String subnet = proxies.prefix() + network.subnet().mask();
                    routes.taken(subnet).ifPresent(by -> {
                        throw new RefusedException(
                                FindingId.NETWORK_TAKEN,
                                "the addresses " + subnet + " of the network " + network.name()
                                        + " are in use on this machine, by " + by + ". Nothing was written",
                                StackUp.otherAddresses(stack));
                    });
                });
    }

    private static boolean chosen(Stack stack) {
        Path env = stack.project().files().directory().resolve(".env");
        try {
            return System.getenv(Subnet.VARIABLE) != null
                    || Files.isRegularFile(env) && InputFile.text(env).contains(Subnet.VARIABLE);
        } catch (IOException e) {
            throw new UncheckedIOException(env + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Set<String> images(Stack stack, StackPlan plan) {
        Set<String> images = new TreeSet<>();
        if (!plan.certified().isEmpty()) {
            images.add(options.ownImage(OurServices.INIT));
        }
        if (!plan.proxies().sidecars().isEmpty()) {
            images.add(options.ownImage(OurServices.PROXY));
        }
        stack.services().stream()
                .filter(service -> plan.secured().contains(service.name())
                        && !plan.proxies().servers().contains(service.name()))
                .flatMap(service -> service.preset().flatMap(Preset::sidecar).stream())
                .forEach(sidecar -> images.add(sidecar.image()));
        return images;
    }

    private void requireImage(String image) {
        if (!Engine.image(image).isEmpty()
                || ended("docker", "image", "inspect", image).isEmpty()) {
            return;
        }
        line.accept("Pulling " + image);
        ended("docker", "pull", "--quiet", image).ifPresent(why -> {
            throw new UnavailableException(
                    FindingId.ENGINE_FAILED,
                    "the image " + image + " is not on this machine and cannot be pulled: " + why
                            + ". Nothing was written",
                    Remedy.advice("load it by hand"),
                    Remedy.advice("name a mirror with images in aria.yaml"));
        });
    }

    /** Returns why a program failed; empty when it did not. */
    private static Optional<String> ended(String... words) {
        return new ProcessRun(List.of(words), null)
                .captureIfPresent(PULL_LIMIT)
                .map(said -> said.exitCode() == 0 ? Optional.<String>empty() : Optional.of(said.lastErrorLine()))
                .orElse(Optional.of(words[0] + " is not on the PATH"));
    }

    private void requireValid(List<String> configs) {
        Validity validity = Validity.startingAt(Instant.now(), Duration.ofHours(1));
        CertifiedKey made = Authorities.root("aria", KeyType.P256, validity, List.of());
        String root = new String(Pem.certificates(made.chain()), StandardCharsets.UTF_8);
        String pair = root + new String(Keys.pkcs8Pem(made.key()), StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(List.of("sh", "-c", CHECK, "sh", "10.254", pair, root));
        command.addAll(configs);
        ExecResult said = Helper.in(
                tools.engine(),
                options.ownImage(OurServices.PROXY),
                "none",
                id -> tools.engine().exec(id, command, SHORT));
        if (said.exitCode() != 0) {
            throw new RefusedException(Finding.error(
                    FindingId.UNPROVEN,
                    options.ownImage(OurServices.PROXY) + " does not accept the configuration of a proxy: "
                            + Stream.of(said.stderr(), said.stdout())
                                    .flatMap(String::lines)
                                    .filter(text -> !text.isBlank())
                                    .findFirst()
                                    .orElse("no reason was given")
                            + ". Nothing was written"));
        }
    }

    /** With the folders that are writable in a container with nothing in it. */
    private static String text(PlannedFile file) {
        return new String(file.write().content(), StandardCharsets.UTF_8)
                .replace(HaproxyConfig.FOLDER, WRITABLE)
                .replace(StackOptions.CERTS, WRITABLE + "/certs");
    }
}
