package aria.operate;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import aria.ca.online.Challenge;
import aria.ca.online.Responder;
import aria.docker.Engine;
import aria.docker.ExecResult;
import aria.docker.Helper;
import aria.docker.MissingEngineException;
import aria.docker.RunningService;
import aria.finding.FindingId;
import aria.finding.UnavailableException;
import aria.pki.Names;
import aria.preset.Presets;
import aria.store.Layout;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Answers http-01 on the network of a step-ca in a container. One container on that network has the names that are to
 * be certified; another one shares the namespace of step-ca for localhost and the loopback addresses. Nothing is
 * published on this machine. Both containers end by themselves after a while, even if this process dies.
 */
public final class NetworkResponder implements Responder {
    private static final String FOLDER = "/www";
    private static final List<String> SERVE =
            List.of("sh", "-c", "mkdir -p /www/.well-known/acme-challenge && exec timeout 1800 httpd -f -p 80 -h /www");
    private static final String ANSWER = "printf %s \"$1\" > \"/www/.well-known/acme-challenge/$0\"";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final Pattern ALIAS = Pattern.compile("[a-z0-9][a-z0-9.-]*");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Engine engine;
    private final List<String> containers = new ArrayList<>();

    private NetworkResponder(Engine engine) {
        this.engine = engine;
    }

    /**
     * A step-ca in a container of this project that can be answered on its own network.
     *
     * @param ca where it runs
     */
    public record Network(StepCaHere ca) {

        /**
         * Starts both containers.
         *
         * @param names every name that is to be answered for
         * @throws UnavailableException when they can't be started
         */
        public Responder start(Names names) {
            return NetworkResponder.start(
                    Engine.connect(),
                    ca.server(),
                    ca.init().map(RunningService::image).orElse(Helper.IMAGE),
                    names);
        }
    }

    /** The container that answers at this address of the CA; empty when none of this project's does. */
    public static Optional<Network> of(Layout layout, Presets presets, URI url) {
        if (StepCaHere.nothingRuns(layout)) {
            return Optional.empty();
        }
        try (Engine engine = Engine.connect()) {
            return StepCaHere.all(engine, layout, presets).stream()
                    .filter(found -> found.answersAt(url))
                    .findFirst()
                    .map(Network::new);
        } catch (MissingEngineException none) {
            return Optional.empty();
        }
    }

    private static NetworkResponder start(Engine engine, RunningService ca, String image, Names names) {
        NetworkResponder responder = new NetworkResponder(engine);
        try {
            String network = new TreeMap<>(ca.addresses())
                    .keySet().stream()
                            .findFirst()
                            .orElseThrow(() -> new UnavailableException(
                                    FindingId.ENGINE_FAILED,
                                    ca.service() + " is not on any network, so it cannot reach anyone",
                                    advice("use --ca jwk")));
            List<String> aliases = names.dns().stream()
                    .filter(name -> ALIAS.matcher(name).matches() && !name.equals("localhost"))
                    .toList();
            String first = responder.add(new Helper(image, SERVE, network, aliases, FOLDER, Optional.empty()));
            responder.add(
                    new Helper(image, SERVE, Helper.inside(ca.containerId()), List.of(), FOLDER, Optional.of(first)));
            return responder;
        } catch (UnavailableException failed) {
            responder.close();
            throw failed;
        }
    }

    private String add(Helper helper) {
        String id = engine.start(helper);
        containers.add(id);
        return id;
    }

    @Override
    public Challenge challenge() {
        return Challenge.HTTP_01;
    }

    @Override
    public int port() {
        return Challenge.HTTP_01.port();
    }

    @Override
    public void answer(ChallengeTask task) {
        if (!TOKEN.matcher(task.token()).matches()) {
            throw CaErrors.refused("step-ca sends a token that is not valid (RFC 8555, 8.3)");
        }
        ExecResult written = engine.exec(
                containers.get(0), List.of("sh", "-euc", ANSWER, task.token(), task.authorization()), LIMIT);
        if (!written.succeeded()) {
            throw new UnavailableException(
                    FindingId.ENGINE_FAILED,
                    "the answer for " + task.name() + " could not be served on step-ca's network: "
                            + written.stderr().strip());
        }
    }

    @Override
    public void close() {
        try (engine) {
            containers.forEach(engine::remove);
        }
    }
}
