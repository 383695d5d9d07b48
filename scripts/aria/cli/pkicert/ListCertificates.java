package aria.cli.pkicert;

import aria.apply.Interrupted;
import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Json;
import aria.cli.Mark;
import aria.cli.Problem;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Printable;
import aria.pki.Revocation;
import aria.plan.CertificateUses;
import aria.plan.OwnList;
import aria.stack.Stack;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code pki-cert list}. */
@Command(
        name = "list",
        sortOptions = false,
        description =
                "Lists this project's certificates (CA, services and people) and who uses them. Exits with 1 if one is revoked or has expired.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert list                 name, days left, issuer, file, names and users of each",
            "  pki-cert list --json          the same for scripts"
        })
public final class ListCertificates implements Callable<Integer> {

    /**
     * One certificate of the list.
     *
     * @param revoked   when it was revoked, by the project's own list
     * @param usedBy    the services that mount it; empty where no compose file says, and for what no service is given
     * @param trustedBy the services that are given the root; empty for other certificates
     */
    private record ListedCertificate(
            String file,
            Facts certificate,
            long daysLeft,
            Optional<Instant> revoked,
            Optional<List<CertificateUses.Use>> usedBy,
            Optional<List<String>> trustedBy) {

        /** As JSON has it, where what is not known is null. */
        Map<String, Object> json() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("file", file);
            members.put("certificate", certificate);
            members.put("daysLeft", daysLeft);
            members.put("revoked", revoked.map(Instant::toString).orElse(null));
            members.put("usedBy", usedBy.orElse(null));
            members.put("trustedBy", trustedBy.orElse(null));
            return members;
        }

        private Mark mark() {
            return isBad() ? Mark.FAIL : daysLeft < 7 ? Mark.WARN : Mark.PASS;
        }

        private boolean isBad() {
            return daysLeft < 0 || revoked.isPresent();
        }

        private String state() {
            return revoked.map(when -> "revoked " + when)
                    .orElse(daysLeft < 0 ? "expired " + certificate.notAfter() : daysLeft + " days left");
        }
    }

    @Mixin
    private CommonOptions common;

    @Mixin
    private ComposeOptions compose;

    @Override
    public Integer call() {
        Layout layout = common.layout();
        Console console = common.console();
        Optional<CertificateUses> uses = uses(layout, console);
        Interrupted.unfinished(layout).ifPresent(console::warning);
        List<ListedCertificate> rows = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Optional<X509CRL> list = list(layout, problems);
        for (Path file : files(layout)) {
            String name = layout.display(file);
            try {
                X509Certificate certificate = Pem.findCertificates(NamedFiles.read(common, file), name)
                        .get(0);
                Duration left = Duration.between(
                        Instant.now(), Certificates.validity(certificate).notAfter());
                rows.add(new ListedCertificate(
                        name,
                        Facts.of(certificate),
                        left.isNegative() ? -1 : left.toDays(),
                        list.flatMap(ours -> Revocation.revoked(certificate, ours)),
                        usedBy(layout, file, uses),
                        trustedBy(layout, file, uses)));
            } catch (RefusedException unreadable) {
                problems.add(Problem.of(
                        Finding.error(FindingId.UNREADABLE, unreadable.finding().message())
                                .at(Place.of(name))));
            }
        }
        boolean well = problems.isEmpty() && rows.stream().noneMatch(ListedCertificate::isBad);
        ExitCode exit = well ? ExitCode.OK : ExitCode.FAILED;
        if (common.json()) {
            Object result = Map.of(
                    "certificates", rows.stream().map(ListedCertificate::json).toList());
            console.answer(Json.answer("pki-cert-list", 2, exit, result, problems));
        } else {
            print(console, rows);
            problems.forEach(problem -> console.error(problem.message()));
        }
        return exit.number();
    }

    /** Where it cannot be read, any of them may be revoked. */
    private static Optional<X509CRL> list(Layout layout, List<Problem> problems) {
        String shown = layout.display(layout.revocationList());
        try {
            return OwnList.of(layout).list();
        } catch (RefusedException unfit) {
            String why = unfit.finding().message();
            problems.add(Problem.of(
                    unfit.finding().at(Place.of(shown)).saying(why.startsWith(shown) ? why : shown + ": " + why)));
        } catch (UncheckedIOException unreadable) {
            problems.add(Problem.of(
                    Finding.error(FindingId.UNREADABLE, shown + " cannot be read: " + unreadable.getMessage())
                            .at(Place.of(shown))));
        }
        return Optional.empty();
    }

    /** Empty when there are no compose files, or they can't be read. */
    private Optional<CertificateUses> uses(Layout layout, Console console) {
        try {
            List<Stack> stacks = compose.stacks(layout);
            return stacks.isEmpty() ? Optional.empty() : Optional.of(CertificateUses.of(stacks, layout));
        } catch (RefusedException unreadable) {
            console.warning("it is not known who uses them: " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<List<CertificateUses.Use>> usedBy(
            Layout layout, Path file, Optional<CertificateUses> uses) {
        boolean ofService = file.startsWith(layout.certsDir()) && !file.equals(layout.trustBundle());
        return uses.filter(known -> ofService)
                .map(known -> known.byCertificate()
                        .getOrDefault(file.getParent().getFileName().toString(), List.of()));
    }

    private static Optional<List<String>> trustedBy(Layout layout, Path file, Optional<CertificateUses> uses) {
        return uses.filter(known -> file.equals(layout.rootCertificate())).map(CertificateUses::trusting);
    }

    private static void print(Console console, List<ListedCertificate> rows) {
        if (rows.isEmpty()) {
            console.message("There are no certificates here yet"
                    + console.text()
                            .sentence(List.of(
                                    Remedy.inOrder(Remedy.aria("init-ca"), Remedy.aria("generate-service-certs")))));
        }
        int width = rows.stream()
                .mapToInt(row -> row.certificate().commonName().length())
                .max()
                .orElse(0);
        for (ListedCertificate row : rows) {
            Facts facts = row.certificate();
            String names = String.join(", ", facts.names());
            String line =
                    pad(facts.commonName(), width) + "  " + row.state() + ", by " + facts.issuer() + "  " + row.file();
            console.result(row.mark(), Printable.line(line));
            if (!names.isEmpty()) {
                console.result("    " + Printable.line(names));
            }
            users(row).ifPresent(users -> console.result("    " + Printable.line(users)));
        }
    }

    private static Optional<String> users(ListedCertificate row) {
        Optional<String> trusting = row.trustedBy().map(services -> users("trusted", services));
        return trusting.or(() -> row.usedBy()
                .map(uses ->
                        users("used", uses.stream().map(ListCertificates::user).toList())));
    }

    private static String users(String how, List<String> services) {
        return how + " by " + (services.isEmpty() ? "no service of the compose files" : String.join(", ", services));
    }

    private static String user(CertificateUses.Use use) {
        String ports = use.ports().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return use.service() + (ports.isEmpty() ? "" : " (serves " + ports + ")");
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** The CA first. */
    private static List<Path> files(Layout layout) {
        List<Path> files = new ArrayList<>();
        Stream.of(layout.rootCertificate(), layout.intermediateCertificate())
                .filter(Files::exists)
                .forEach(files::add);
        files.addAll(issued(layout));
        return files;
    }

    /** Those that the CA has issued here: for services, and for people. */
    static List<Path> issued(Layout layout) {
        List<Path> files = new ArrayList<>(certificates(layout.certsDir(), 2));
        files.addAll(certificates(layout.peopleFolder(), 1));
        return files;
    }

    /** {@code <name>/<name>.crt}, or {@code <name>.crt}; not the copies of the trust bundle beside them. */
    private static List<Path> certificates(Path folder, int depth) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> below = Files.walk(folder, depth)) {
            return below.filter(path -> folder.relativize(path).getNameCount() == depth && Files.isRegularFile(path))
                    .filter(path -> path.toString().endsWith(".crt") && !path.endsWith("ca.crt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }
}
