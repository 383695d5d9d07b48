package aria.pki;

import aria.finding.RefusedException;
import aria.pki.CertificateView.Place;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks the form of one certificate: with the rules of path validation, and with some that path validation does not
 * enforce.
 */
public final class CertificateLint {

    private CertificateLint() {}

    /**
     * A violated lint rule.
     *
     * @param rule    its stable id
     * @param section where it is written
     * @param error   a strict validator refuses the certificate for it; otherwise it is advice
     * @param message for a person, one line
     */
    public record LintFinding(String rule, String section, boolean error, String message) {}

    /**
     * Everything that is wrong with its form. A CA that names itself as its issuer is judged as a root.
     *
     * @return empty when nothing is; errors first
     */
    public static List<LintFinding> findings(X509Certificate certificate, Profile profile) {
        CertificateView view;
        Place place;
        try {
            view = new CertificateView(certificate);
            place = view.likelyPlace();
        } catch (RefusedException malformed) {
            return List.of(new LintFinding("malformed", "RFC 5280, 4.1", true, malformed.getMessage()));
        }
        List<LintFinding> errors = new ArrayList<>();
        List<LintFinding> advice = new ArrayList<>();
        rules().filter(rule -> rule.applies(place, profile))
                .forEach(rule -> rule.problem(view)
                        .ifPresent(message -> (rule.advice() ? advice : errors)
                                .add(new LintFinding(rule.id(), rule.section(), !rule.advice(), message))));
        errors.addAll(advice);
        return List.copyOf(errors);
    }

    /** What refuses a path with this certificate in that place. */
    public static List<String> refusals(CertificateView view, Place place, Profile profile) {
        return rules().filter(rule -> rule.refuses(place, profile))
                .flatMap(rule -> rule.problem(view).stream())
                .toList();
    }

    private static Stream<LintRule> rules() {
        return Stream.concat(Rfc5280Rules.RULES.stream(), WebPkiRules.RULES.stream());
    }
}
