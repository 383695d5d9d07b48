package aria.verify;

import aria.proxy.Sidecar;
import aria.verify.traffic.PlaintextUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells which listeners are open: proxies that accept plaintext for their servers beside calls by certificate.
 *
 * @param running what the running proxies say, by their servers
 * @param now     the time at which they are judged
 */
record PlaintextClaims(Supplier<Map<String, List<PlaintextUse>>> running, Instant now) {

    /** Returns the claim about a listener behind a proxy, which is open or as it was. */
    ListenerClaim judged(ListenerClaim claim, Sidecar proxy) {
        return switch (claim.state()) {
            case CONFIGURED ->
                proxy.former()
                        .map(Sidecar.Former::stage)
                        .filter(stage -> stage.acceptsAt(now))
                        .map(stage -> claim.open("stage is " + stage + " in aria.yaml", Optional.empty()))
                        .orElse(claim);
            case ENFORCED ->
                Optional.ofNullable(running.get().get(claim.service()))
                        .map(uses -> running(claim, uses))
                        .orElseGet(() -> claim.notChecked("its proxy does not say whether it also accepts plaintext"));
            default -> claim;
        };
    }

    private ListenerClaim running(ListenerClaim claim, List<PlaintextUse> uses) {
        return uses.stream()
                .filter(use -> claim.listener().equals(String.valueOf(use.port())) && use.isOpenAt(now))
                .findFirst()
                .map(use -> claim.open(use.said(now), Optional.of(use)))
                .orElse(claim);
    }
}
