package aria.verify;

import java.util.Optional;
import java.util.function.Function;

/** A requirement of a check. */
public enum Need {
    OWN_CHECKOUT("own-checkout", subject -> present(subject.ownCheckout())),
    COMPOSE("compose", subject -> present(subject.compose().readable())),
    GIT("git", subject -> present(subject.inGit())),
    PROXIES(
            "proxies",
            subject -> present(subject.compose().stacks().stream()
                    .anyMatch(planned -> !planned.plan().proxies().sidecars().isEmpty()))),
    LISTS(
            "lists",
            subject -> present(subject.compose().stacks().stream()
                    .anyMatch(planned -> !planned.plan().proxies().sidecars().isEmpty()
                            || !planned.plan().listReaders().isEmpty()))),
    LIVE("live", subject -> present(subject.live().asked())),
    ENGINE("engine", subject -> subject.live().problem().map(Lack::notChecked)),
    CA("ca", subject -> subject.ca().problem().map(Lack::notChecked));

    /**
     * The effect of an unmet requirement on a check.
     *
     * @param reason why it was not checked; empty when the check does not apply here and is left out
     */
    public record Lack(Optional<String> reason) {
        static Lack notChecked(String reason) {
            return new Lack(Optional.of(reason));
        }

        static Lack leftOut() {
            return new Lack(Optional.empty());
        }
    }

    private final String label;
    private final Function<Subject, Optional<Lack>> lack;

    Need(String label, Function<Subject, Optional<Lack>> lack) {
        this.label = label;
        this.lack = lack;
    }

    /** As it stands in the data file. */
    public String label() {
        return label;
    }

    /** What is missing; empty when the need is met. */
    public Optional<Lack> lackIn(Subject subject) {
        return lack.apply(subject);
    }

    private static Optional<Lack> present(boolean there) {
        return there ? Optional.empty() : Optional.of(Lack.leftOut());
    }
}
