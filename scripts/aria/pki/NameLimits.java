package aria.pki;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * The name constraints of a CA certificate (RFC 5280, 4.2.1.10). A type of name without a permitted entry is allowed,
 * except for excluded names.
 *
 * @param permitted bases of the permitted subtrees
 * @param excluded  bases of the excluded ones
 * @param malformed what is wrong with the extension's form, for a person; empty when nothing is
 */
public record NameLimits(List<GeneralName> permitted, List<GeneralName> excluded, Optional<String> malformed) {

    public NameLimits {
        permitted = List.copyOf(permitted);
        excluded = List.copyOf(excluded);
    }

    /**
     * Reads the extension; without one everything is allowed.
     *
     * @throws aria.finding.RefusedException when it cannot be parsed
     */
    public static NameLimits of(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(Extension.nameConstraints.getId());
        if (value == null) {
            return new NameLimits(List.of(), List.of(), Optional.empty());
        }
        try {
            NameConstraints constraints = NameConstraints.getInstance(
                    ASN1OctetString.getInstance(value).getOctets());
            GeneralSubtree[] permitted = orNone(constraints.getPermittedSubtrees());
            GeneralSubtree[] excluded = orNone(constraints.getExcludedSubtrees());
            boolean empty = isEmpty(constraints.getPermittedSubtrees())
                    || isEmpty(constraints.getExcludedSubtrees())
                    || permitted.length + excluded.length == 0;
            return new NameLimits(
                    bases(permitted),
                    bases(excluded),
                    empty
                            ? Optional.of("has name constraints that are empty or malformed")
                            : malformed(permitted, excluded));
        } catch (IllegalArgumentException | ClassCastException malformed) {
            throw PkiErrors.refused(
                    "the name constraints of '" + Certificates.commonName(certificate) + "' cannot be read", malformed);
        }
    }

    /** How many subtrees there are. */
    public int size() {
        return permitted.size() + excluded.size();
    }

    /** Whether a certificate below may have this name. */
    public boolean allows(GeneralName name) {
        boolean limited = false;
        boolean within = false;
        for (GeneralName base : permitted) {
            if (base.getTagNo() == name.getTagNo()) {
                limited = true;
                within = within || Subtree.holds(base, name);
            }
        }
        return (within || !limited)
                && excluded.stream()
                        .noneMatch(base -> base.getTagNo() == name.getTagNo() && Subtree.mayMeet(base, name));
    }

    /**
     * Whether both DNS names and addresses are limited to some. A limit that permits all of one kind is none, and
     * neither is one that only excludes.
     */
    public boolean limitsHosts() {
        return malformed.isEmpty() && limits(GeneralName.dNSName) && limits(GeneralName.iPAddress);
    }

    private boolean limits(int kind) {
        List<GeneralName> bases =
                permitted.stream().filter(base -> base.getTagNo() == kind).toList();
        return !bases.isEmpty() && bases.stream().noneMatch(NameLimits::isEverything);
    }

    /** The empty DNS name; an address whose mask has no bit set (RFC 5280, 4.2.1.10). */
    private static boolean isEverything(GeneralName base) {
        if (base.getTagNo() == GeneralName.dNSName) {
            return base.getName().toString().replace(".", "").isEmpty();
        }
        byte[] range = ASN1OctetString.getInstance(base.getName()).getOctets();
        for (int i = range.length / 2; i < range.length; i++) {
            if (range[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The permitted subtrees for people, as {@code DNS:example.org}. */
    public List<String> shown() {
        return permitted.stream().map(NameSyntax::show).toList();
    }

    /** The names of both kinds that a certificate below must not have. */
    List<String> forbidden(Names names) {
        List<String> forbidden = new ArrayList<>();
        for (String name : names.dns()) {
            if (!allows(new GeneralName(GeneralName.dNSName, name))) {
                forbidden.add(name);
            }
        }
        for (String ip : names.ips()) {
            if (!allows(new GeneralName(
                    GeneralName.iPAddress,
                    new DEROctetString(IpAddresses.bytes(ip).orElseThrow())))) {
                forbidden.add(ip);
            }
        }
        return forbidden;
    }

    private static GeneralSubtree[] orNone(GeneralSubtree[] subtreesOrNull) {
        return subtreesOrNull == null ? new GeneralSubtree[0] : subtreesOrNull;
    }

    /** Subtrees that are there have to be at least one: {@code SIZE (1..MAX)}. */
    private static boolean isEmpty(GeneralSubtree[] subtreesOrNull) {
        return subtreesOrNull != null && subtreesOrNull.length == 0;
    }

    private static List<GeneralName> bases(GeneralSubtree[] subtrees) {
        List<GeneralName> bases = new ArrayList<>();
        for (GeneralSubtree subtree : subtrees) {
            bases.add(subtree.getBase());
        }
        return bases;
    }

    private static Optional<String> malformed(GeneralSubtree[] permitted, GeneralSubtree[] excluded) {
        for (GeneralSubtree[] subtrees : new GeneralSubtree[][] {permitted, excluded}) {
            for (GeneralSubtree subtree : subtrees) {
                if (subtree.getMinimum().signum() != 0 || subtree.getMaximum() != null) {
                    return Optional.of("has a name constraint with a minimum or maximum");
                }
                if (!Subtree.isWellFormed(subtree.getBase())) {
                    return Optional.of(
                            "has a name constraint that is not valid: " + NameSyntax.show(subtree.getBase()));
                }
            }
        }
        return Optional.empty();
    }
}
