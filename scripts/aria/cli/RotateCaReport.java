package aria.cli;

import aria.ca.rotation.CaRotation;
import aria.cli.CaRotationRun.Outcome;
import aria.cli.CaTakeUp.Standing;
import aria.finding.Remedy;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The report of rotate-ca.
 *
 * @param step as it was typed
 */
record RotateCaReport(CommonOptions common, String step) {
    private static final String ALIAS = "pki-cert";
    private static final String COMMAND = "rotate-ca";

    /** One service in the JSON answer that does not go by the step yet. */
    private record Waiting(String service, String why) {}

    /** Tells that no change is under way. */
    ExitCode none() {
        if (common.json()) {
            return answer(ExitCode.OK, Optional.empty(), Standing.NOTHING_RUNS, List.of(), List.of(), List.of());
        }
        common.console().result("no new CA is on its way");
        common.console().next(Remedy.aria(ALIAS, COMMAND, "start"));
        return ExitCode.OK;
    }

    /**
     * Tells how far it is.
     *
     * @param others the certificates of the CA that does not issue
     */
    ExitCode tell(CaRotation rotation, Outcome seen, List<String> others) {
        if (common.json()) {
            return answer(ExitCode.OK, Optional.of(rotation), seen.standing(), others, List.of(), List.of());
        }
        common.console()
                .result(rotation.phase().words() + ", since " + rotation.since().truncatedTo(ChronoUnit.SECONDS));
        boolean leaves = rotation.phase() == CaRotation.Phase.ISSUING || rotation.phase() == CaRotation.Phase.RETURNING;
        standing(rotation, seen, leaves ? others : List.of());
        return ExitCode.OK;
    }

    /** Tells what was done, and returns how the command ends. */
    ExitCode done(Outcome outcome, boolean shown) {
        ExitCode exit = outcome.exit();
        if (common.json()) {
            List<Problem> problems = outcome.left().stream().map(Problem::of).toList();
            return answer(exit, outcome.rotation(), outcome.standing(), List.of(), outcome.files(), problems);
        }
        if (shown) {
            return exit;
        }
        outcome.left().forEach(common.console()::tell);
        if (outcome.rotation().isEmpty()) {
            common.console()
                    .result(
                            Mark.PASS,
                            step.equals("abort") ? "the old CA is the only one again" : "the new CA is the only one");
            return exit;
        }
        common.console().result(outcome.rotation().get().phase().words());
        standing(outcome.rotation().get(), outcome, List.of());
        if (outcome.rotation().filter(RotateCaReport::reachesOut).isPresent()) {
            common.console()
                    .message(
                            "Before you go on, give "
                                    + common.layout().display(common.layout().trustBundle())
                                    + " to whoever trusts the old root outside this project: browsers, machines, exported trust stores");
        }
        return exit;
    }

    /** Whether people have to do something that is not seen here. */
    private static boolean reachesOut(CaRotation rotation) {
        return rotation.subject() == CaRotation.Subject.ROOT && rotation.phase() == CaRotation.Phase.TRUSTING;
    }

    private void standing(CaRotation rotation, Outcome seen, List<String> others) {
        if (seen.complete() && others.isEmpty()) {
            common.console()
                    .result(
                            Mark.PASS,
                            seen.standing().running()
                                    ? "every running server goes by it"
                                    : "no server of this project runs; each goes by it when it starts");
            common.console().next(next(rotation));
            return;
        }
        seen.standing().behind().forEach((service, why) -> common.console().warning(service + ": " + why));
        others.forEach(file -> common.console().warning(file + " is a certificate of the other CA"));
        common.console().next(again(rotation));
    }

    /** What is waited for, in one line. */
    static String waiting(Standing standing, List<String> others) {
        List<String> all = new ArrayList<>();
        standing.behind().forEach((service, why) -> all.add(service + ": " + why));
        others.forEach(file -> all.add(file + " is a certificate of the old CA"));
        return String.join("; ", all);
    }

    /** The command that takes the next step. */
    static Remedy next(CaRotation rotation) {
        return Remedy.aria(
                ALIAS,
                COMMAND,
                switch (rotation.phase()) {
                    case TRUSTING -> "continue";
                    case ISSUING, DROPPING -> "finish";
                    case RETURNING, ABANDONING -> "abort";
                });
    }

    /** The command that sees to the present step once more. */
    static Remedy again(CaRotation rotation) {
        return Remedy.aria(
                ALIAS,
                COMMAND,
                switch (rotation.phase()) {
                    case TRUSTING -> "start";
                    case ISSUING -> "continue";
                    case DROPPING -> "finish";
                    case RETURNING, ABANDONING -> "abort";
                },
                "--restart");
    }

    private ExitCode answer(
            ExitCode exit,
            Optional<CaRotation> rotation,
            Standing standing,
            List<String> others,
            List<String> files,
            List<Problem> problems) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("subject", rotation.map(found -> word(found.subject())).orElse(null));
        members.put("phase", rotation.map(found -> word(found.phase())).orElse(null));
        members.put("since", rotation.map(found -> found.since().toString()).orElse(null));
        members.put("roots", rotation.map(CaRotation::roots).orElse(List.of()));
        members.put(
                "waiting",
                standing.behind().entrySet().stream()
                        .map(entry -> new Waiting(entry.getKey(), entry.getValue()))
                        .toList());
        members.put("others", others);
        members.put("files", files);
        members.put(
                "next",
                common.console()
                        .text()
                        .command(rotation.map(found -> standing.complete() ? next(found) : again(found))
                                .orElse(Remedy.aria(ALIAS, COMMAND, "start")))
                        .orElse(null));
        common.console().answer("pki-cert-rotate-ca", exit, members, problems);
        return exit;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
