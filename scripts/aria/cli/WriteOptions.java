package aria.cli;

import static aria.finding.Remedy.advice;

import aria.apply.Writability;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.plan.ProjectPlan;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that change something: dry run, check, diff and consent. */
public final class WriteOptions {
    @Option(names = "--dry-run", description = "Show the plan, write nothing.")
    private boolean dryRun;

    @Option(names = "--check", description = "Like --dry-run; exit 1 when there is something to do.")
    private boolean check;

    @Option(
            names = "--diff",
            paramLabel = "FILE",
            description = "Also write the unified diff to this file ('-': standard output).")
    private Path diff;

    @Option(names = "--yes", description = "Agree to the changes without being asked.")
    private boolean yes;

    @Option(names = "--once", description = "Do not remember this run's choices in aria.yaml.")
    private boolean once;

    /** True when the choices of this run are not to be remembered. */
    public boolean once() {
        return once;
    }

    /**
     * Refuses {@code --once} for a command that does nothing but remember.
     *
     * @param command its name
     * @throws UsageException when it was given
     */
    public void requireRemembering(String command) {
        if (once) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "--once: " + command + " does nothing but remember",
                    advice("use --dry-run to see what it would"));
        }
    }

    /** True when nothing may be written. */
    public boolean showsOnly() {
        return dryRun || check;
    }

    /** True when an empty plan is what is asked for. */
    public boolean check() {
        return check;
    }

    /** Returns the plan; where it is only shown, with a warning of what this user could not write. */
    public ProjectPlan shown(ProjectPlan plan) {
        return showsOnly() ? Writability.warned(plan) : plan;
    }

    /** True when the user agrees beforehand. */
    public boolean yes() {
        return yes;
    }

    /** Where else the diff goes; empty for nowhere. */
    public Optional<Path> diff() {
        return Optional.ofNullable(diff);
    }
}
