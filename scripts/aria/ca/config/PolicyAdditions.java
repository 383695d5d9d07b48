package aria.ca.config;

import aria.pki.Names;
import aria.pki.Printable;
import aria.store.Layout;
import java.util.List;
import java.util.Optional;

/**
 * The names of the stack that are missing in {@code authority.policy} of ca.json. Only a policy of ours is edited:
 * one that carries our mark and has not been changed since (see {@link NamePolicy}).
 *
 * @param missing     what it lacks and could hold
 * @param unsupported names its grammar can't hold; their certificates are issued offline and renewed over mTLS
 * @param caJson      the new content of ca.json; empty when nothing is missing, or the policy isn't ours to edit
 * @param note        one line for the plan; empty text when there is nothing to say
 */
public record PolicyAdditions(Names missing, List<String> unsupported, Optional<byte[]> caJson, String note) {

    /**
     * Returns the names that a policy of ours allows beside these; the CA's own names are never among them. None for a
     * policy that we did not write.
     */
    public static Names unused(Layout layout, Names wanted) {
        return new CaFolder(layout)
                .config()
                .flatMap(config -> config.policy()
                        .map(policy -> policy.allowed().minus(wanted).minus(Names.of(config.dnsNames()))))
                .orElse(Names.none());
    }

    /** Returns ca.json with a policy of ours that no longer allows these names. */
    public static byte[] without(Layout layout, Names unused) {
        CaConfig config = new CaFolder(layout).config().orElseThrow();
        return config.withPolicy(NamePolicy.allowing(
                        config.policy().orElseThrow().allowed().minus(unused)))
                .content();
    }

    /**
     * Compares the policy on disk with the wanted names. Reads, never writes.
     *
     * @throws aria.finding.RefusedException when ca.json can't be read
     */
    public static PolicyAdditions of(Layout layout, Names wanted) {
        Optional<CaConfig> config = new CaFolder(layout).config();
        Optional<NamePolicy> policy = config.flatMap(CaConfig::policy);
        if (policy.isEmpty()) {
            return new PolicyAdditions(Names.none(), List.of(), Optional.empty(), "");
        }
        List<String> unsupported = NamePolicy.unsupported(wanted);
        String file = layout.display(layout.caJson());
        if (!policy.get().isOurs()) {
            return new PolicyAdditions(
                    Names.none(),
                    unsupported,
                    Optional.empty(),
                    "authority.policy in " + file + " was not written by init-ca, so it is not changed");
        }
        Names supported = new Names(
                wanted.dns().stream()
                        .filter(name -> !unsupported.contains(name))
                        .toList(),
                wanted.ips());
        Names allowed = policy.get().allowed();
        Names missing = supported.minus(allowed);
        if (missing.isEmpty()) {
            return new PolicyAdditions(missing, unsupported, Optional.empty(), "");
        }
        byte[] changed = config.get()
                .withPolicy(NamePolicy.allowing(allowed.plus(missing)))
                .content();
        return new PolicyAdditions(
                missing,
                unsupported,
                Optional.of(changed),
                "authority.policy also allows " + Printable.some(missing.all()) + ", so step-ca certifies them too");
    }
}
