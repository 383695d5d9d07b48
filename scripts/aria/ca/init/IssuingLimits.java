package aria.ca.init;

import aria.ca.config.CaConfig;
import aria.ca.config.NamePolicy;
import aria.pki.Names;
import aria.store.Layout;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limits on what step-ca issues: the names of services that have a certificate, and for ACME servers only.
 *
 * @param layout  where ca.json is
 * @param options of init-ca
 */
record IssuingLimits(Layout layout, CaOptions options) {

    private static final String LAYERS = "svc.cluster.local";

    /** Returns the domains asked for, the short names and layers of the stack's services, and the names of step-ca's own server certificate. */
    static List<String> permitted(CaConfig config, CaOptions options) {
        if (options.permitDomains().isEmpty()) {
            return List.of();
        }
        LinkedHashSet<String> permitted =
                new LinkedHashSet<>(Names.of(options.permitDomains()).dns());
        permitted.addAll(Names.of(config.dnsNames()).dns());
        options.policyNames().dns().stream()
                .flatMap(name -> name.indexOf('.') < 0
                        ? Stream.of(name)
                        : name.endsWith("." + LAYERS) ? Stream.of(LAYERS) : Stream.empty())
                .forEach(permitted::add);
        return List.copyOf(permitted);
    }

    /**
     * Returns the configuration with a policy of ours that has the names of the services, unless its policy is the user's.
     *
     * @param permitted the domains that name constraints allow; empty for all
     * @param warnings  gets what the policy cannot have
     */
    CaConfig withPolicy(CaConfig config, List<String> permitted, List<String> warnings) {
        Optional<NamePolicy> present = config.policy();
        if (present.isPresent() && !present.get().isOurs()) {
            warnings.add("authority.policy in " + layout.display(layout.caJson())
                    + " was not written by init-ca, so it is not changed");
            return config;
        }
        Names wanted = present.map(NamePolicy::allowed).orElse(Names.none()).plus(options.policyNames());
        List<String> unsupported = NamePolicy.unsupported(wanted);
        if (!unsupported.isEmpty()) {
            warnings.add("step-ca's policy cannot express " + String.join(", ", unsupported)
                    + ": certificates with such a name are issued offline, and renewed over mTLS");
        }
        Names allowed = wanted;
        if (!permitted.isEmpty()) {
            List<String> outside = wanted.dns().stream()
                    .filter(name -> !isWithin(name, permitted))
                    .toList();
            outside.forEach(
                    name -> warnings.add(name + " is outside --permit-domain: no certificate can be issued for it"));
            allowed = new Names(
                    wanted.dns().stream()
                            .filter(name -> !outside.contains(name))
                            .toList(),
                    wanted.ips());
        }
        NamePolicy policy = NamePolicy.allowing(allowed);
        boolean same =
                present.map(old -> old.allowed().sameAs(policy.allowed())).orElse(false);
        return same ? config : config.withPolicy(policy);
    }

    private static boolean isWithin(String name, List<String> domains) {
        return name.equals("localhost")
                || domains.stream().anyMatch(domain -> name.equals(domain) || name.endsWith("." + domain));
    }

    /**
     * Returns the configuration with the ACME provisioner and the policy as this version writes them. Version 0.1 let
     * ACME issue for clients, too, and certified the names of step-ca itself, so that a neighbour could pose as the CA. A
     * file whose policy is not ours stays as it is, because it is the user's.
     *
     * @param reasons gets what changes
     */
    CaConfig onAcme(CaConfig config, List<String> reasons) {
        Optional<NamePolicy> policy = config.policy().filter(NamePolicy::isOurs);
        if (policy.isEmpty()) {
            return config;
        }
        CaConfig asked = options.acme().map(config::withAcme).orElse(config);
        if (asked != config) {
            reasons.add("the CA " + (options.acme().get() ? "issues for servers by ACME" : "does not issue by ACME"));
            return asked;
        }
        CaConfig restricted = config.withRestrictedAcme();
        if (restricted == config) {
            return config;
        }
        reasons.add("the ACME provisioner in " + layout.display(layout.caJson())
                + " issues for servers only and for at most 90 days, because whoever answers under a name on the CA's"
                + " network gets a certificate for it");
        Names allowed = policy.orElseThrow().allowed();
        Names own = Names.of(config.dnsNames()).minus(options.policyNames());
        Names left = allowed.minus(own);
        if (left.sameAs(allowed)) {
            return restricted;
        }
        reasons.add("authority.policy no longer allows "
                + String.join(", ", allowed.minus(left).all()) + ", which no service is called by");
        return restricted.withPolicy(NamePolicy.allowing(left));
    }
}
