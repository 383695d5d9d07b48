package aria.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.CertificateLint;
import aria.pki.CertificateText;
import aria.pki.Certificates;
import aria.pki.Extensions;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.MadeCa;
import aria.pki.Pem;
import aria.pki.Profile;
import aria.pki.Purpose;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathValidatorTest {

    private final MadeCa root = MadeCa.root("Root");

    private static PathVerdict ask(
            X509Certificate peer, List<MadeCa> others, MadeCa root, Profile profile, String... names) {
        return ask(peer, others, root, profile, MadeCa.NOW, PathQuestion.DEFAULT_DEPTH, names);
    }

    private static PathVerdict ask(
            X509Certificate peer,
            List<MadeCa> others,
            MadeCa root,
            Profile profile,
            Instant at,
            int depth,
            String... names) {
        return PathValidator.validate(new PathQuestion(
                peer,
                others.stream().map(MadeCa::certificate).toList(),
                List.of(root.certificate()),
                at,
                Optional.of(Purpose.SERVER),
                profile,
                List.of(names),
                depth,
                List.of()));
    }

    private static Extension constraints(boolean permit, GeneralName... bases) {
        GeneralSubtree[] subtrees = new GeneralSubtree[bases.length];
        for (int i = 0; i < bases.length; i++) {
            subtrees[i] = new GeneralSubtree(bases[i]);
        }
        return MadeCa.extension(
                Extension.nameConstraints,
                true,
                permit ? new NameConstraints(subtrees, null) : new NameConstraints(null, subtrees));
    }

    @Test
    void finds_the_path_among_certificates_in_any_order_and_gives_it_back() {
        MadeCa one = root.below("One", null);
        MadeCa two = one.below("Two", null);
        X509Certificate leaf = two.server("a.example", MadeCa.dns("a.example"));
        PathVerdict verdict = ask(leaf, List.of(MadeCa.root("Stranger"), one, two), root, Profile.RFC5280, "a.example");
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.path()).containsExactly(leaf, two.certificate(), one.certificate(), root.certificate());
        assertThat(ask(leaf, List.of(two), root, Profile.RFC5280).problems())
                .containsExactly("signed by 'One', which is not a trusted root");
    }

    @Test
    void takes_the_good_one_of_two_ways_and_survives_cas_that_sign_each_other() {
        KeyPair shared = Keys.generate(KeyType.P256);
        MadeCa forbidding = root.below("Forbidding", null, constraints(false, MadeCa.dns("a.example")));
        MadeCa bad = forbidding.below("Shared", shared, null);
        MadeCa good = root.below("Shared", shared, null);
        X509Certificate leaf = good.server("a.example", MadeCa.dns("a.example"));
        assertThat(ask(leaf, List.of(forbidding, bad, good), root, Profile.RFC5280)
                        .problems())
                .isEmpty();

        MadeCa lost = MadeCa.root("Lost");
        MadeCa first = lost.below("First", null);
        MadeCa second = first.below("Second", null);
        MadeCa firstAgain = second.below("First", first.keys(), null);
        assertThat(ask(first.server("b", MadeCa.dns("b.example")), List.of(firstAgain, second), root, Profile.RFC5280)
                        .valid())
                .isFalse();
    }

    @Test
    void a_hundred_cas_with_one_key_are_given_up_soon() {
        KeyPair shared = Keys.generate(KeyType.P256);
        List<MadeCa> many = new ArrayList<>(List.of(MadeCa.root("Nobody").below("CA", shared, null)));
        for (int i = 0; i < 100; i++) {
            many.add(many.get(i).below("CA", shared, null));
        }
        X509Certificate leaf = many.get(0).server("x", MadeCa.dns("x.example"));
        assertThat(ask(leaf, many, root, Profile.RFC5280).valid()).isFalse();
    }

    @Test
    void path_length_and_depth_count_cas_but_not_self_issued_ones() {
        MadeCa none = root.below("None", 0);
        MadeCa below = none.below("Below", null);
        assertThat(ask(below.server("x", MadeCa.dns("x.example")), List.of(none, below), root, Profile.RFC5280)
                        .problems())
                .containsExactly("'None' allows 0 CAs below it, but has 1");
        MadeCa renewed = none.below("None", 0);
        X509Certificate leaf = renewed.server("x", MadeCa.dns("x.example"));
        assertThat(ask(leaf, List.of(none, renewed), root, Profile.RFC5280).problems())
                .isEmpty();
        assertThat(ask(leaf, List.of(none, renewed), root, Profile.RFC5280, MadeCa.NOW, 1)
                        .valid())
                .isTrue();
        assertThat(ask(leaf, List.of(none, renewed), root, Profile.RFC5280, MadeCa.NOW, 0)
                        .valid())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "true, foo.example, foo.example, true",
        "true, foo.example, a.foo.example, true",
        "true, foo.example, *.foo.example, true",
        "true, foo.example, *.example, false",
        "true, foo.example, xfoo.example, false",
        "false, foo.example, foo.example, false",
        "false, foo.example, *.example, false",
        "false, foo.example, bar.example, true"
    })
    void dns_constraints_hold_for_names_and_for_what_a_wildcard_may_stand_for(
            boolean permit, String base, String name, boolean good) {
        MadeCa limited = MadeCa.root("Limited", constraints(permit, MadeCa.dns(base)));
        assertThat(ask(limited.server("x", MadeCa.dns(name)), List.of(), limited, Profile.RFC5280)
                        .valid())
                .isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({
        "ada@example.org, ada@example.org, true",
        "ada@example.org, Ada@example.org, false",
        "example.org, ada@example.org, true",
        "example.org, ada@sub.example.org, false",
        ".example.org, ada@sub.example.org, true",
        "*@example.org, *@example.org, true",
        "*@example.org, ada@example.org, false"
    })
    void mail_constraints_are_taken_literally(String base, String mailbox, boolean good) {
        MadeCa limited = MadeCa.root("Limited", constraints(true, new GeneralName(GeneralName.rfc822Name, base)));
        X509Certificate leaf =
                limited.server("x", MadeCa.dns("x.example"), new GeneralName(GeneralName.rfc822Name, mailbox));
        assertThat(ask(leaf, List.of(), limited, Profile.RFC5280, mailbox).valid())
                .isEqualTo(good);
    }

    @Test
    void address_and_directory_constraints_hold_and_malformed_ones_refuse_everything() {
        GeneralName net =
                new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[] {10, 0, 0, 0, -1, 0, 0, 0}));
        MadeCa limited = MadeCa.root("Limited", constraints(true, net, new GeneralName(new X500Name("CN=x"))));
        X509Certificate in = limited.server("x", new GeneralName(GeneralName.iPAddress, "10.1.2.3"));
        assertThat(ask(in, List.of(), limited, Profile.RFC5280, "10.1.2.3").problems())
                .isEmpty();
        X509Certificate out = limited.server("y", new GeneralName(GeneralName.iPAddress, "11.1.2.3"));
        assertThat(ask(out, List.of(), limited, Profile.RFC5280).problems())
                .containsExactly(
                        "'y' has the name 11.1.2.3, which 'Limited' may not sign for",
                        "'y' has the name DirName:CN=y, which 'Limited' may not sign for");
        MadeCa odd = MadeCa.root("Odd", constraints(true, MadeCa.dns("*.example")));
        assertThat(ask(odd.server("x", MadeCa.dns("x.example")), List.of(), odd, Profile.STACK)
                        .problems())
                .anyMatch(problem -> problem.contains("a name constraint that is not valid: DNS:*.example"));
    }

    @Test
    void an_unknown_critical_extension_refuses_the_path_it_is_in_and_no_other() {
        Extension unknown =
                MadeCa.extension(new ASN1ObjectIdentifier("1.3.6.1.4.1.55738.666.1"), true, DERNull.INSTANCE);
        MadeCa odd = root.below("Odd", null, unknown);
        MadeCa plain = root.below("Plain", null);
        assertThat(ask(odd.server("x", MadeCa.dns("x.example")), List.of(odd, plain), root, Profile.STACK)
                        .problems())
                .contains("'Odd' has an unrecognized critical extension: 1.3.6.1.4.1.55738.666.1");
        assertThat(ask(plain.server("x", MadeCa.dns("x.example")), List.of(odd, plain), root, Profile.STACK)
                        .valid())
                .isTrue();
    }

    @Test
    void times_count_in_whole_seconds_both_ends_included() {
        X509Certificate leaf = root.server("x", MadeCa.dns("x.example"));
        Instant end = Certificates.validity(leaf).notAfter();
        assertThat(ask(leaf, List.of(), root, Profile.RFC5280, end.plusMillis(900), 8)
                        .valid())
                .isTrue();
        assertThat(ask(leaf, List.of(), root, Profile.RFC5280, end.plusSeconds(1), 8)
                        .problems())
                .contains("'Root' expired on " + end);
        assertThat(ask(leaf, List.of(), root, Profile.RFC5280, end.minus(Duration.ofDays(400)), 8)
                        .valid())
                .isFalse();
    }

    @Test
    void an_intermediate_for_other_purposes_makes_no_server() {
        MadeCa clients = root.below("Clients", null, Extensions.extendedKeyUsage(Purpose.CLIENT));
        assertThat(ask(clients.server("x", MadeCa.dns("x.example")), List.of(clients), root, Profile.STACK)
                        .problems())
                .containsExactly("'Clients' is not for servers (no serverAuth in its extended key usage)");
    }

    @Test
    void profiles_differ_in_underscores_common_names_and_what_they_ask_of_cas() {
        X509Certificate service = root.server("my_db", MadeCa.dns("my_db"));
        assertThat(ask(service, List.of(), root, Profile.STACK, "my_db").problems())
                .isEmpty();
        assertThat(ask(service, List.of(), root, Profile.RFC5280, "my_db").problems())
                .containsExactly("'my_db' has an alternative name that is not valid: DNS:my_db");
        X509Certificate other = root.server("other.example", MadeCa.dns("x.example"));
        assertThat(ask(other, List.of(), root, Profile.RFC5280).problems()).isEmpty();
        assertThat(ask(other, List.of(), root, Profile.WEBPKI).problems())
                .singleElement()
                .asString()
                .contains("has a common name that is not among");
    }

    @Test
    void a_name_in_another_encoding_than_it_claims_is_a_refusal_and_no_failure_of_ours() throws Exception {
        byte[] der = root.server("broken", MadeCa.dns("x.example")).getEncoded();
        int at = new String(der, StandardCharsets.ISO_8859_1).indexOf("broken");
        der[at] = (byte) 0xff;
        X509Certificate broken = Pem.findCertificates(der, "the file").get(0);
        for (Profile profile : Profile.values()) {
            assertThat(ask(broken, List.of(), root, profile, "x.example").valid())
                    .isFalse();
            assertThat(CertificateLint.findings(broken, profile)).isNotNull();
        }
        assertThat(CertificateText.of(broken)).anyMatch(line -> line.contains("DNS:x.example"));
    }

    @Test
    void the_common_name_is_never_a_fallback_for_the_hosts() {
        X509Certificate leaf = root.server("x.example", MadeCa.dns("y.example"));
        assertThat(ask(leaf, List.of(), root, Profile.STACK, "x.example").problems())
                .containsExactly("'x.example' is not for x.example, but for DNS:y.example");
    }
}
