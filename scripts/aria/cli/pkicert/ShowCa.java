package aria.cli.pkicert;

import aria.ca.online.HttpLimits;
import aria.ca.online.RemoteProvisioner;
import aria.ca.online.Route;
import aria.ca.online.StepCaClient;
import aria.cli.CaUrlOption;
import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.pki.Certificates;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code pki-cert ca}: the state of the running CA. */
@Command(
        name = "ca",
        sortOptions = false,
        description =
                "Shows the state of the running CA: health, version, clock, roots, federated roots, intermediates, provisioners.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert ca                                    the one in defaults.json",
            "  pki-cert ca --ca-url https://ca.example:9000   one elsewhere, of the same root",
            "  pki-cert ca --json                             the same for scripts"
        })
public final class ShowCa implements Callable<Integer> {

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    @Mixin
    private CommonOptions common;

    @Mixin
    private CaUrlOption url;

    /** A certificate in the JSON answer. */
    private record CaCertificate(String commonName, String sha256, String notAfter) {
        static CaCertificate of(X509Certificate certificate) {
            return new CaCertificate(
                    Certificates.commonName(certificate),
                    Certificates.fingerprintSha256(certificate),
                    Certificates.validity(certificate).notAfter().toString());
        }

        static List<CaCertificate> of(List<X509Certificate> certificates) {
            return certificates.stream().map(CaCertificate::of).toList();
        }
    }

    /** A provisioner in the JSON answer. */
    private record Provisioner(String type, String name, String keyId, boolean ready) {
        static Provisioner of(RemoteProvisioner remote) {
            return new Provisioner(remote.type(), remote.name(), remote.keyId().orElse(null), remote.ready());
        }
    }

    /**
     * The JSON answer.
     *
     * @param federated only those that are not among the roots
     * @param clockAhead in seconds, null when the CA doesn't say
     */
    private record RunningCa(
            String url,
            String version,
            Long clockAhead,
            List<CaCertificate> roots,
            List<CaCertificate> federated,
            List<CaCertificate> intermediates,
            List<Provisioner> provisioners) {}

    @Override
    public Integer call() {
        StepCaClient ca = Route.running(common.layout(), url.where(common), HttpLimits.NORMAL)
                .client();
        Optional<Duration> ahead = ca.clockAhead();
        List<X509Certificate> roots = ca.roots();
        List<X509Certificate> federated =
                ca.federation().stream().filter(root -> !roots.contains(root)).toList();
        RunningCa answer = new RunningCa(
                ca.url().toString(),
                ca.version(),
                ahead.map(Duration::toSeconds).orElse(null),
                CaCertificate.of(roots),
                CaCertificate.of(federated),
                CaCertificate.of(ca.intermediates()),
                ca.provisioners().stream().map(Provisioner::of).toList());
        boolean ready = answer.provisioners().stream().allMatch(Provisioner::ready);
        ExitCode exit = ready ? ExitCode.OK : ExitCode.FAILED;
        if (common.json()) {
            common.console().answer("pki-cert-ca", exit, answer, List.of());
        } else {
            print(answer, ahead);
        }
        return exit.number();
    }

    private void print(RunningCa answer, Optional<Duration> ahead) {
        Console console = common.console();
        console.result(Mark.PASS, answer.url() + " is healthy, step-ca " + answer.version());
        ahead.filter(apart -> apart.abs().compareTo(CLOCK_TOLERANCE) > 0)
                .ifPresent(apart -> console.result(
                        Mark.WARN,
                        "its clock is " + apart.abs().toSeconds() + " seconds "
                                + (apart.isNegative() ? "behind" : "ahead of") + " this machine's"));
        print(console, "root", answer.roots());
        print(console, "federated root", answer.federated());
        print(console, "intermediate", answer.intermediates());
        answer.provisioners()
                .forEach(each -> console.result(
                        each.ready() ? Mark.PASS : Mark.FAIL,
                        "provisioner " + each.name() + ", " + each.type()
                                + (each.keyId() == null ? "" : ", key " + each.keyId())
                                + (each.ready() ? "" : ": the CA could not start it, its log has the reason")));
    }

    private static void print(Console console, String what, List<CaCertificate> certificates) {
        certificates.forEach(each -> console.result(
                Mark.PASS,
                what + " " + each.commonName() + ", until " + each.notAfter() + ", SHA-256 " + each.sha256()));
    }
}
