package aria.pki.path;

import aria.pki.CertificateView;
import aria.pki.Certificates;
import aria.pki.IpAddresses;
import aria.pki.NameLimits;
import aria.pki.NameSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;

/** Checks the names in a path against the name constraints above them (RFC 5280, 4.2.1.10 and 6.1.3, b and c). */
record PathNames(List<CertificateView> path) {
    /** Comparisons of names with constraints; more are an attack, not a CA. As in Go. */
    private static final long MOST = 250_000;

    void addForbidden(Set<String> problems) {
        long comparisons = 0;
        for (int above = path.size() - 1; above > 0; above--) {
            CertificateView authority = path.get(above);
            NameLimits limits = NameLimits.of(authority.certificate());
            limits.malformed().ifPresent(problem -> problems.add(authority.who() + " " + problem));
            for (int below = above - 1; below >= 0 && limits.size() > 0; below--) {
                if (below > 0 && path.get(below).selfIssued()) {
                    continue; // a CA that changes its key keeps its name
                }
                List<GeneralName> names = names(path.get(below), below == 0);
                comparisons += (long) names.size() * limits.size();
                if (comparisons > MOST) {
                    problems.add("there are too many names and name constraints to compare");
                    return;
                }
                add(problems, path.get(below), names, limits, authority);
            }
        }
    }

    private static void add(
            Set<String> problems,
            CertificateView view,
            List<GeneralName> names,
            NameLimits limits,
            CertificateView authority) {
        for (GeneralName name : names) {
            if (!limits.allows(name)) {
                String shown = NameSyntax.show(name).replaceFirst("^(DNS|IP):", "");
                problems.add(
                        view.who() + " has the name " + shown + ", which " + authority.who() + " may not sign for");
            }
        }
    }

    /** The alternative names, the subject, and what of the subject may be taken for a mailbox or a host. */
    private static List<GeneralName> names(CertificateView view, boolean leaf) {
        List<GeneralName> names = new ArrayList<>(view.alternativeNames().orElse(List.of()));
        if (!view.emptySubject()) {
            names.add(new GeneralName(view.subject()));
        }
        if (names.stream().noneMatch(name -> name.getTagNo() == GeneralName.rfc822Name)) {
            for (RDN rdn : view.subject().getRDNs(BCStyle.EmailAddress)) {
                names.add(new GeneralName(
                        GeneralName.rfc822Name, rdn.getFirst().getValue().toString()));
            }
        }
        if (leaf && names.stream().noneMatch(name -> name.getTagNo() == GeneralName.dNSName)) {
            hostInSubject(view).forEach(names::add);
        }
        return names;
    }

    /** Some clients fall back to a common name that looks like a host's where no DNS name stands beside it. */
    private static List<GeneralName> hostInSubject(CertificateView leaf) {
        String commonName = Certificates.commonName(leaf.certificate());
        boolean looksLikeHost = commonName.indexOf('.') > 0
                && NameSyntax.isDnsName(commonName, true)
                && IpAddresses.bytes(commonName).isEmpty();
        return looksLikeHost ? List.of(new GeneralName(GeneralName.dNSName, commonName)) : List.of();
    }
}
