package aria.ca.rotation;

import aria.ca.OfflineSigner;
import aria.pki.CompleteLists;
import aria.pki.Validity;
import aria.store.Layout;
import java.security.cert.X509CRL;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The revocation list of the intermediate that does not issue while one CA follows another. Servers that read lists need
 * one of every intermediate which they trust, so both are signed together.
 */
public final class OtherList {
    private OtherList() {}

    /**
     * Returns the lists of a project's intermediates with that of the other one signed again, with the entries that it
     * has. As they are where no CA follows another, and where the other one has no list among them.
     *
     * @param validity of the next list, shortened to that of its issuer
     * @throws aria.finding.RefusedException when the key of the other intermediate is missing or is not its own
     */
    public static List<X509CRL> signed(Layout layout, List<X509CRL> lists, Validity validity) {
        return RotationPlanner.otherIntermediate(layout)
                .filter(other -> CompleteLists.has(lists, other))
                .map(other -> signed(layout, CaRotation.of(layout).orElseThrow(), lists, validity))
                .orElse(lists);
    }

    private static List<X509CRL> signed(Layout layout, CaRotation rotation, List<X509CRL> lists, Validity validity) {
        OfflineSigner signer = new RotationPlanner(layout, validity.notBefore()).other(rotation);
        return lists.stream()
                .map(list -> CompleteLists.has(List.of(list), signer.issuer())
                        ? signer.revoke(Optional.of(list), Map.of(), validity)
                        : list)
                .toList();
    }
}
