package aria.verify;

import aria.ca.OfflineSigner;
import aria.ca.OwnRoots;
import aria.ca.init.CaOptions;
import aria.ca.init.CaPlanner;
import aria.compose.ComposeLocator;
import aria.compose.ComposeProject;
import aria.edit.yaml.PlainYaml;
import aria.finding.FindingText;
import aria.finding.Place;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.LeafRequest;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.Validity;
import aria.plan.StackOptions;
import aria.plan.StackPlan;
import aria.plan.StackPlanner;
import aria.preset.Presets;
import aria.stack.Edge;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.AtomicFiles;
import aria.store.FileWrite;
import aria.store.Layout;
import aria.verify.check.CheckCatalogue;
import aria.verify.check.Verification;
import aria.verify.report.TerminalReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A project in a temporary folder, in the states that a user goes through. */
public final class TestProject {
    private static final String COMPOSE = """
            services:
              db:
                image: postgres:18
                environment: {POSTGRES_PASSWORD: secret}
                ports: ["127.0.0.1::5432"]
              prometheus:
                image: prom/prometheus:v2.53.3
                volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
            """;

    public final Layout layout;
    private final Instant now = Instant.now();
    private final Path bin;

    public TestProject(Path folder) {
        this(folder, "project");
    }

    /** @param name of the project's folder, which Compose takes for the project's name */
    public TestProject(Path folder, String name) {
        layout = Layout.of(folder.resolve(name));
        bin = folder.resolve("bin");
        write(layout.root().resolve("compose.yaml"), COMPOSE);
        write(
                layout.root().resolve("prometheus.yml"),
                "scrape_configs:\n  - job_name: self\n    static_configs: [{targets: [\"localhost:9090\"]}]\n");
        write(bin.resolve("docker"), "");
        permit(bin.resolve("docker"), "rwxr-xr-x");
    }

    /** Makes the CA, as init-ca does. */
    public TestProject withCa() {
        CaPlanner.plan(layout, CaOptions.defaults(Names.of(List.of("db", "prometheus", "localhost"))), now)
                .build()
                .get()
                .files()
                .forEach(AtomicFiles::write);
        OwnRoots.made(layout);
        return this;
    }

    /** Issues what the services have to have, as generate-service-certs does. */
    public TestProject withCertificates() {
        OfflineSigner signer = OfflineSigner.open(layout);
        AtomicFiles.write(FileWrite.open(layout.trustBundle(), Pem.certificates(signer.roots())));
        plan().needs()
                .forEach(need -> issue(need.service(), need.names(), signer.validityFor(Duration.ofDays(365), now)));
        return this;
    }

    /** Issues one certificate, right or wrong. */
    public void issue(String service, Names names, Validity validity) {
        OfflineSigner signer = OfflineSigner.open(layout);
        KeyPair pair = Keys.generate(KeyType.P256);
        AtomicFiles.write(FileWrite.openAmongSecrets(
                layout.serviceCertificate(service),
                Pem.certificates(signer.sign(new LeafRequest(
                        service, names, pair.getPublic(), Purpose.SERVER_AND_CLIENT, validity, Optional.empty())))));
        AtomicFiles.write(FileWrite.openAmongSecrets(layout.serviceTrust(service), Pem.certificates(signer.roots())));
        AtomicFiles.write(FileWrite.secret(layout.serviceKey(service), Keys.pkcs8Pem(pair.getPrivate())));
    }

    /** Issues a person's certificate. */
    public void issuePerson(String name, Validity validity) {
        KeyPair pair = Keys.generate(KeyType.P256);
        LeafRequest request = new LeafRequest(
                name, Names.of(List.of()), pair.getPublic(), Purpose.CLIENT, validity, Optional.empty());
        AtomicFiles.write(FileWrite.openAmongSecrets(
                layout.personFile(name, "crt"),
                Pem.certificates(OfflineSigner.open(layout).sign(request))));
    }

    /** Patches the compose file, as patch-compose does. */
    public TestProject patched() {
        StackPlan plan = plan();
        plan.files().forEach(file -> AtomicFiles.write(file.write()));
        plan.edits()
                .forEach(edit -> AtomicFiles.write(
                        FileWrite.ofUser(edit.file(), edit.edit().after().bytes())));
        return this;
    }

    StackPlan plan() {
        ComposeProject project = ComposeProject.load(
                ComposeLocator.locate(layout.root(), List.of(), List.of(), Map.of())
                        .get(0),
                Map.of());
        Stack stack = Stack.of(project, Presets.builtIn(PlainYaml::load), Selection.EVERYTHING);
        return StackPlanner.plan(stack, new StackOptions(layout, StackOptions.REQUIRE, false));
    }

    /** The report without a look at any engine. */
    public Report verify(String... only) {
        return verify(SubjectReader.Live.NO, only);
    }

    public Report verify(SubjectReader.Live live, String... only) {
        return verify(live, now, Optional.empty(), only);
    }

    /** The report of some days later, with {@code --warn-before} where it is given. */
    public Report verifyAfter(Duration later, Optional<Duration> warnBefore, String... only) {
        return verify(SubjectReader.Live.NO, now.plus(later), warnBefore, only);
    }

    private Report verify(SubjectReader.Live live, Instant at, Optional<Duration> warnBefore, String... only) {
        return report(new SubjectReader(layout, environment(), live, StackOptions.REQUIRE, warnBefore), at, only);
    }

    /** The report of a project with {@code profile: production}. */
    public Report verifyInProduction(String... only) {
        SubjectReader plain =
                new SubjectReader(layout, environment(), SubjectReader.Live.NO, StackOptions.REQUIRE, Optional.empty());
        return report(
                new SubjectReader(
                        layout, environment(), plain.live(), plain.decided(), plain.defaults(), Optional.empty(), true),
                now,
                only);
    }

    /** These files, each a project of its own, as verify reads them without a look at any engine. */
    Subject subject(Path... files) {
        return new SubjectReader(layout, environment(), SubjectReader.Live.NO, StackOptions.REQUIRE, Optional.empty())
                .read(ComposeLocator.locate(layout.root(), List.of(), List.of(files), environment()), now);
    }

    /** The report where a running stack showed a call, too. */
    Report verifySeeing(String caller, String server, int port) {
        SubjectReader plain =
                new SubjectReader(layout, environment(), SubjectReader.Live.NO, StackOptions.REQUIRE, Optional.empty());
        Edge.Evidence evidence = new Edge.Evidence(Edge.Kind.OBSERVED, "", Place.of("compose.yaml"), server);
        return report(
                new SubjectReader(
                        layout,
                        environment(),
                        plain.live(),
                        files -> {
                            SubjectReader.Decided decided = plain.decided().apply(files);
                            return new SubjectReader.Decided(
                                    decided.stack()
                                            .observing(List.of(
                                                    new Edge(caller, server, Optional.of(port), evidence, false))),
                                    decided.options(),
                                    decided.findings());
                        },
                        plain.defaults(),
                        Optional.empty(),
                        false),
                now);
    }

    private Report report(SubjectReader reader, Instant at, String... only) {
        Subject subject = reader.read(ComposeLocator.locate(layout.root(), List.of(), List.of(), environment()), at);
        return Verification.run(Verification.select(CheckCatalogue.all(), List.of(only)), subject);
    }

    private Map<String, String> environment() {
        return Map.of("PATH", bin.toString());
    }

    /** The only result of a check that has one. */
    public CheckResult result(String check) {
        List<CheckResult> results = verify(check).results();
        if (results.size() != 1) {
            throw new AssertionError(check + " has " + results.size() + " results: " + results);
        }
        return results.get(0);
    }

    /** What a person sees, without what changes from run to run or with each preset: days, versions, and what a plan says. */
    public static String shown(Report report) {
        return TerminalReport.lines(report, FindingText.IN_CHECKOUT).stream()
                .map(line ->
                        line.mark().map(status -> "[" + status.label() + "] ").orElse("") + line.text() + "\n")
                .collect(Collectors.joining())
                .replaceAll("\\d{4}-\\d\\d-\\d\\d", "DAY")
                .replaceAll("Java \\d+", "Java N")
                .replaceAll("needs (\\d+ changes, the first|a change): .*\\. Run", "needs CHANGES. Run");
    }

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void permit(Path file, String mode) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
