package aria.cli;

import static aria.finding.Remedy.advice;

import aria.ca.CaInfo;
import aria.ca.OfflineSigner;
import aria.ca.Passwords;
import aria.ca.Signer;
import aria.ca.config.CaErrors;
import aria.ca.online.AcmeSigner;
import aria.ca.online.HttpLimits;
import aria.ca.online.OnlineCa;
import aria.ca.online.Route;
import aria.ca.online.SplitSigner;
import aria.finding.ConsentException;
import aria.finding.FindingId;
import aria.pki.Names;
import aria.pki.Printable;
import aria.plan.CertificateNeed;
import aria.store.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose who signs the services' certificates. */
public final class IssuerOptions {

    /** The possible signers. */
    public enum Issuer {
        /** The running CA by token when it answers, else its files. */
        AUTO,
        /** The CA's files. */
        OFFLINE,
        /** The running CA, by one-time token. */
        JWK,
        /** The running CA, by ACME. */
        ACME;

        /** The one with this name in {@code aria.yaml}. */
        static Issuer of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--ca",
            paramLabel = "auto|offline|jwk|acme",
            description =
                    "Who signs: offline (the CA's files), jwk (the running CA, by one-time token), acme (the running CA, for names that lead to"
                            + " this machine; jwk for services that call others) or auto (jwk if the CA answers, else offline; the default).")
    private Issuer asked;

    @Mixin
    private CaUrlOption url;

    @Option(
            names = "--provisioner-password-file",
            paramLabel = "FILE",
            description = "File with the password of the JWK provisioner's key, if that key is not on this machine.")
    private Path passwordFile;

    @Mixin
    private AcmeOptions acme;

    /**
     * The chosen signer. Must be closed, because ACME holds a port.
     *
     * @param signer  the running CA; empty for the CA's files
     * @param kind    what it is, for machines
     * @param reason  why, for a person: the end of a sentence that begins with what is done
     * @param offline services that the CA's files have to sign for, though the running CA signs for the others
     * @param without names that can't be certified this way
     */
    public record Chosen(Optional<Signer> signer, Issuer kind, String reason, List<String> offline, Names without)
            implements AutoCloseable {
        private static Chosen files(String reason) {
            return new Chosen(Optional.empty(), Issuer.OFFLINE, reason, List.of(), Names.none());
        }

        /** Tells who signs, and what is signed otherwise or not at all. */
        public void tell(Console console) {
            console.message("Certificates are signed " + reason);
            if (!without.isEmpty()) {
                console.message("Skipped, because a CA in a container cannot validate it by ACME: "
                        + String.join(", ", without.all()));
            }
            if (!offline.isEmpty()) {
                console.message(
                        "Signed with the CA's files, because the policy of the running CA does not allow their names: "
                                + String.join(", ", offline));
            }
        }

        @Override
        public void close() {
            Signer last = signer.filter(SplitSigner.class::isInstance)
                    .map(split -> ((SplitSigner) split).other())
                    .or(() -> signer)
                    .orElse(null);
            if (last instanceof AcmeSigner holds) {
                holds.close();
            }
        }
    }

    /** These options as they are when only this one is given. */
    public static IssuerOptions only(Issuer kind) {
        IssuerOptions options = new IssuerOptions();
        options.asked = kind;
        options.url = new CaUrlOption();
        options.acme = new AcmeOptions();
        return options;
    }

    /** Remembers who was asked to sign. */
    public void remember(RememberedChoices remembered) {
        remember(asked, Issuer.AUTO, remembered);
    }

    /** @param asked null for nobody */
    static void remember(Issuer asked, Issuer otherwise, RememberedChoices remembered) {
        remembered.text(
                "--ca",
                Optional.ofNullable(asked).map(Issuer::toString),
                remembered.known().ca().signer().orElse(otherwise.toString()),
                "ca",
                "signer");
    }

    /** Returns where the running CA may be; empty when the CA's files are to be used in any case. */
    public Optional<Route.Where> running(CommonOptions common) {
        return issuer(common) == Issuer.OFFLINE ? Optional.empty() : Optional.of(url.where(common));
    }

    /** Who is to sign, by the option, else by the project's choices. */
    private Issuer issuer(CommonOptions common) {
        return Optional.ofNullable(asked)
                .or(() -> common.choices().choices().ca().signer().map(Issuer::of))
                .orElse(Issuer.AUTO);
    }

    /**
     * Chooses.
     *
     * @param showsOnly nothing is signed: then a CA is contacted only at an address that a person named, and not at one that came with
     *                  the project's files
     * @throws ConsentException when only the running CA would do, and it may not be contacted
     * @throws aria.finding.UnavailableException when only the running CA would do, and it does not answer
     * @throws aria.finding.MissingCaException when there is neither a CA here nor the root of one elsewhere
     */
    public Chosen choose(CommonOptions common, List<CertificateNeed> wanted, boolean showsOnly) {
        Layout layout = common.layout();
        Issuer kind = issuer(common);
        if (kind == Issuer.OFFLINE) {
            return Chosen.files("with the CA's files, as requested");
        }
        if (showsOnly && !url.isAgreed(common)) {
            if (kind == Issuer.AUTO && CaInfo.of(layout).offline()) {
                return Chosen.files("by the running CA if it answers then, else with the CA's files");
            }
            throw new ConsentException(
                    FindingId.CONSENT_MISSING,
                    "this plan depends on a running CA, and its address came with the project's files: --dry-run and --check do not"
                            + " contact it",
                    advice("name it with --ca-url"));
        }
        if (kind == Issuer.ACME) {
            acme.requireFitting();
            return acme(common, Route.choose(layout, url.where(common), Route.Wish.ONLINE, HttpLimits.NORMAL), wanted);
        }
        CaInfo known = CaInfo.of(layout);
        boolean key = known.provisionerKey() || passwordFile != null;
        if (kind == Issuer.AUTO && known.offline() && !key) {
            return Chosen.files("with the CA's files, because the provisioner's key is not on this machine");
        }
        Route route = Route.choose(
                layout,
                url.where(common),
                kind == Issuer.AUTO ? Route.Wish.AUTO : Route.Wish.ONLINE,
                HttpLimits.NORMAL);
        if (route.online().isEmpty()) {
            return Chosen.files(route.reason());
        }
        return running(common, kind, route, wanted);
    }

    /** ACME proves no identity: what calls others is given its certificate by token. */
    private Chosen acme(CommonOptions common, Route route, List<CertificateNeed> wanted) {
        OnlineCa ca = route.online().orElseThrow();
        List<String> clients = wanted.stream()
                .filter(CertificateNeed::client)
                .map(CertificateNeed::service)
                .toList();
        Names servers = wanted.stream()
                .filter(need -> !need.client())
                .map(CertificateNeed::names)
                .reduce(Names.none(), Names::plus);
        Duration longest = acme.longest(ca);
        AcmeOptions.Way way = acme.way(common, ca.client().url(), servers);
        Signer signer = new AcmeSigner(ca.client(), way.setup(), Optional.of(longest));
        String reason = route.reason() + way.how() + ", for servers only and for at most " + longest.toDays() + " days";
        if (clients.isEmpty()) {
            return new Chosen(Optional.of(signer), Issuer.ACME, reason, List.of(), way.unreachable());
        }
        if (passwordFile == null && !ca.known().provisionerKey()) {
            throw CaErrors.option(
                    "ACME certificates are for servers only, " + Printable.some(clients)
                            + " call other services, and the provisioner's key that gives them theirs is not on this machine",
                    advice("use --provisioner-password-file FILE"),
                    advice("name the other services alone"));
        }
        return new Chosen(
                Optional.of(new SplitSigner(
                        tokenSigner(common, ca), signer, request -> !clients.contains(request.commonName()))),
                Issuer.ACME,
                reason + "; by one-time token for those that call other services: " + Printable.some(clients),
                List.of(),
                way.unreachable());
    }

    private Chosen running(CommonOptions common, Issuer kind, Route route, List<CertificateNeed> wanted) {
        OnlineCa ca = route.online().orElseThrow();
        Signer signer = tokenSigner(common, ca);
        List<String> outside = wanted.stream()
                .filter(each ->
                        !CaInfo.outsidePolicy(common.layout(), each.names()).isEmpty())
                .map(CertificateNeed::service)
                .toList();
        if (outside.isEmpty() || kind != Issuer.AUTO || !ca.known().offline()) {
            return new Chosen(Optional.of(signer), Issuer.JWK, route.reason(), List.of(), Names.none());
        }
        Signer both = new SplitSigner(
                signer, OfflineSigner.open(common.layout()), request -> outside.contains(request.commonName()));
        return new Chosen(Optional.of(both), Issuer.JWK, route.reason(), outside, Names.none());
    }

    private Signer tokenSigner(CommonOptions common, OnlineCa ca) {
        if (passwordFile == null) {
            return ca.tokenSigner(Optional.empty());
        }
        char[] password = Passwords.read(
                OptionFile.read(common, "--provisioner-password-file", passwordFile), passwordFile.toString());
        try {
            return ca.tokenSigner(Optional.of(password));
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
