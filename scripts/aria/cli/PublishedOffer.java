package aria.cli;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.plan.StackPlan;
import aria.stack.ProxyChoices;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Servers that stay as they are because a port of theirs is published beyond this machine. */
final class PublishedOffer {
    private PublishedOffer() {}

    /**
     * Asks whether these servers are to be published on this machine alone; nobody is asked where there are none.
     *
     * @return those that are; empty when nobody agreed, or nobody could be asked
     */
    static List<String> agreed(CommonOptions common, Collection<StackPlan> plans) {
        List<String> servers =
                plans.stream().flatMap(plan -> waiting(plan).stream()).toList();
        if (servers.isEmpty()) {
            return servers;
        }
        String names = String.join(", ", servers);
        boolean agrees = common.consent(false)
                .agrees(
                        "Other machines can reach ports of " + names + " without a certificate, so no proxy can secure "
                                + (servers.size() == 1 ? "it" : "them")
                                + ". Publish these ports on 127.0.0.1 alone? Nothing is written before you have seen the plan.");
        return agrees ? servers : List.of();
    }

    /** Returns which option secures the servers that a plan leaves as they are; empty when there are none. */
    static Optional<Finding> option(StackPlan plan) {
        List<String> servers = waiting(plan);
        return servers.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.note(
                        FindingId.PUBLISHED,
                        (servers.size() == 1 ? "a published port keeps " : "published ports keep ")
                                + String.join(", ", servers) + " from being secured",
                        Remedy.setting(
                                ProxyChoices.PUBLISHED,
                                servers.stream()
                                        .map(server -> server + "=" + ProxyChoices.LOOPBACK)
                                        .collect(Collectors.joining(",")))));
    }

    /** Servers of a known kind: what others publish may be a page for everybody, and its line in the plan says how. */
    private static List<String> waiting(StackPlan plan) {
        return plan.findings().stream()
                .filter(finding -> finding.is(FindingId.HELD_BACK)
                        && finding.remedies().stream()
                                .anyMatch(remedy -> remedy instanceof Remedy.Setting setting
                                        && setting.name().equals(ProxyChoices.PUBLISHED)))
                .flatMap(finding -> finding.service().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
