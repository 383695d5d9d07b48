package aria.ca;

import aria.pki.Names;
import aria.store.Layout;
import java.util.List;
import java.util.Optional;

/**
 * Names that {@code authority.policy} of ca.json lacks.
 *
 * @param missing     what would be added
 * @param unsupported names the policy's grammar can't hold; their certificates are issued offline
 * @param caJson      the new content of ca.json; empty when nothing is missing, or the policy isn't ours to edit
 * @param note        one line for the plan
 */
public record PolicyAdditions(Names missing, List<String> unsupported, Optional<byte[]> caJson, String note) {

    public static PolicyAdditions of(Layout layout, Names wanted) { throw new UnsupportedOperationException(); }
}
