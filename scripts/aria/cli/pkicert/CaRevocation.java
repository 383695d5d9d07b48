package aria.cli.pkicert;

import static aria.finding.Remedy.advice;

import aria.ca.CaInfo;
import aria.ca.CaUrl;
import aria.ca.online.OnlineCa;
import aria.ca.online.RejectedException;
import aria.ca.online.Route;
import aria.cli.CommonOptions;
import aria.edit.yaml.PlainYaml;
import aria.finding.FindingId;
import aria.finding.PartialFailureException;
import aria.operate.StepCaHere;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.preset.Presets;
import aria.store.AuditEvent;
import aria.store.AuditLog;
import java.security.cert.CRLReason;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Revocation at the running CA. A list alone does not stop renewals there, because step-ca reads no list but its own.
 *
 * @param common the options that all commands have
 * @param wish   what was asked for
 * @param route  the way to the CA
 */
record CaRevocation(CommonOptions common, Route.Wish wish, Route route) {

    /**
     * Revokes by token where the provisioner's key is here, else by the certificate's own key. Does nothing without a
     * running CA.
     *
     * @param own the certificate with its key
     * @throws RejectedException when the CA refuses, unless it knows of the revocation already
     */
    void revoke(X509Certificate certificate, Supplier<CertifiedKey> own, CRLReason why) {
        route.online().ifPresent(ca -> revoke(ca, certificate, own, why));
    }

    private void revoke(OnlineCa ca, X509Certificate certificate, Supplier<CertifiedKey> own, CRLReason why) {
        try {
            if (ca.known().provisionerKey()) {
                ca.revoke(certificate.getSerialNumber(), why);
            } else {
                ca.client().revoke(own.get(), why);
            }
        } catch (RejectedException refused) {
            if (!refused.getMessage().contains("already revoked")) {
                throw refused;
            }
            common.console().message("The CA at " + ca.client().url() + " has already revoked it");
            return;
        }
        AuditLog.of(common.layout())
                .appendAlone(AuditEvent.done(
                                "revoke",
                                List.of(Certificates.commonName(certificate)),
                                List.of(Certificates.serialHex(certificate)),
                                List.of())
                        .with("ca", ca.client().url().toString()));
    }

    /** Returns the address of the CA that was told; empty when none was. */
    Optional<String> told() {
        return route.online().map(ca -> ca.client().url().toString());
    }

    /**
     * Says that no running CA was told, once the list is written.
     *
     * @param name what was revoked
     * @throws PartialFailureException when a step-ca of this project runs all the same: it would renew the certificate
     */
    void sayUntold(String name) {
        if (route.online().isPresent()) {
            return;
        }
        if (wish == Route.Wish.AUTO
                && !StepCaHere.running(common.layout(), () -> Presets.builtIn(PlainYaml::load))
                        .isEmpty()) {
            throw new PartialFailureException(
                    FindingId.PARTLY_DONE,
                    name
                            + " is on the list, but this project's step-ca runs, cannot be reached from here and still renews it",
                    advice(
                            "publish its port 9000 on 127.0.0.1 or name its address with --ca-url, then run this again"));
        }
        if (wish == Route.Wish.AUTO
                && CaInfo.of(common.layout()).url().filter(CaUrl::isLoopback).isPresent()) {
            common.console()
                    .message("No step-ca runs here that could be informed (revoked " + route.reason()
                            + "). Run this again if you start one");
        } else {
            common.console()
                    .warning("the running CA was not informed (revoked " + route.reason()
                            + "): run this again when it is up");
        }
    }
}
