package aria.cli;

import aria.ca.config.CaErrors;
import aria.ca.rotation.CaRotation;
import aria.ca.rotation.CaRotation.Phase;
import aria.ca.rotation.CaRotation.Subject;
import aria.ca.rotation.RotationPlanner;
import aria.cli.CaRotationRun.Outcome;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.plan.CertificateNeed;
import aria.plan.CertificateNeeds;
import aria.plan.DefaultServices;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command {@code pki-cert rotate-ca}: a new CA follows the one that is there, while everything goes on. */
@Command(
        name = "rotate-ca",
        sortOptions = false,
        description =
                "Replaces root and intermediate, or the intermediate alone, without downtime: both are trusted everywhere before"
                        + " the new one issues, and the old one is dropped last. Each step can be stopped in, and shows what is next.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert rotate-ca                       where it stands, and what is next",
            "  pki-cert rotate-ca start                 make the new CA; trust both everywhere",
            "  pki-cert rotate-ca continue              the new CA issues every certificate anew",
            "  pki-cert rotate-ca finish                the old CA is no longer trusted",
            "  pki-cert rotate-ca abort                 back to the old CA, before finish",
            "  pki-cert rotate-ca start --intermediate  a new intermediate with a new key, under the same root",
            "  pki-cert rotate-ca start --root-key /media/stick",
            "",
            "Exit codes: 0 the step is complete, 3 the one before it is not, 6 a server does not go by it yet"
        })
public final class RotateCa implements Callable<Integer> {
    /** What is asked for. */
    enum Step {
        STATUS,
        START,
        CONTINUE,
        FINISH,
        ABORT;

        /** As people write it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads one as people write it. */
        static final class Reader implements ITypeConverter<Step> {
            @Override
            public Step convert(String text) {
                return List.of(values()).stream()
                        .filter(step -> step.word().equals(text))
                        .findFirst()
                        .orElseThrow(() -> new TypeConversionException(
                                "'" + text + "' is not a step: use status, start, continue, finish or abort"));
            }
        }
    }

    @Mixin
    private CommonOptions common;

    @Mixin
    private ComposeOptions compose;

    @Mixin
    private WriteOptions write;

    @Parameters(
            arity = "0..1",
            paramLabel = "STEP",
            defaultValue = "status",
            converter = Step.Reader.class,
            description = "status, start, continue, finish or abort (default: status).")
    private Step step;

    @Option(names = "--intermediate", description = "With start: a new intermediate alone, under the same root.")
    private boolean intermediate;

    @Option(
            names = "--root-key",
            paramLabel = "PATH",
            description = "With start: the folder for the new root's key, such as a stick (default: config/root-ca);"
                    + " with --intermediate the file of the root's key (default: config/root-ca/root_ca_key).")
    private Path rootKey;

    @Option(
            names = "--root-key-password-file",
            paramLabel = "FILE",
            description = "With --intermediate: file with its password (default: root_ca_password.txt beside it).")
    private Path password;

    @Option(names = "--restart", description = "Restart servers that go by a step in no other way.")
    private boolean restart;

    @Option(
            names = "--accept-record",
            paramLabel = "ID",
            description = "Go on with a change that another user, machine or checkout began.")
    private String accepted;

    private CaRotationRun run;
    private RotateCaReport report;

    @Override
    public Integer call() {
        if (step != Step.START && (intermediate || rootKey != null || password != null)) {
            throw new UsageException(
                    FindingId.WRONG_USAGE, "--intermediate and --root-key are options of: pki-cert rotate-ca start");
        }
        Layout layout = common.layout(compose, List.of());
        Recover.first(layout, common.console(), write.showsOnly() || step == Step.STATUS);
        run = run(layout);
        report = new RotateCaReport(common, step.word());
        Optional<CaRotation> rotation = rotation(layout);
        return (switch (step) {
                    case STATUS -> rotation.map(this::status).orElseGet(report::none);
                    case START ->
                        rotation.map(found -> again(found, Phase.TRUSTING)).orElseGet(this::start);
                    case CONTINUE -> onward(rotation.orElseThrow(RotateCa::none));
                    case FINISH -> rotation.map(this::finish).orElseGet(report::none);
                    case ABORT -> rotation.map(this::abort).orElseGet(report::none);
                })
                .number();
    }

    private CaRotationRun run(Layout layout) {
        ProjectChoices choices = new ProjectChoices(common.choices(), Selection.EVERYTHING, Optional.empty());
        List<Stack> stacks = compose.stacks(layout);
        List<CertificateNeed> needs = (stacks.isEmpty()
                        ? choices.needs(DefaultServices.needs())
                        : CertificateNeeds.of(stacks, choices.options(layout)))
                .stream()
                        .filter(need -> Files.exists(layout.serviceCertificate(need.service())))
                        .toList();
        CaTakeUp takeUp = new CaTakeUp(
                new RunningServers(common, compose, layout, choices, stacks),
                needs.stream().map(CertificateNeed::service).collect(Collectors.toSet()));
        return new CaRotationRun(common, write, layout, needs, choices.validity(null), takeUp, restart, Instant.now());
    }

    /** A record of somebody else's would choose the CA that everybody is to trust. */
    private Optional<CaRotation> rotation(Layout layout) {
        Optional<CaRotation.Read> read = CaRotation.read(layout);
        Optional<String> foreign = read.flatMap(CaRotation.Read::foreign);
        if (foreign.isPresent() && !foreign.equals(Optional.ofNullable(accepted))) {
            throw new RefusedException(Finding.error(
                            FindingId.FOREIGN_RECORD,
                            "the record was not written by this user, on this machine, for this checkout, and is not followed",
                            Remedy.inOrder(
                                    Remedy.advice("inspect it and " + layout.display(layout.rotationFolder())),
                                    Remedy.aria("pki-cert", "rotate-ca", "status", "--accept-record", foreign.get())))
                    .at(Place.of(layout.display(layout.rotationRecord()))));
        }
        Optional<CaRotation> rotation = read.map(CaRotation.Read::rotation);
        if (foreign.isPresent()) {
            common.consent(false)
                    .requireAnswer("Go on with this change, which somebody else began on "
                            + rotation.orElseThrow().started() + "?");
            run.save(rotation.orElseThrow());
        }
        return rotation;
    }

    private static RefusedException none() {
        return CaErrors.refused("no new CA is on its way", Remedy.aria("pki-cert", "rotate-ca", "start"));
    }

    private ExitCode status(CaRotation rotation) {
        Outcome seen = run.look(rotation);
        return report.tell(rotation, seen, run.others(rotation));
    }

    private ExitCode start() {
        Layout layout = run.layout();
        Subject subject = intermediate ? Subject.INTERMEDIATE : Subject.ROOT;
        Path standard = intermediate ? layout.rootKey() : layout.newRootKey().getParent();
        Path key = Optional.ofNullable(rootKey).map(common::named).orElse(standard);
        if (!intermediate && rootKey != null && (!Files.isDirectory(key) || key.startsWith(layout.configDir()))) {
            throw CaErrors.option(
                    "--root-key " + rootKey + " is not a folder outside " + layout.display(layout.configDir()),
                    Remedy.advice("make it or mount it first"));
        }
        Path opens = Optional.ofNullable(password)
                .map(common::named)
                .orElse(key.resolveSibling(layout.rootKeyPassword().getFileName()));
        return told(run.begin(
                new RotationPlanner(layout, run.now()).start(subject, key, opens), "Make the new CA, and trust both?"));
    }

    /** The step that was taken is seen to once more. */
    private ExitCode again(CaRotation rotation, Phase expected) {
        if (rotation.phase() != expected) {
            throw notNow(rotation);
        }
        return write.showsOnly() ? status(rotation) : told(run.settle(rotation));
    }

    private static RefusedException notNow(CaRotation rotation) {
        return CaErrors.refused(
                "that step does not follow: " + rotation.phase().words(), RotateCaReport.next(rotation));
    }

    private ExitCode onward(CaRotation rotation) {
        if (rotation.phase() != Phase.TRUSTING) {
            return again(rotation, Phase.ISSUING);
        }
        requireComplete(rotation);
        return told(run.step(rotation, Phase.ISSUING, "Issue every certificate anew by the new CA?"));
    }

    private ExitCode finish(CaRotation rotation) {
        if (rotation.phase() != Phase.ISSUING) {
            return again(rotation, Phase.DROPPING);
        }
        requireComplete(rotation);
        return told(run.step(rotation, Phase.DROPPING, "Drop the old CA?"));
    }

    /** Goes back as far as it can in one run: every certificate by the old CA first, then its root alone. */
    private ExitCode abort(CaRotation rotation) {
        return switch (rotation.phase()) {
            case TRUSTING -> told(run.step(rotation, Phase.ABANDONING, "Give up the new CA?"));
            case ISSUING ->
                abandoned(run.step(rotation, Phase.RETURNING, "Issue every certificate anew by the old CA?"));
            case RETURNING -> write.showsOnly() ? status(rotation) : abandoned(run.settle(rotation));
            case ABANDONING -> again(rotation, Phase.ABANDONING);
            case DROPPING -> throw notNow(rotation);
        };
    }

    private ExitCode abandoned(Outcome returned) {
        Optional<CaRotation> rotation = returned.rotation().filter(found -> found.phase() == Phase.RETURNING);
        boolean goesOn = !write.showsOnly()
                && returned.complete()
                && rotation.isPresent()
                && run.others(rotation.get()).isEmpty();
        return goesOn ? told(run.step(rotation.get(), Phase.ABANDONING, "Give up the new CA?")) : told(returned);
    }

    /** A step is taken only when the one before it is seen complete. */
    private void requireComplete(CaRotation rotation) {
        Outcome seen = run.look(rotation);
        List<String> others = rotation.phase() == Phase.ISSUING ? run.others(rotation) : List.of();
        if (!seen.complete() || !others.isEmpty()) {
            throw new RefusedException(Finding.error(
                    FindingId.CA_REFUSED,
                    "the step before is not complete: " + RotateCaReport.waiting(seen.standing(), others),
                    RotateCaReport.again(rotation)));
        }
    }

    private ExitCode told(Outcome outcome) {
        return report.done(outcome, write.showsOnly());
    }
}
