package aria.cli;

import aria.ca.CaInfo;
import aria.ca.online.AcmeAccount;
import aria.ca.online.AcmeAccountKey;
import aria.ca.online.AcmeSigner;
import aria.ca.online.Challenge;
import aria.ca.online.OnlineCa;
import aria.ca.online.Responder;
import aria.edit.yaml.PlainYaml;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.operate.NetworkResponder;
import aria.pki.Names;
import aria.pki.path.LeafReview;
import aria.preset.Presets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The options of {@code --ca acme}. */
public final class AcmeOptions {

    @Option(
            names = "--challenge",
            paramLabel = "TYPE",
            description =
                    "ACME challenge: http-01 or tls-alpn-01 (default: the one whose port option is given, else http-01; for a step-ca in this stack, a container on its network answers).")
    private String challenge;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Answer http-01 on this port instead of 80; start step-ca with the same --acme-http-port.")
    private Integer httpPort;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            description =
                    "Answer tls-alpn-01 on this port instead of 443; start step-ca with the same --acme-tls-port.")
    private Integer tlsPort;

    @Option(
            names = "--acme-provisioner",
            paramLabel = "NAME",
            description = "ACME provisioner (default: the first one that the CA lists).")
    private String provisioner;

    @Option(
            names = "--eab-key-id",
            paramLabel = "ID",
            description = "Key ID for external account binding (EAB), if the CA requires it.")
    private String keyId;

    @Option(names = "--eab-key-file", paramLabel = "FILE", description = "File with the EAB key, in base64url.")
    private Path keyFile;

    /**
     * The settings for ACME that were chosen.
     *
     * @param setup       for the signer
     * @param unreachable names that can't be shown to this CA
     * @param how         for a person: the end of a sentence on who signs
     */
    public record Way(AcmeSigner.Setup setup, Names unreachable, String how) {}

    /**
     * Checks that the options fit each other.
     *
     * @throws UsageException when options don't fit each other
     */
    public void requireFitting() {
        Challenge chosen = chosen();
        Integer port = port(chosen);
        Integer other = chosen == Challenge.HTTP_01 ? tlsPort : httpPort;
        if (other != null || port != null && (port < 1 || port > 65_535)) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    other != null
                            ? "only one challenge can be answered: use --http-port for http-01, or --tls-port for tls-alpn-01"
                            : port + ": a port is a number from 1 to 65535");
        }
        if ((keyId == null) != (keyFile == null)) {
            throw new UsageException(FindingId.WRONG_USAGE, "--eab-key-id and --eab-key-file go together");
        }
    }

    /**
     * Chooses who answers: this machine, or, where no port of it was named, a container on the network of a step-ca
     * in this project's stack.
     *
     * @param ca    where it runs
     * @param names all that are to be certified
     */
    public Way way(CommonOptions common, URI ca, Names names) {
        Challenge chosen = chosen();
        Supplier<AcmeAccount> account = () -> new AcmeAccount(AcmeAccountKey.of(common.layout()), external(common));
        Optional<NetworkResponder.Network> network = chosen == Challenge.HTTP_01 && httpPort == null
                ? NetworkResponder.of(common.layout(), Presets.builtIn(PlainYaml::load), ca)
                : Optional.empty();
        String how = ", with ACME and " + chosen.type();
        if (network.isEmpty()) {
            int port = Optional.ofNullable(port(chosen)).orElse(chosen.port());
            return new Way(
                    new AcmeSigner.Setup(
                            Optional.ofNullable(provisioner), () -> Responder.start(chosen, port), account),
                    Names.none(),
                    how);
        }
        return new Way(
                new AcmeSigner.Setup(
                        Optional.ofNullable(provisioner), () -> network.get().start(names), account),
                LeafReview.NOT_BY_ACME,
                how + ", answered by a container on its own network");
    }

    /** Returns the longest lifetime of what the provisioner issues. */
    Duration longest(OnlineCa ca) {
        return CaInfo.longestByAcme(ca.layout(), Optional.ofNullable(provisioner))
                .or(ca.known()::longest)
                .orElse(CaInfo.LONGEST_BY_ACME);
    }

    private Challenge chosen() {
        return challenge != null
                ? Challenge.parse(challenge)
                : tlsPort != null && httpPort == null ? Challenge.TLS_ALPN_01 : Challenge.HTTP_01;
    }

    private Integer port(Challenge chosen) {
        return chosen == Challenge.HTTP_01 ? httpPort : tlsPort;
    }

    private Optional<AcmeAccount.External> external(CommonOptions common) {
        if (keyFile == null) {
            return Optional.empty();
        }
        byte[] key = OptionFile.read(common, "--eab-key-file", keyFile);
        return Optional.of(new AcmeAccount.External(keyId, new String(key, StandardCharsets.US_ASCII).strip()));
    }
}
