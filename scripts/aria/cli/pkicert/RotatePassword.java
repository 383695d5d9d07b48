package aria.cli.pkicert;

import aria.ca.init.PasswordRotation;
import aria.ca.init.PasswordRotation.Subject;
import aria.cli.CommonOptions;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.cli.PlanRun;
import aria.cli.Recover;
import aria.cli.RunOutcome;
import aria.cli.WriteOptions;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.operate.CaReload.ReloadResult;
import aria.plan.ProjectPlanner;
import aria.store.Layout;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code pki-cert rotate-password}: new secrets for the CA that is there. */
@Command(
        name = "rotate-password",
        sortOptions = false,
        description =
                "Replaces the CA's password, the provisioner's, or the provisioner's key. A step-ca that runs here takes them over.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert rotate-password --ca                 the password of the intermediate's key",
            "  pki-cert rotate-password --provisioner        the password of the provisioner's key",
            "  pki-cert rotate-password --provisioner-key    a new key: tokens of the old one are refused",
            "  pki-cert rotate-password --ca --dry-run       say what would be replaced"
        })
public final class RotatePassword implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private WriteOptions write;

    @Option(names = "--ca", description = "The password that opens the intermediate's key; step-ca is restarted.")
    private boolean ca;

    @Option(names = "--provisioner", description = "The password that opens the provisioner's key.")
    private boolean provisioner;

    @Option(
            names = "--provisioner-key",
            description = "The provisioner's key and its password. What it has issued is renewed as before.")
    private boolean provisionerKey;

    @Override
    public Integer call() {
        Set<Subject> subjects = subjects();
        Layout layout = common.layout();
        Recover.first(layout, common.console(), write.showsOnly());
        Instant now = Instant.now();
        PlanRun run = new PlanRun(common, write);
        RunOutcome outcome = run.run(
                new ProjectPlanner(layout, now, Optional.empty()).ca(new PasswordRotation(layout, subjects).plan(now)),
                now);
        boolean told = run.reloads().stream().allMatch(ReloadResult::taken);
        ExitCode exit = told ? outcome.exit() : outcome.exit().worse(ExitCode.PARTLY);
        report(
                exit,
                run,
                outcome.applied().files().stream().map(layout::display).toList());
        return exit.number();
    }

    private Set<Subject> subjects() {
        Set<Subject> subjects = EnumSet.noneOf(Subject.class);
        if (ca) {
            subjects.add(Subject.CA);
        }
        if (provisioner) {
            subjects.add(Subject.PROVISIONER);
        }
        if (provisionerKey) {
            subjects.add(Subject.PROVISIONER_KEY);
        }
        if (subjects.isEmpty()) {
            throw new UsageException(
                    FindingId.WRONG_USAGE, "name what is replaced: --ca, --provisioner or --provisioner-key");
        }
        return subjects;
    }

    private void report(ExitCode exit, PlanRun run, List<String> files) {
        if (common.json()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("files", files);
            members.put("stepCa", run.reloads());
            common.console().answer("pki-cert-rotate-password", exit, members, List.of());
            return;
        }
        if (!files.isEmpty()) {
            common.console().result(Mark.PASS, "replaced:");
            files.forEach(file -> common.console().result("  " + file));
        }
    }
}
