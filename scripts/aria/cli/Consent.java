package aria.cli;

import static aria.finding.Remedy.advice;

import aria.finding.ConsentException;
import aria.finding.FindingId;
import aria.finding.Remedy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Asks before something of the user's is changed. Fails at once where nobody can answer. */
public final class Consent {

    private final Console console;
    private final boolean yes;
    private final boolean noInput;
    private final BufferedReader answers;
    /** What shows more before the question is asked again, by its answer. */
    private final Map<String, Runnable> more = new HashMap<>();

    /**
     * @param yes     {@code --yes}: everything is agreed to
     * @param noInput {@code --no-input}: nothing may be asked
     */
    public Consent(Console console, boolean yes, boolean noInput) {
        this(console, yes, noInput, new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
    }

    Consent(Console console, boolean yes, boolean noInput, BufferedReader answers) {
        this.console = console;
        this.yes = yes;
        this.noInput = noInput;
        this.answers = answers;
    }

    /**
     * Returns when the change is agreed to.
     *
     * @param question as in {@code Change these 3 files?}; the plan has been shown before
     * @throws ConsentException when the answer is not yes, or nobody can be asked; the message names {@code --yes}
     */
    public void require(String question) {
        if (!yes) {
            ask(
                    question,
                    "nothing was changed, because nobody could be asked (" + question + ")",
                    advice("run again with --yes to agree"),
                    advice("run again with --yes to agree without being asked"));
        }
    }

    /**
     * As {@link #require(String)}, for a plan that the person may read in full before the answer.
     *
     * @param diff    shows the difference in the files
     * @param reasons shows why each change is made
     * @throws ConsentException as {@link #require(String)}
     */
    void require(String question, Runnable diff, Runnable reasons) {
        more.put("d", diff);
        more.put("v", reasons);
        require(question);
    }

    /**
     * Returns when a person at a terminal agrees; {@code --yes} is no answer.
     *
     * @param silent what is said when nobody can be asked
     * @param others what to do then
     */
    void ask(String question, String silent, Remedy... others) {
        if (noInput || !console.canAsk()) {
            throw new ConsentException(FindingId.CONSENT_MISSING, silent, others[0]);
        }
        if (!agreed(question + (more.isEmpty() ? " [y/N] " : " [y/N, d: diff, v: reasons] "))) {
            throw new ConsentException(
                    FindingId.CONSENT_MISSING,
                    "nothing was changed, because you did not agree",
                    others[others.length - 1]);
        }
    }

    /**
     * As {@link #require}, for what nobody may agree to beforehand: {@code --yes} is no answer.
     *
     * @throws ConsentException when the answer is not yes, or nobody can be asked
     */
    public void requireAnswer(String question) {
        if (noInput || !console.canAsk()) {
            throw new ConsentException(
                    FindingId.CONSENT_MISSING,
                    "nothing was changed, because this has to be agreed to at a terminal (" + question + ")",
                    advice("run again at a terminal"));
        }
        if (!agreed(question + " [y/N] ")) {
            throw new ConsentException(FindingId.CONSENT_MISSING, "nothing was changed, because you did not agree");
        }
    }

    /** Returns whether a person at a terminal agrees to something that is not needed; false when nobody can be asked. */
    boolean agrees(String question) {
        return !noInput && console.canAsk() && agreed(question + " [y/N] ");
    }

    private boolean agreed(String prompt) {
        try {
            while (true) {
                console.prompt(prompt);
                String answer = Objects.requireNonNullElse(answers.readLine(), "")
                        .strip()
                        .toLowerCase(Locale.ROOT);
                if (!more.containsKey(answer)) {
                    return answer.matches("y|yes");
                }
                more.get(answer).run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the answer cannot be read: " + e.getMessage(), e);
        }
    }
}
