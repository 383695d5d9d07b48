package aria.pki;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/** The lint rules for subject alternative names (RFC 5280, 4.2.1.6). */
final class AlternativeNameRules {

    private AlternativeNameRules() {}

    static Optional<String> problem(CertificateView view) {
        return problem(view, false);
    }

    /** With the underscores of compose service names. */
    static Optional<String> looseProblem(CertificateView view) {
        return problem(view, true);
    }

    private static Optional<String> problem(CertificateView view, boolean underscores) {
        Optional<List<GeneralName>> names = view.alternativeNames();
        if (names.isEmpty()) {
            return Rfc5280Rules.when(
                    view.emptySubject() && !view.isAuthority(), "has neither a subject nor alternative names");
        }
        if (names.get().isEmpty()) {
            return Optional.of("has an empty list of alternative names");
        }
        if (view.emptySubject() && !view.isCritical(Extension.subjectAlternativeName)) {
            return Optional.of("has no subject, but its alternative names are not critical");
        }
        return names.get().stream()
                .filter(name -> !isWellFormed(name, underscores))
                .findFirst()
                .map(name -> "has an alternative name that is not valid: " + NameSyntax.show(name));
    }

    private static boolean isWellFormed(GeneralName name, boolean underscores) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> NameSyntax.isDnsName(name.getName().toString(), underscores);
            case GeneralName.iPAddress -> {
                int length = ASN1OctetString.getInstance(name.getName()).getOctets().length;
                yield length == 4 || length == 16;
            }
            case GeneralName.rfc822Name -> NameSyntax.isMailbox(name.getName().toString());
            case GeneralName.uniformResourceIdentifier ->
                name.getName().toString().matches("[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x7e]+");
            default -> true;
        };
    }
}
