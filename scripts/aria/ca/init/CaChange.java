package aria.ca.init;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The planned change of init-ca.
 *
 * @param state    what is there, and so what has to be done
 * @param reasons  one line each, for the plan; for {@link State#PRESENT} a line that says so
 * @param warnings one line each: names left out of the policy, a root key that stays on the machine
 * @param build    makes what is missing: keys are generated here, so it is called when applying, once; never for a
 *                 dry run. For {@link State#PRESENT} it gives the CA that is there, with no files
 * @param found    the CA that is taken over because it lies in the folder; empty when somebody named it, or made it here
 */
public record CaChange(
        State state, List<String> reasons, List<String> warnings, Supplier<NewCa> build, Optional<FoundCa> found) {

    /** The state of the configuration folder. */
    public enum State {
        /** No CA: a new one is made. */
        ABSENT_CREATE,
        /** Everything is there and fits: nothing is written. */
        PRESENT,
        /** The CA is there, and ca.json or a file beside it is brought back in line with it; the CA stays the same. */
        REPAIR,
        /** A CA that was made elsewhere, or lies here in another layout, is taken over. */
        ADOPT,
        /** {@code --force}: the CA there is backed up and replaced. */
        REPLACE
    }

    public CaChange {
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }

    /** A change that takes over no CA which nobody named. */
    public CaChange(State state, List<String> reasons, List<String> warnings, Supplier<NewCa> build) {
        this(state, reasons, warnings, build, Optional.empty());
    }

    /** Returns the same, of a CA that lies in the folder and nobody named. */
    CaChange of(FoundCa found) {
        return new CaChange(state, reasons, warnings, build, Optional.of(found));
    }

    /** Returns the same with one more warning. */
    CaChange warning(String more) {
        return new CaChange(
                state,
                reasons,
                Stream.concat(warnings.stream(), Stream.of(more)).toList(),
                build,
                found);
    }

    /** Whether anything would be written. */
    public boolean changes() {
        return state != State.PRESENT;
    }
}
