package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.init.CaOptions;
import aria.ca.init.CaPlanner;
import aria.pki.KeyStores;
import aria.pki.Names;
import aria.pki.Pem;
import aria.store.AtomicFiles;
import aria.store.Layout;
import aria.testing.Needs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** The folder that init-ca makes, given to the step-ca image as it is: no Compose, no init, nothing of ours around it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BareStepCaTest {
    private static final int PORT = 9000;
    private static final String HOME = "/home/step";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"smallstep/step-ca:0.27.5", "smallstep/step-ca:0.30.2"})
    void a_container_serves_from_the_folder_alone(String image) throws IOException, InterruptedException {
        Needs.testcontainers();
        Needs.image(image);
        Layout layout = Layout.of(folder);
        CaPlanner.plan(layout, CaOptions.defaults(Names.of(List.of("keycloak"))), Instant.now())
                .build()
                .get()
                .files()
                .forEach(AtomicFiles::write);
        // Copied files belong to root, and so does the process here; the shipped compose file has an init for that.
        try (GenericContainer<?> server = new GenericContainer<>(DockerImageName.parse(image))
                .withImagePullPolicy(name -> false)
                .withCreateContainerCmdModifier(
                        command -> command.withUser("0:0").withEntrypoint(List.of()))
                .withCopyFileToContainer(MountableFile.forHostPath(layout.configDir()), HOME)
                .withWorkingDirectory(HOME)
                .withCommand("step-ca", "--password-file", HOME + "/secrets/password.txt", HOME + "/ca.json")
                .withExposedPorts(PORT)
                .waitingFor(Wait.forListeningPort())) {
            server.start();
            assertThat(get(layout, server, "/health")).contains("\"ok\"");
            assertThat(get(layout, server, "/provisioners"))
                    .contains("\"admin\"", "\"acme\"")
                    .doesNotContain("Uninitialized");
        }
    }

    /** Trusts our root alone, and asks for the name localhost, which the server's certificate has. */
    private static String get(Layout layout, GenericContainer<?> server, String path)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(KeyStores.sslContext(
                        null, Pem.readCertificates(Files.readAllBytes(layout.rootCertificate()), "root")))
                .build();
        URI url = URI.create("https://localhost:" + server.getMappedPort(PORT) + path);
        return client.send(
                        HttpRequest.newBuilder(url)
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
