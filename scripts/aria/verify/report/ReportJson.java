package aria.verify.report;

import aria.ca.config.IssuingRight;
import aria.finding.FindingText;
import aria.verify.ApplicationClaim;
import aria.verify.CheckResult;
import aria.verify.ListenerClaim;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.probe.Via;
import aria.verify.traffic.PlaintextUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report as plain maps, lists and strings, for JSON. */
public final class ReportJson {
    private ReportJson() {}

    /**
     * {@code counts} by status, {@code checks}: every result, {@code listeners} with their states, and {@code issuing}:
     * who can obtain what from step-ca. Members that do not apply are left out.
     */
    public static Map<String, Object> of(Report report) {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Status status : Status.values()) {
            counts.put(status.label(), report.count(status));
        }
        List<Object> checks = new ArrayList<>();
        report.results().forEach(result -> checks.add(of(result)));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("counts", counts);
        object.put("checks", checks);
        object.putAll(states(report));
        object.put("issuing", report.issuing().stream().map(ReportJson::of).toList());
        return object;
    }

    /** Returns {@code listeners} and {@code applications}, each a list with the state of every one. */
    static Map<String, Object> states(Report report) {
        Map<String, Object> states = new LinkedHashMap<>();
        states.put("listeners", report.listeners().stream().map(ReportJson::of).toList());
        states.put(
                "applications",
                report.applications().stream().map(ReportJson::of).toList());
        return states;
    }

    private static Map<String, Object> of(ApplicationClaim claim) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("service", claim.service());
        object.put("state", claim.state().label());
        object.put("why", claim.why());
        return object;
    }

    private static Map<String, Object> of(IssuingRight right) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("provisioner", right.name());
        object.put("type", right.type());
        object.put("ours", right.ours());
        right.names().ifPresent(names -> object.put("names", names));
        right.usages()
                .ifPresent(
                        usages -> object.put("usages", usages.stream().sorted().toList()));
        object.put("longest", right.longest().toHours() + "h");
        object.put("proof", right.proof().label());
        object.put("positionIsEnough", right.isByPosition());
        return object;
    }

    private static Map<String, Object> of(ListenerClaim claim) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("service", claim.service());
        object.put("listener", claim.listener());
        object.put("state", claim.state().label());
        put(object, "why", Optional.of(claim.why()).filter(why -> !why.isEmpty()));
        claim.plaintext().ifPresent(use -> object.put("plaintext", of(use)));
        return object;
    }

    private static Map<String, Object> of(PlaintextUse use) {
        Map<String, Object> object = new LinkedHashMap<>();
        put(object, "until", use.until().map(Instant::toString));
        object.put("since", use.since().toString());
        object.put(
                "sources",
                use.sources().stream()
                        .map(source -> Map.of(
                                "name", source.name(),
                                "connections", source.count(),
                                "open", source.open(),
                                "last", source.last().toString()))
                        .toList());
        return object;
    }

    private static Map<String, Object> of(CheckResult result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", result.id());
        object.put("category", result.category());
        put(object, "service", result.service());
        put(object, "listener", result.listener());
        object.put("status", result.status().label());
        put(object, "via", result.via().map(Via::label));
        result.place().ifPresent(place -> {
            object.put("file", place.file());
            if (place.line() > 0) {
                object.put("line", place.line());
            }
            if (place.column() > 0) {
                object.put("column", place.column());
            }
        });
        object.put("message", result.message());
        object.put("hint", result.hint());
        if (!result.remedies().isEmpty()) {
            object.put(
                    "remedies",
                    result.remedies().stream()
                            .map(FindingText.IN_CHECKOUT::fields)
                            .toList());
        }
        return object;
    }

    private static void put(Map<String, Object> object, String name, Optional<String> value) {
        value.ifPresent(text -> object.put(name, text));
    }
}
