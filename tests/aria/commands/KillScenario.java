package aria.commands;

import aria.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A command that is killed, and what has to hold when it has been run once more.
 *
 * @param name    as the table shows it
 * @param before  the commands that were run in the project before it
 * @param command the command
 * @param again   what the same command may end with after the kill
 * @param settled ends with 0 when everything is in place
 * @param undo    takes all of it back; empty where keys and certificates are all there is
 */
record KillScenario(String name, List<String> before, String command, Set<Integer> again, String settled, String undo) {
    private static final String CA = "init-ca";
    private static final String CERTIFICATES = "generate-service-certs --ca offline --once";
    private static final String OVERRIDE = "patch-compose --override compose.mtls.yaml";
    private static final String NEW_CA = "pki-cert rotate-ca ";
    private static final String OTHER = "init-ca --config-dir other/step-ca --once";
    /** A stack of three services, one of which mounts a file that is edited as well. */
    private static final String COMPOSE = """
            # our stack
            services:
              db:
                image: postgres:17      # keep in step with production
                environment:
                  - POSTGRES_PASSWORD=secret
                volumes:
                  - data:/var/lib/postgresql/data
              app:
                image: example/app:1
              prometheus:
                image: prom/prometheus:v2.53.3
                command: ["--config.file=/etc/prometheus/prometheus.yml"]
                volumes:
                  - ./prometheus:/etc/prometheus:ro

            volumes:
              data:
            """;

    private static final String SCRAPES = """
            # what we watch
            scrape_configs:
              - job_name: prometheus
                static_configs:
                  - targets: ["localhost:9090"]
            """;

    /** Every command that writes, but for those that need a CA that runs. */
    static List<KillScenario> all() {
        return List.of(
                of(CA, "init-ca --check").undoneBy("bootstrap --undo --yes"),
                of("init-ca --force --yes", "init-ca --check", CA),
                of("init-ca --adopt other/step-ca", "init-ca --check", OTHER),
                of(
                        "init-ca --root other/step-ca/pki/root_ca.crt --root-key other/root-ca/root_ca_key"
                                + " --root-key-password-file other/root-ca/root_ca_password.txt",
                        "init-ca --check",
                        OTHER),
                of(CERTIFICATES, CERTIFICATES + " --check", CA),
                of(CERTIFICATES + " --force", CERTIFICATES + " --check", CA, CERTIFICATES),
                of(CERTIFICATES + " --rekey", CERTIFICATES + " --check", CA, CERTIFICATES),
                of("patch-compose --yes", "patch-compose --check", CA, CERTIFICATES)
                        .undoneBy("patch-compose --undo --yes"),
                of(OVERRIDE + " --yes", OVERRIDE + " --check", CA, CERTIFICATES).undoneBy("patch-compose --undo --yes"),
                of(
                        "patch-compose --undo --yes",
                        "patch-compose --undo --check",
                        CA,
                        CERTIFICATES,
                        "patch-compose --yes"),
                of("patch-compose --undo --yes", "patch-compose --undo --check", CA, CERTIFICATES, OVERRIDE + " --yes")
                        .named("patch-compose --undo, of an override file"),
                of("bootstrap --yes", "bootstrap --check").undoneBy("bootstrap --undo --yes"),
                of("bootstrap --override compose.mtls.yaml --yes", "bootstrap --override compose.mtls.yaml --check")
                        .undoneBy("bootstrap --undo --yes"),
                of("bootstrap --undo --yes", "bootstrap --undo --check", "bootstrap --yes"),
                of("pki-cert create api", "pki-cert verify api", CA).neverReplacing(),
                of("pki-cert create eve --type person", "pki-cert verify eve", CA)
                        .neverReplacing(),
                of("pki-cert renew db --offline", "pki-cert verify db", CA, CERTIFICATES),
                of("pki-cert renew db --offline --rekey", "pki-cert verify db", CA, CERTIFICATES),
                of("pki-cert renew ada --offline --rekey", "pki-cert verify ada", CA, CERTIFICATES),
                of("rotate-certs --ca offline --renew-before 3000d", "pki-cert verify db", CA, CERTIFICATES),
                of("pki-cert rotate-password --ca --provisioner-key", CERTIFICATES, CA),
                of(NEW_CA + "start --yes", CERTIFICATES + " --check", CA, CERTIFICATES),
                of(NEW_CA + "continue --yes", CERTIFICATES + " --check", CA, CERTIFICATES, NEW_CA + "start --yes"),
                of(
                        NEW_CA + "finish --yes",
                        CERTIFICATES + " --check",
                        CA,
                        CERTIFICATES,
                        NEW_CA + "start --yes",
                        NEW_CA + "continue --yes"),
                of(
                        NEW_CA + "abort --yes",
                        CERTIFICATES + " --check",
                        CA,
                        CERTIFICATES,
                        NEW_CA + "start --yes",
                        NEW_CA + "continue --yes"),
                of("pki-cert revoke db --offline", "pki-cert crl", CA, CERTIFICATES),
                of("pki-cert crl --renew", "pki-cert crl", CA, "pki-cert crl --renew"),
                of(
                                "pki-cert export db --format p12 --trust",
                                "pki-cert inspect data/certs/db/db.p12 --password-file data/certs/db/db.password",
                                CA,
                                CERTIFICATES)
                        .neverReplacing(),
                of("pki-cert export db --format der", "pki-cert verify db", CA, CERTIFICATES));
    }

    private static KillScenario of(String command, String settled, String... before) {
        return new KillScenario(
                command.replaceFirst(" --root .*", " --root FILE --root-key FILE")
                        .replaceAll(" --(yes|offline|ca offline|once)\\b", ""),
                List.of(before),
                command,
                Set.of(0),
                settled,
                "");
    }

    private KillScenario undoneBy(String command) {
        return new KillScenario(name, before, this.command, again, settled, command);
    }

    private KillScenario named(String other) {
        return new KillScenario(other, before, command, again, settled, undo);
    }

    /** Whether it is several transactions one after the other, each of them whole, and the next run goes on from there. */
    boolean inSteps() {
        return command.startsWith(NEW_CA);
    }

    /** Where the killed run got that far, the file is there, and the same command leaves it: exit 5. */
    private KillScenario neverReplacing() {
        return new KillScenario(name, before, command, Set.of(0, 5), settled, undo);
    }

    /**
     * Fills an empty project.
     *
     * @throws IllegalStateException when a command before it fails
     */
    void prepare(Project project) {
        project.file("compose.yaml", COMPOSE).file("prometheus/prometheus.yml", SCRAPES);
        for (String file : List.of("config/step-ca/ca.json", "config/step-ca/defaults.json")) {
            project.file(file, shipped(file));
        }
        for (String line : before) {
            Project.Ran ran = project.run(line.split(" "));
            if (ran.exit() != 0) {
                throw new IllegalStateException(line + ": " + ran.err());
            }
        }
    }

    /** The files of the user's, relative to the project: those that have to be whole whatever happens. */
    static List<String> usersFiles(Project project) {
        try (Stream<Path> all = Files.walk(project.root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> project.root.relativize(file).toString())
                    .filter(file -> !file.matches(
                            "(data|other|config/root-ca|config/step-ca/(pki|secrets))/.*|.*/\\.gitignore"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shipped(String file) {
        try {
            return Files.readString(Checkout.root().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
