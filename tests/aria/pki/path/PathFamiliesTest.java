package aria.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.RefusedException;
import aria.pki.Extensions;
import aria.pki.MadeCa;
import aria.pki.OddCertificate;
import aria.pki.Profile;
import aria.pki.Purpose;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of RFC 5280, and of the Baseline Requirements, once kept and once broken, by profile: R for rfc5280, W for webpki, S for stack. */
class PathFamiliesTest {
    private static final MadeCa ROOT = MadeCa.root("Root");
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.55738.666.2");
    private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.3.6.1.4.1.55738.666.1");
    private static final int RFC822 = GeneralName.rfc822Name;
    private static final int URI = GeneralName.uniformResourceIdentifier;

    /** @param takenBy the profiles that take this path */
    private static Arguments row(String what, String takenBy, MadeCa root, X509Certificate peer, MadeCa... others) {
        return Arguments.of(what, takenBy, root, peer, List.of(others));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "serials",
        "times",
        "keys",
        "identifiers",
        "usages",
        "alternativeNames",
        "authorities",
        "policies",
        "constraints",
        "ways"
    })
    void is_taken_by(String what, String takenBy, MadeCa root, X509Certificate peer, List<MadeCa> others) {
        StringBuilder takers = new StringBuilder();
        for (Profile profile :
                peer == null ? List.<Profile>of() : List.of(Profile.RFC5280, Profile.WEBPKI, Profile.STACK)) {
            PathVerdict verdict = PathValidator.validate(new PathQuestion(
                    peer,
                    others.stream().map(MadeCa::certificate).toList(),
                    List.of(root.certificate()),
                    MadeCa.NOW,
                    Optional.of(Purpose.SERVER),
                    profile,
                    List.of(),
                    PathQuestion.DEFAULT_DEPTH,
                    List.of()));
            takers.append(verdict.valid() ? profile.name().substring(0, 1) : "");
        }
        assertThat(takers).hasToString(takenBy);
    }

    private static Arguments leaf(String what, String takenBy, UnaryOperator<OddCertificate> odd) {
        return readable(
                what,
                takenBy,
                () -> row(
                        what, takenBy, ROOT, odd.apply(OddCertificate.by(ROOT)).make()));
    }

    /** What Java itself doesn't read is refused before anybody judges it. */
    private static Arguments readable(String what, String takenBy, Supplier<Arguments> row) {
        try {
            return row.get();
        } catch (RefusedException unreadable) {
            return Arguments.of(what, takenBy, ROOT, null, List.of());
        }
    }

    static Stream<Arguments> serials() {
        return Stream.of(
                leaf("an honest certificate", "RWS", odd -> odd),
                leaf("serial 0", "", odd -> odd.serial("0")),
                leaf("a negative serial", "", odd -> odd.serial("-5")),
                leaf(
                        "a serial of 20 octets",
                        "RWS",
                        odd -> odd.serial(
                                BigInteger.TWO.pow(159).subtract(BigInteger.ONE).toString())),
                leaf(
                        "a serial of 21 octets",
                        "",
                        odd -> odd.serial(BigInteger.TWO.pow(159).toString())));
    }

    static Stream<Arguments> times() {
        ASN1Primitive from = new DERUTCTime("260101000000Z");
        return Stream.of(
                leaf("UTCTime", "RWS", odd -> odd.times(from, new DERUTCTime("270101000000Z"))),
                leaf(
                        "GeneralizedTime from 2050 on",
                        "RWS",
                        odd -> odd.times(from, new DERGeneralizedTime("20500101000000Z"))),
                leaf("no nextUpdate", "RWS", odd -> odd.times(from, new DERGeneralizedTime("99991231235959Z"))),
                leaf(
                        "GeneralizedTime before 2050",
                        "",
                        odd -> odd.times(from, new DERGeneralizedTime("20270101000000Z"))),
                leaf("parts of a second", "", odd -> odd.times(from, new DERGeneralizedTime("20500101000000.5Z"))),
                leaf("another zone", "", odd -> odd.times(from, new DERUTCTime("270101000000+0100"))),
                leaf("no seconds", "", odd -> odd.times(from, new DERUTCTime("2701010000Z"))),
                leaf(
                        "an end before the begin",
                        "",
                        odd -> odd.times(new DERUTCTime("270101000000Z"), new DERUTCTime("250101000000Z"))),
                leaf("1950 and not 2050", "", odd -> odd.times(from, new DERUTCTime("500101000000Z"))));
    }

    private static SubjectPublicKeyInfo rsa(int bits) {
        return info("RSA", generator -> generator.initialize(bits));
    }

    private interface Setting {
        void make(KeyPairGenerator generator) throws GeneralSecurityException;
    }

    private static SubjectPublicKeyInfo info(String kind, Setting setting) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            setting.make(generator);
            PublicKey key = generator.generateKeyPair().getPublic();
            return SubjectPublicKeyInfo.getInstance(key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** No point of that curve, which nobody looks at. */
    private static SubjectPublicKeyInfo curve(String oid, int octets) {
        byte[] point = new byte[1 + 2 * octets];
        point[0] = 4;
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.2.1"), new ASN1ObjectIdentifier(oid)),
                point);
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                leaf("RSA, 2048 bits", "RWS", odd -> odd.key(rsa(2048))),
                leaf("RSA, 1024 bits", "", odd -> odd.key(rsa(1024))),
                leaf("RSA, 2052 bits", "", odd -> odd.key(rsa(2052))),
                leaf("DSA", "", odd -> odd.key(info("DSA", generator -> generator.initialize(2048)))),
                leaf(
                        "P-384",
                        "RWS",
                        odd -> odd.key(
                                info("EC", generator -> generator.initialize(new ECGenParameterSpec("secp384r1"))))),
                leaf(
                        "P-521",
                        "RWS",
                        odd -> odd.key(
                                info("EC", generator -> generator.initialize(new ECGenParameterSpec("secp521r1"))))),
                leaf("Ed25519", "RS", odd -> odd.key(info("Ed25519", generator -> {}))),
                leaf("Ed448", "", odd -> odd.key(info("Ed448", generator -> {}))),
                leaf("P-192", "", odd -> odd.key(curve("1.2.840.10045.3.1.1", 24))),
                leaf("P-224", "", odd -> odd.key(curve("1.3.132.0.33", 28))),
                leaf("secp256k1", "", odd -> odd.key(curve("1.3.132.0.10", 32))),
                leaf("a signature with SHA-1", "", odd -> odd.signedWith("SHA1withECDSA")),
                leaf("a signature with SHA-384", "RWS", odd -> odd.signedWith("SHA384withECDSA")));
    }

    static Stream<Arguments> identifiers() {
        byte[] key = Extensions.keyIdentifier(ROOT.certificate());
        GeneralNames issuer = new GeneralNames(new GeneralName(new X500Name("CN=Root")));
        MadeCa bare = new MadeCa(
                OddCertificate.by(ROOT)
                        .subject("CN=Bare")
                        .key(SubjectPublicKeyInfo.getInstance(
                                ROOT.keys().getPublic().getEncoded()))
                        .without(
                                Extension.extendedKeyUsage,
                                Extension.subjectAlternativeName,
                                Extension.subjectKeyIdentifier)
                        .with(Extensions.authority(null))
                        .with(Extensions.keyUsage(KeyUsage.keyCertSign))
                        .make(),
                ROOT.keys());
        Extension byAnotherMethod = Extensions.authorityKeyIdentifier(new byte[] {1, 2, 3});
        return Stream.of(
                leaf("no authority key identifier", "", odd -> odd.without(Extension.authorityKeyIdentifier)),
                leaf("no subject key identifier", "RWS", odd -> odd.without(Extension.subjectKeyIdentifier)),
                leaf(
                        "a critical subject key identifier",
                        "",
                        odd -> odd.with(MadeCa.extension(
                                Extension.subjectKeyIdentifier, true, new DEROctetString(new byte[20])))),
                leaf(
                        "a critical authority key identifier",
                        "",
                        odd -> odd.with(MadeCa.extension(
                                Extension.authorityKeyIdentifier, true, new AuthorityKeyIdentifier(key)))),
                leaf("that of another key", "", odd -> odd.with(Extensions.authorityKeyIdentifier(new byte[20]))),
                leaf(
                        "one with issuer and serial as well",
                        "RS",
                        odd -> odd.with(MadeCa.extension(
                                Extension.authorityKeyIdentifier,
                                false,
                                new AuthorityKeyIdentifier(
                                        key, issuer, ROOT.certificate().getSerialNumber())))),
                leaf(
                        "one without the key's",
                        "",
                        odd -> odd.with(MadeCa.extension(
                                Extension.authorityKeyIdentifier,
                                false,
                                new AuthorityKeyIdentifier(
                                        issuer, ROOT.certificate().getSerialNumber())))),
                row(
                        "a CA that gives its key no identifier",
                        "S",
                        ROOT,
                        OddCertificate.by(bare).with(byAnotherMethod).make(),
                        bare));
    }

    private static Extension purposes(boolean critical, KeyPurposeId... purposes) {
        return MadeCa.extension(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(purposes));
    }

    static Stream<Arguments> usages() {
        return Stream.of(
                leaf("no extended key usage", "R", odd -> odd.without(Extension.extendedKeyUsage)),
                leaf("any purpose", "R", odd -> odd.with(purposes(false, KeyPurposeId.anyExtendedKeyUsage))),
                leaf(
                        "a critical extended key usage",
                        "RS",
                        odd -> odd.with(purposes(true, KeyPurposeId.id_kp_serverAuth))),
                leaf(
                        "an empty extended key usage",
                        "",
                        odd -> odd.with(MadeCa.extension(Extension.extendedKeyUsage, false, new DERSequence()))),
                leaf("mail alone", "", odd -> odd.with(purposes(false, KeyPurposeId.id_kp_emailProtection))),
                leaf("no key usage", "RWS", odd -> odd.without(Extension.keyUsage)),
                leaf("an empty key usage", "", odd -> odd.with(Extensions.keyUsage(0))),
                leaf("signing lists alone", "", odd -> odd.with(Extensions.keyUsage(KeyUsage.cRLSign))),
                leaf(
                        "signing certificates without being a CA",
                        "",
                        odd -> odd.with(Extensions.keyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature))),
                leaf(
                        "a CA",
                        "R",
                        odd -> odd.with(Extensions.authority(null))
                                .with(Extensions.keyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature))),
                leaf(
                        "a path length without a CA",
                        "",
                        odd -> odd.with(MadeCa.extension(
                                Extension.basicConstraints, true, new DERSequence(new ASN1Integer(0))))),
                leaf(
                        "no CA, said so",
                        "RWS",
                        odd -> odd.with(
                                MadeCa.extension(Extension.basicConstraints, false, new BasicConstraints(false)))),
                leaf(
                        "something critical that nobody knows",
                        "",
                        odd -> odd.with(MadeCa.extension(UNKNOWN, true, DERNull.INSTANCE))),
                leaf(
                        "something that nobody knows",
                        "RWS",
                        odd -> odd.with(MadeCa.extension(UNKNOWN, false, DERNull.INSTANCE))),
                leaf(
                        "name constraints of a leaf",
                        "",
                        odd -> odd.with(constraints(true, true, MadeCa.dns("x.example")))));
    }

    private static Arguments named(String name, String takenBy) {
        return leaf("DNS:" + name, takenBy, odd -> odd.subject("O=x").with(MadeCa.alternativeNames(MadeCa.dns(name))));
    }

    private static Arguments other(String what, String takenBy, GeneralName name) {
        return leaf(
                what, takenBy, odd -> odd.subject("O=x").with(MadeCa.alternativeNames(MadeCa.dns("x.example"), name)));
    }

    static Stream<Arguments> alternativeNames() {
        GeneralName ip =
                new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[] {10, 0, 0, 1, -1, 0, 0, 0}));
        Extension critical =
                MadeCa.extension(Extension.subjectAlternativeName, true, new GeneralNames(MadeCa.dns("x.example")));
        return Stream.of(
                named("x.example", "RWS"),
                named("*.x.example", "RWS"),
                named("xn--bcher-kva.example", "RWS"),
                named("", ""),
                named(" ", ""),
                named(".x.example", ""),
                named("x.example.", ""),
                named("x..example", ""),
                named("*", ""),
                named("f*.x.example", ""),
                named("*.*.example", ""),
                named("x.*.example", ""),
                named("*x.example", ""),
                named("-x.example", ""),
                named("x_y.example", "S"),
                named("b\u00fccher.example", ""),
                named("10.0.0.1", ""),
                named("a".repeat(64) + ".example", ""),
                named("x\u0000.example", ""),
                named("*.example", "RS"),
                other("an address with a mask", "", ip),
                other("two addresses in a mailbox", "", new GeneralName(RFC822, "a@b@c.example")),
                other("a mailbox", "RWS", new GeneralName(RFC822, "ada@c.example")),
                other("a relative URI", "", new GeneralName(URI, "/x")),
                leaf(
                        "an empty list of names",
                        "",
                        odd -> odd.with(MadeCa.extension(Extension.subjectAlternativeName, false, new DERSequence()))),
                leaf("no names at all", "", odd -> odd.without(Extension.subjectAlternativeName)),
                leaf(
                        "no subject, and critical names",
                        "RWS",
                        odd -> odd.subject("").with(critical)),
                leaf("no subject, names that aren't critical", "", odd -> odd.subject("")),
                leaf("a subject, and critical names", "RS", odd -> odd.with(critical)));
    }

    private static Arguments authority(String what, String takenBy, UnaryOperator<OddCertificate> odd) {
        OddCertificate ca = OddCertificate.by(ROOT)
                .subject("CN=Middle")
                .key(SubjectPublicKeyInfo.getInstance(ROOT.keys().getPublic().getEncoded()))
                .without(Extension.extendedKeyUsage, Extension.subjectAlternativeName)
                .with(Extensions.authority(null))
                .with(Extensions.keyUsage(KeyUsage.keyCertSign));
        return readable("a CA: " + what, takenBy, () -> {
            MadeCa middle = new MadeCa(odd.apply(ca).make(), ROOT.keys());
            return row("a CA: " + what, takenBy, ROOT, OddCertificate.by(middle).make(), middle);
        });
    }

    static Stream<Arguments> authorities() {
        Extension uncritical = MadeCa.extension(Extension.basicConstraints, false, new BasicConstraints(true));
        return Stream.of(
                authority("honest", "RWS", odd -> odd),
                authority("without basic constraints", "", odd -> odd.without(Extension.basicConstraints)),
                authority(
                        "that says it is none",
                        "",
                        odd -> odd.with(
                                MadeCa.extension(Extension.basicConstraints, true, new BasicConstraints(false)))),
                authority("with uncritical basic constraints", "S", odd -> odd.with(uncritical)),
                authority("that may sign lists alone", "", odd -> odd.with(Extensions.keyUsage(KeyUsage.cRLSign))),
                authority("without a subject", "", odd -> odd.subject("")),
                authority("with serial 0", "S", odd -> odd.serial("0")),
                authority("with a weak key", "", odd -> odd.key(rsa(1024))),
                authority(
                        "expired",
                        "",
                        odd -> odd.times(new DERUTCTime("250101000000Z"), new DERUTCTime("260101000000Z"))),
                authority("for clients", "", odd -> odd.with(purposes(false, KeyPurposeId.id_kp_clientAuth))),
                authority("for any purpose", "RWS", odd -> odd.with(purposes(false, KeyPurposeId.anyExtendedKeyUsage))),
                authority(
                        "without a key identifier of its issuer's",
                        "S",
                        odd -> odd.without(Extension.authorityKeyIdentifier)));
    }

    private static Extension policy(ASN1ObjectIdentifier... oids) {
        return MadeCa.extension(
                Extension.certificatePolicies,
                false,
                new CertificatePolicies(
                        Stream.of(oids).map(PolicyInformation::new).toArray(PolicyInformation[]::new)));
    }

    static Stream<Arguments> policies() {
        Extension explicit =
                MadeCa.extension(Extension.policyConstraints, true, new PolicyConstraints(BigInteger.ZERO, null));
        Extension lax =
                MadeCa.extension(Extension.policyConstraints, false, new PolicyConstraints(BigInteger.ZERO, null));
        Extension inhibit = MadeCa.extension(Extension.inhibitAnyPolicy, true, new ASN1Integer(0));
        ASN1ObjectIdentifier any = new ASN1ObjectIdentifier("2.5.29.32.0");
        MadeCa strict = ROOT.below("Strict", null, explicit, policy(POLICY));
        MadeCa none = ROOT.below("None", null, explicit, inhibit, policy(POLICY));
        MadeCa loose = ROOT.below("Loose", null, lax, policy(POLICY));
        return Stream.of(
                row(
                        "the policy that is asked for",
                        "RWS",
                        ROOT,
                        OddCertificate.by(strict).with(policy(POLICY)).make(),
                        strict),
                row(
                        "no policy where one is asked for",
                        "",
                        ROOT,
                        OddCertificate.by(strict).make(),
                        strict),
                row(
                        "another policy than is asked for",
                        "",
                        ROOT,
                        OddCertificate.by(strict).with(policy(UNKNOWN)).make(),
                        strict),
                row(
                        "any policy",
                        "RWS",
                        ROOT,
                        OddCertificate.by(strict).with(policy(any)).make(),
                        strict),
                row(
                        "any policy where it is inhibited",
                        "",
                        ROOT,
                        OddCertificate.by(none).with(policy(any)).make(),
                        none),
                row(
                        "policy constraints that are not critical",
                        "S",
                        ROOT,
                        OddCertificate.by(loose).with(policy(POLICY)).make(),
                        loose),
                leaf("a policy twice", "", odd -> odd.with(policy(POLICY, POLICY))),
                leaf(
                        "no policy in the list of them",
                        "",
                        odd -> odd.with(MadeCa.extension(Extension.certificatePolicies, false, new DERSequence()))));
    }

    private static Extension constraints(boolean critical, boolean permit, GeneralName... bases) {
        GeneralSubtree[] subtrees = Stream.of(bases).map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
        return MadeCa.extension(
                Extension.nameConstraints,
                critical,
                permit ? new NameConstraints(subtrees, null) : new NameConstraints(null, subtrees));
    }

    private static Arguments limited(
            String what, String takenBy, Extension constraints, String subject, GeneralName... names) {
        MadeCa limited = MadeCa.root("Limited", constraints);
        return row(
                what,
                takenBy,
                limited,
                OddCertificate.by(limited)
                        .subject(subject)
                        .with(MadeCa.alternativeNames(names))
                        .make());
    }

    private static GeneralName range(int... bytes) {
        byte[] range = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            range[i] = (byte) bytes[i];
        }
        return new GeneralName(GeneralName.iPAddress, new DEROctetString(range));
    }

    static Stream<Arguments> constraints() {
        GeneralName x = MadeCa.dns("x.example");
        GeneralName uri = new GeneralName(URI, "https://a.host.example/p?q#f");
        GeneralName othername = new GeneralName(GeneralName.otherName, new DERSequence(new ASN1Encodable[] {
            UNKNOWN, new DERTaggedObject(true, 0, new DERUTF8String("x"))
        }));
        GeneralName directory = new GeneralName(new X500Name("C=CH,O=Aria"));
        Extension host = constraints(true, true, new GeneralName(URI, ".host.example"));
        GeneralName ten = range(10, 0, 0, 0, 255, 0, 0, 0);
        return Stream.of(
                limited("a URI below the domain", "RWS", host, "O=x", x, uri),
                limited("a URI elsewhere", "", host, "O=x", x, new GeneralName(URI, "https://other.example/")),
                limited(
                        "a URI of the domain itself",
                        "",
                        host,
                        "O=x",
                        x,
                        new GeneralName(URI, "https://host.example/")),
                limited("a URI with an address", "", host, "O=x", x, new GeneralName(URI, "https://10.0.0.1/")),
                limited("a URI without a host", "", host, "O=x", x, new GeneralName(URI, "urn:a:b")),
                limited(
                        "a URI whose user looks like the domain",
                        "",
                        host,
                        "O=x",
                        x,
                        new GeneralName(URI, "https://a.host.example@other.example/")),
                limited(
                        "an excluded host in a URI",
                        "",
                        constraints(true, false, new GeneralName(URI, "a.host.example")),
                        "O=x",
                        x,
                        uri),
                limited("no URI where URIs are limited", "RWS", host, "O=x", x),
                limited(
                        "an otherName where they are limited",
                        "",
                        constraints(true, true, othername),
                        "O=x",
                        x,
                        othername),
                limited(
                        "an otherName where they are excluded",
                        "",
                        constraints(true, false, othername),
                        "O=x",
                        x,
                        othername),
                limited("no otherName where they are limited", "RWS", constraints(true, true, othername), "O=x", x),
                limited("an excluded address", "", constraints(true, false, ten), "O=x", x, range(10, 9, 8, 7)),
                limited(
                        "an address that isn't excluded",
                        "RWS",
                        constraints(true, false, ten),
                        "O=x",
                        x,
                        range(11, 9, 8, 7)),
                limited(
                        "IPv6 where IPv4 is permitted",
                        "",
                        constraints(true, true, ten),
                        "O=x",
                        x,
                        range(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
                limited(
                        "a mask with a hole",
                        "",
                        constraints(true, true, range(10, 0, 0, 0, 255, 0, 255, 0)),
                        "O=x",
                        x),
                limited("an address without a mask", "", constraints(true, true, range(10, 0, 0, 0)), "O=x", x),
                limited("every DNS name permitted", "RWS", constraints(true, true, MadeCa.dns("")), "O=x", x),
                limited("every DNS name excluded", "", constraints(true, false, MadeCa.dns("")), "O=x", x),
                limited(
                        "a constraint with a leading dot",
                        "",
                        constraints(true, true, MadeCa.dns(".example")),
                        "O=x",
                        x),
                limited("another case", "RWS", constraints(true, true, MadeCa.dns("X.Example")), "O=x", x),
                limited(
                        "a subject below the permitted one",
                        "RWS",
                        constraints(true, true, directory),
                        "C=CH,O=aria,OU=x",
                        x),
                limited("a subject beside it", "", constraints(true, true, directory), "C=CH,O=Other", x),
                limited("a subject above it", "", constraints(true, true, directory), "C=CH", x),
                limited(
                        "a directory name beside it",
                        "",
                        constraints(true, true, directory),
                        "C=CH,O=Aria",
                        x,
                        new GeneralName(new X500Name("C=DE,O=Aria"))),
                limited("an excluded subject", "", constraints(true, false, directory), "C=CH,O=Aria,OU=x", x),
                limited(
                        "a mailbox in the subject",
                        "",
                        constraints(true, true, new GeneralName(RFC822, "host.example")),
                        "E=ada@other.example",
                        x),
                limited(
                        "a host in the common name",
                        "",
                        constraints(true, true, MadeCa.dns("y.example")),
                        "CN=x.example",
                        range(10, 0, 0, 1)),
                limited("constraints that are not critical", "WS", constraints(false, true, x), "O=x", x),
                limited("none", "", MadeCa.extension(Extension.nameConstraints, true, new DERSequence()), "O=x", x),
                limited(
                        "a minimum",
                        "",
                        MadeCa.extension(
                                Extension.nameConstraints,
                                true,
                                new NameConstraints(
                                        new GeneralSubtree[] {new GeneralSubtree(x, BigInteger.ONE, null)}, null)),
                        "O=x",
                        x));
    }

    static Stream<Arguments> ways() {
        MadeCa limited = MadeCa.root("Self", constraints(true, true, new GeneralName(new X500Name("O=nobody"))));
        MadeCa again = limited.below("Self", null);
        MadeCa twin = MadeCa.root("Root");
        MadeCa under = ROOT.below("Under", null);
        MadeCa crossed = twin.below("Under", under.keys(), null);
        return Stream.of(
                row(
                        "a CA that changes its key keeps a name that is not permitted",
                        "",
                        limited,
                        OddCertificate.by(again).make(),
                        again),
                row(
                        "so does its leaf, without a subject",
                        "RWS",
                        limited,
                        OddCertificate.by(again)
                                .subject("")
                                .with(MadeCa.extension(
                                        Extension.subjectAlternativeName,
                                        true,
                                        new GeneralNames(MadeCa.dns("x.example"))))
                                .make(),
                        again),
                row(
                        "a self-issued leaf keeps to the constraints",
                        "",
                        limited,
                        OddCertificate.by(limited).subject("CN=Self").make()),
                row(
                        "a crossed CA, the wrong way first",
                        "RWS",
                        ROOT,
                        OddCertificate.by(under).make(),
                        crossed,
                        under),
                row(
                        "the same certificate many times",
                        "RWS",
                        ROOT,
                        OddCertificate.by(under).make(),
                        under,
                        under,
                        under,
                        ROOT),
                row(
                        "a root of the same name and another key",
                        "",
                        twin,
                        OddCertificate.by(under).make(),
                        under),
                row(
                        "the crossed way alone",
                        "RWS",
                        twin,
                        OddCertificate.by(under).make(),
                        under,
                        crossed),
                row("a missing CA", "", ROOT, OddCertificate.by(under).make()),
                row("a CA that isn't trusted", "", ROOT, OddCertificate.by(twin).make(), twin));
    }
}
