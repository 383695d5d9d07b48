package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.stack.StackService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The place of each service's edits: in the compose file, unless the service is named here.
 *
 * @param override   the file beside the project that takes edits; empty when there is none that can be used
 * @param inOverride services that are edited in that file, each with what stands against editing them in place
 * @param heldBack   services that are left as they are, each with the reason
 * @param caHeldBack why step-ca's service and old images are left as they are; empty when they are edited
 */
record EditPlaces(
        Optional<OverrideFile> override,
        Map<String, Finding> inOverride,
        Map<String, Finding> heldBack,
        Optional<Finding> caHeldBack) {

    /** Returns the places to begin with: all in place. */
    static EditPlaces allInPlace(Optional<OverrideFile> override) {
        return new EditPlaces(override, Map.of(), Map.of(), Optional.empty());
    }

    /** Returns the secured services that are edited in place. */
    List<StackService> inPlace(SecuredServices secured) {
        return secured.services().stream()
                .filter(service -> !inOverride.containsKey(service.name()))
                .toList();
    }

    /** Returns the secured services that are edited in the override file. */
    List<StackService> inOverride(SecuredServices secured) {
        return secured.services().stream()
                .filter(service -> inOverride.containsKey(service.name()))
                .toList();
    }

    /**
     * Returns other places, after the edits were refused in these: every service that is to blame goes to the
     * override file, or is held back where that does not help. Each call moves at least one service on, or gives the
     * override file up.
     *
     * @param edits   the edits that were refused
     * @param refusal why
     * @throws RefusedException the refusal, when no single service is to blame and there is no override file left
     */
    EditPlaces after(RefusedException refusal, StackEdits edits) {
        List<StackService> inPlace = inPlace(edits.secured());
        Map<String, Finding> blamed = edits.refusedAlone(inPlace);
        Optional<Finding> ca = caHeldBack.or(edits::refusedApart);
        boolean nobody = blamed.isEmpty() && ca.equals(caHeldBack);
        if (nobody && inOverride.isEmpty() && override.isPresent()) {
            // Each can be edited in place, but not all together.
            blamed = new LinkedHashMap<>();
            for (StackService service : inPlace) {
                if (edits.fits(service, override.get())) {
                    blamed.put(service.name(), StackEdits.refused(service.name(), refusal));
                }
            }
            nobody = blamed.isEmpty();
        }
        if (!nobody) {
            return moved(blamed, ca, edits);
        }
        if (override.isEmpty()) {
            throw refusal;
        }
        Map<String, Finding> held = new LinkedHashMap<>(heldBack);
        held.putAll(inOverride);
        return new EditPlaces(Optional.empty(), Map.of(), held, caHeldBack);
    }

    private EditPlaces moved(Map<String, Finding> blamed, Optional<Finding> ca, StackEdits edits) {
        Map<String, Finding> beside = new LinkedHashMap<>(inOverride);
        Map<String, Finding> held = new LinkedHashMap<>(heldBack);
        for (StackService service : edits.secured().services()) {
            Finding reason = blamed.get(service.name());
            if (reason != null) {
                // What Compose does not read it does not read from two files either.
                boolean fits = !reason.is(FindingId.WRONG_TYPE)
                        && override.filter(file -> edits.fits(service, file)).isPresent();
                (fits ? beside : held).put(service.name(), reason);
            }
        }
        return new EditPlaces(override, beside, held, ca);
    }
}
