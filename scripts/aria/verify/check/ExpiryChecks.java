package aria.verify.check;

import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.store.Layout;
import aria.verify.Lifetime;
import aria.verify.Lifetime.Holder;
import aria.verify.Observation;
import aria.verify.Status;
import aria.verify.Subject;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The checks that warn before something expires. Files that cannot be read are left to other checks. */
final class ExpiryChecks {
    private static final Duration DAYS_ARE_SHOWN_FROM = Duration.ofDays(2);

    private static final Remedy NEW_ROOT = Remedy.page("docs/TROUBLESHOOTING.md#pki-expiry");

    private ExpiryChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(
                "pki.expiry",
                ExpiryChecks::authority,
                "certs.expiry",
                ExpiryChecks::certificates,
                "crl.expiry",
                ExpiryChecks::list);
    }

    private static Function<Subject, List<Observation>> of(Holder... kinds) {
        return subject -> Lifetime.of(subject).stream()
                .filter(lifetime -> Set.of(kinds).contains(lifetime.kind()))
                .map(lifetime -> judge(lifetime, subject))
                .toList();
    }

    /** One line when all is well, as the dates stand in the checks of the certificates, too. */
    private static List<Observation> authority(Subject subject) {
        List<Observation> seen = of(Holder.ROOT, Holder.INTERMEDIATE).apply(subject);
        List<Observation> trouble =
                seen.stream().filter(one -> one.status() != Status.PASS).toList();
        boolean well = trouble.isEmpty() && !seen.isEmpty();
        return well ? List.of(Observation.pass("neither is due for renewal")) : trouble;
    }

    private static List<Observation> list(Subject subject) {
        try {
            return Lifetime.ofList(subject).stream()
                    .map(lifetime -> judge(lifetime, subject))
                    .toList();
        } catch (RefusedException unreadable) {
            return List.of(Observation.fail(unreadable
                    .finding()
                    .at(Place.of(subject.show(subject.layout().revocationList())))));
        } catch (UncheckedIOException unreadable) {
            return List.of(Observation.fail(
                    subject.show(subject.layout().revocationList()) + " cannot be read: " + unreadable.getMessage()));
        }
    }

    /** What is well of those that belong to no service is said once, and not beside the services. */
    private static List<Observation> certificates(Subject subject) {
        List<Observation> seen = of(Holder.SERVICE, Holder.OTHER, Holder.PERSON).apply(subject);
        List<Observation> others = seen.stream()
                .filter(one -> one.status() == Status.PASS && one.service().isEmpty())
                .toList();
        List<Observation> rest = new ArrayList<>(
                seen.stream().filter(one -> !others.contains(one)).toList());
        boolean said = rest.stream().anyMatch(one -> one.status() == Status.PASS);
        if (!said && !others.isEmpty()) {
            rest.add(others.size() == 1 ? others.get(0) : Observation.pass(others.size() + " certificates"));
        }
        return rest;
    }

    private static Observation judge(Lifetime lifetime, Subject subject) {
        Observation seen =
                judge(lifetime, subject, renewal(lifetime, subject.layout())).at(Place.of(lifetime.file()));
        return lifetime.kind() == Holder.SERVICE ? seen.about(lifetime.name()) : seen;
    }

    private static Observation judge(Lifetime lifetime, Subject subject, Remedy renewal) {
        Instant now = subject.now();
        String day = PkiChecks.day(lifetime.until()).toString();
        if (!now.isBefore(lifetime.until())) {
            return Observation.fail(lifetime.file() + " expired on " + day, renewal);
        }
        String expires =
                lifetime.file() + " expires on " + day + ", in " + words(Duration.between(now, lifetime.until()));
        if (!now.isBefore(lifetime.alarm())) {
            return Observation.fail(expires, renewal);
        }
        return now.isBefore(lifetime.due())
                ? Observation.pass("until " + day)
                : Observation.warn(expires + ": it is due for renewal", renewal);
    }

    private static Remedy renewal(Lifetime lifetime, Layout layout) {
        return switch (lifetime.kind()) {
            case ROOT -> NEW_ROOT;
            case INTERMEDIATE ->
                lifetime.endsWithRoot(layout)
                        ? NEW_ROOT
                        : Files.exists(layout.rootKey())
                                ? Remedy.aria("rotate-certs")
                                : Remedy.aria("rotate-certs", "--root-key", "FILE");
            case SERVICE -> Remedy.aria("generate-service-certs");
            case OTHER, PERSON -> Remedy.aria("pki-cert", "renew", lifetime.name());
            case REVOCATION_LIST -> Remedy.aria("pki-cert", "crl", "--renew");
        };
    }

    private static String words(Duration left) {
        return left.compareTo(DAYS_ARE_SHOWN_FROM) >= 0
                ? left.toDays() + " days"
                : left.toHours() >= 2 ? left.toHours() + " hours" : Math.max(1, left.toMinutes()) + " minutes";
    }
}
