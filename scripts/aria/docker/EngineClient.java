package aria.docker;

import static aria.finding.Remedy.advice;

import aria.finding.Finding;
import aria.finding.FindingId;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** docker-java's client for an engine, set up as the docker client would be. */
final class EngineClient {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private EngineClient() {}

    /**
     * Opens it and has the engine answer once.
     *
     * @throws MissingEngineException when there is none, it does not answer, or one of the two does not trust the other
     */
    static DockerClient open(EngineAddress address) {
        var settings = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerConfig(address.configDir().toString());
        // docker-java, left to the environment, wants TLS on a socket too, and knows no default place for its files.
        address.host()
                .ifPresent(host -> settings.withDockerHost(host)
                        .withDockerTlsVerify(address.tlsFiles().isPresent())
                        .withDockerCertPath(
                                address.tlsFiles().map(Path::toString).orElse(null)));
        address.context().ifPresent(settings::withDockerContext);
        try {
            // No API version is named: the engine then answers in its own, from 1.24 to the newest.
            DefaultDockerClientConfig config = settings.build();
            DockerClient client = DockerClientImpl.getInstance(
                    config,
                    new ZerodepDockerHttpClient.Builder()
                            .dockerHost(config.getDockerHost())
                            .sslConfig(config.getSSLConfig())
                            .connectionTimeout(CONNECT_LIMIT)
                            .responseTimeout(ANSWER_LIMIT)
                            .build());
            client.pingCmd().exec();
            return client;
        } catch (RuntimeException e) {
            throw new MissingEngineException(
                    Finding.error(
                            FindingId.ENGINE_MISSING,
                            "no Docker engine answers at " + address.how() + ": " + reason(e),
                            advice("start Docker"),
                            advice("set DOCKER_HOST")),
                    e);
        }
    }

    /** The message of the innermost cause, on one line: docker-java wraps what went wrong several times. */
    static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Optional.ofNullable(cause.getMessage())
                .orElse(cause.toString())
                .strip()
                .replaceAll("\\s+", " ");
    }
}
