package aria.verify;

import aria.ca.config.IssuingRight;
import aria.finding.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The results of all checks, in the order of the catalogue.
 *
 * @param results   one for each thing that was or should have been looked at
 * @param listeners what is claimed of each listener; empty when none was looked at
 * @param issuing   who can obtain what from step-ca; empty when that was not looked at
 * @param applications what is claimed of each running service; empty when none was looked at
 */
public record Report(
        List<CheckResult> results,
        List<ListenerClaim> listeners,
        List<IssuingRight> issuing,
        List<ApplicationClaim> applications) {
    public Report {
        results = List.copyOf(results);
        listeners = List.copyOf(listeners);
        issuing = List.copyOf(issuing);
        applications = List.copyOf(applications);
    }

    /** Returns the same with other results. */
    Report with(List<CheckResult> others) {
        return new Report(others, listeners, issuing, applications);
    }

    /** How many results have this status. */
    public long count(Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    /** Returns how many listeners are in each state, for the states in which any is. */
    public Map<ListenerState, Long> listenerStates() {
        return listeners.stream()
                .collect(Collectors.groupingBy(
                        ListenerClaim::state, () -> new EnumMap<>(ListenerState.class), Collectors.counting()));
    }

    /** Returns how many applications are in each state, for the states in which any is. */
    public Map<ApplicationState, Long> applicationStates() {
        return applications.stream()
                .collect(Collectors.groupingBy(
                        ApplicationClaim::state, () -> new EnumMap<>(ApplicationState.class), Collectors.counting()));
    }

    /** Whether nothing failed, and nothing is left to find out or to secure. */
    public boolean allWell() {
        return count(Status.FAIL) == 0
                && count(Status.SKIP) == 0
                && listeners.stream().map(ListenerClaim::state).allMatch(Report::isWell)
                && applications.stream().noneMatch(application -> application.state() == ApplicationState.NOT_CHECKED);
    }

    /** What the accounts of a server say is not seen. */
    private static boolean isWell(ListenerState state) {
        return state.settled() && state != ListenerState.CERTIFICATE_BY_ACCOUNT;
    }

    /**
     * Whether the report means failure.
     *
     * @param failOn {@link Severity#WARNING} to take warnings for failures as well
     */
    public boolean failed(Severity failOn) {
        return results.stream().anyMatch(result -> result.finding().severity().compareTo(failOn) >= 0);
    }

    /** Returns the services about which a result is trouble. */
    public Set<String> troubled() {
        return results.stream()
                .filter(CheckResult::isTrouble)
                .flatMap(result -> result.service().stream())
                .collect(Collectors.toSet());
    }

    /** The results, those together that say the same of different services; each group not empty. */
    public List<List<CheckResult>> grouped() {
        List<List<CheckResult>> groups = new ArrayList<>();
        for (CheckResult result : results) {
            Optional<List<CheckResult>> fitting = groups.stream()
                    .filter(group -> group.get(0).saysTheSame(result))
                    .findFirst();
            fitting.ifPresentOrElse(group -> group.add(result), () -> groups.add(new ArrayList<>(List.of(result))));
        }
        return groups;
    }
}
