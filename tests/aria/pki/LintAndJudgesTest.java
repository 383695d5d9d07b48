package aria.pki;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates with one fault each: what {@code pki-cert lint} says of them, beside what pkilint and zlint say. */
class LintAndJudgesTest {

    private static final X500Name NAME = CertificateWriter.commonName("www.example.org");

    @TempDir
    Path folder;

    private final Instant now = Instant.now();
    private final CertifiedKey root =
            Authorities.root("Root CA", KeyType.P256, Validity.startingAt(now, Duration.ofDays(30)), List.of());
    private final KeyPair keys = Keys.generate(KeyType.P256);

    private X509Certificate below(X500Name subject, List<Extension> extensions) {
        return CertificateWriter.write(
                CertificateWriter.Issuer.of(root),
                subject,
                keys.getPublic(),
                Validity.startingAt(now, Duration.ofDays(20)),
                extensions);
    }

    private List<Extension> authority() {
        return new ArrayList<>(List.of(
                Extensions.keyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign),
                Extensions.authority(0),
                Extensions.subjectKeyIdentifier(Extensions.keyIdentifier(keys.getPublic())),
                Extensions.authorityKeyIdentifier(Extensions.keyIdentifier(root.certificate()))));
    }

    private List<Extension> leaf() {
        return new ArrayList<>(List.of(
                Extensions.keyUsage(KeyUsage.digitalSignature),
                Extensions.extendedKeyUsage(Purpose.SERVER),
                Extensions.subjectKeyIdentifier(Extensions.keyIdentifier(keys.getPublic())),
                Extensions.authorityKeyIdentifier(Extensions.keyIdentifier(root.certificate())),
                Extensions.alternativeNames(Names.of(List.of("www.example.org")))));
    }

    private static List<Extension> without(List<Extension> all, ASN1ObjectIdentifier oid) {
        all.removeIf(extension -> extension.getExtnId().equals(oid));
        return all;
    }

    private static List<Extension> with(List<Extension> all, Extension more) {
        without(all, more.getExtnId()).add(more);
        return all;
    }

    /** The extension there, with the criticality turned round. */
    private static List<Extension> turned(List<Extension> all, ASN1ObjectIdentifier oid) {
        all.replaceAll(each ->
                each.getExtnId().equals(oid) ? new Extension(oid, !each.isCritical(), each.getExtnValue()) : each);
        return all;
    }

    private static Extension made(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            return Extension.create(oid, critical, value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, X509Certificate> faulty() {
        Map<String, X509Certificate> all = new LinkedHashMap<>();
        X500Name ca = CertificateWriter.commonName("Sub CA");
        all.put("nothing wrong, a CA", below(ca, authority()));
        all.put("nothing wrong, a server", below(NAME, leaf()));
        all.put("CA without subjectKeyIdentifier", below(ca, without(authority(), Extension.subjectKeyIdentifier)));
        all.put("CA without authorityKeyIdentifier", below(ca, without(authority(), Extension.authorityKeyIdentifier)));
        all.put("CA with basicConstraints not critical", below(ca, turned(authority(), Extension.basicConstraints)));
        all.put("CA with keyUsage not critical", below(ca, turned(authority(), Extension.keyUsage)));
        all.put("CA without keyUsage", below(ca, without(authority(), Extension.keyUsage)));
        all.put(
                "CA with nameConstraints not critical",
                below(
                        ca,
                        turned(
                                with(authority(), Extensions.nameConstraints(List.of("example.org"))),
                                Extension.nameConstraints)));
        all.put(
                "server without authorityKeyIdentifier",
                below(NAME, without(leaf(), Extension.authorityKeyIdentifier)));
        all.put("server without subjectKeyIdentifier", below(NAME, without(leaf(), Extension.subjectKeyIdentifier)));
        all.put(
                "server with authorityKeyIdentifier critical",
                below(NAME, turned(leaf(), Extension.authorityKeyIdentifier)));
        all.put(
                "server with subjectKeyIdentifier critical",
                below(NAME, turned(leaf(), Extension.subjectKeyIdentifier)));
        all.put(
                "server that may sign certificates",
                below(NAME, with(leaf(), Extensions.keyUsage(KeyUsage.keyCertSign))));
        all.put(
                "server with a path length",
                below(NAME, with(leaf(), made(Extension.basicConstraints, true, new DERSequence(new ASN1Integer(0))))));
        all.put(
                "server with nameConstraints",
                below(NAME, with(leaf(), Extensions.nameConstraints(List.of("example.org")))));
        all.put("server with an empty keyUsage", below(NAME, with(leaf(), Extensions.keyUsage(0))));
        all.put(
                "server with an empty extKeyUsage",
                below(NAME, with(leaf(), made(Extension.extendedKeyUsage, false, new DERSequence()))));
        all.put(
                "server with an empty subjectAltName",
                below(NAME, with(leaf(), made(Extension.subjectAlternativeName, false, new DERSequence()))));
        all.put(
                "server with policyConstraints not critical",
                below(NAME, with(leaf(), made(Extension.policyConstraints, false, new DERSequence()))));
        all.put(
                "server with an empty certificatePolicies",
                below(NAME, with(leaf(), made(Extension.certificatePolicies, false, new DERSequence()))));
        all.put(
                "server with basicConstraints of a CA",
                below(NAME, with(leaf(), made(Extension.basicConstraints, true, new BasicConstraints(true)))));
        return all;
    }

    /** A line each; {@code -Daria.golden=write} writes them anew. */
    @Test
    void what_the_three_say_of_every_fault_is_written_down() throws IOException {
        Judges judges = new Judges(folder);
        StringBuilder table = new StringBuilder();
        faulty().forEach((fault, certificate) -> table.append(fault)
                .append("\n  aria     ")
                .append(ours(certificate))
                .append("\n  pkilint  ")
                .append(codes(judges.of(certificate), "pkilint"))
                .append("\n  zlint    ")
                .append(codes(judges.of(certificate), "zlint"))
                .append('\n'));
        Path golden = Checkout.root().resolve("tests/golden/lint/faulty-certificates.txt");
        if ("write".equals(System.getProperty("aria.golden"))) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, table);
        }
        assertThat(table.toString()).isEqualTo(Files.readString(golden));
    }

    private static String ours(X509Certificate certificate) {
        return CertificateLint.findings(certificate, Profile.RFC5280).stream()
                .map(finding -> finding.rule() + (finding.error() ? "" : " (advice)"))
                .collect(Collectors.joining(" "));
    }

    private static String codes(List<Judges.Objection> objections, String judge) {
        return objections.stream()
                .filter(each -> each.judge().equals(judge))
                .map(Judges.Objection::code)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
