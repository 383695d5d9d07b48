package aria.cli;

import static aria.finding.Remedy.advice;

import aria.ca.OwnRoots;
import aria.ca.online.RootByFingerprint;
import aria.choices.Choices;
import aria.choices.ChoicesFile;
import aria.store.Agreements;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A CA elsewhere that the project's choices name. They came with the project, so a person has to agree before it is
 * contacted; that is kept outside the project, where nobody who gave the project could have written it.
 *
 * @param url          where it runs
 * @param fingerprints SHA-256 of its root, in hexadecimal digits; of several while one follows another
 */
record ChosenCa(URI url, List<String> fingerprints) {
    /** Keeps an unmodifiable copy. */
    ChosenCa {
        fingerprints = List.copyOf(fingerprints);
    }

    /**
     * The CA that is chosen; empty when none is. Asks the person at the terminal the first time.
     *
     * @throws aria.finding.ConsentException when the answer is not yes, or nobody can be asked
     */
    static Optional<ChosenCa> of(CommonOptions common) {
        ChoicesFile file = common.choices();
        Choices.Ca ca = file.choices().ca();
        return ca.url().map(url -> {
            String what = file.path() + "\n" + url + "\n" + String.join(" ", ca.fingerprints());
            if (!Agreements.here().has(what)) {
                common.consent(false)
                        .ask(
                                file.name() + " names the CA at " + url + ". Contact it?",
                                "the CA at " + url + " in " + file.name() + " is contacted only after you agreed",
                                advice("run this once at a terminal"),
                                advice("name it with --ca-url"));
                Agreements.here().keep(what);
            }
            ca.fingerprints().stream()
                    .flatMap(digits -> RootByFingerprint.normal(digits).stream())
                    .forEach(OwnRoots::keep);
            return new ChosenCa(URI.create(url), ca.fingerprints());
        });
    }
}
