package aria.pki;

import static aria.finding.Remedy.advice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.PasswordRecipient;
import org.bouncycastle.cms.PasswordRecipientInformation;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientId;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JcePasswordAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JcePasswordRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;
import org.bouncycastle.util.Selector;

/**
 * An encrypted file: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM, in DER. {@code openssl cms -decrypt} opens it.
 */
public final class Envelope {
    /** For a password that a person may have chosen. */
    private static final int ITERATIONS = 600_000;

    /** Above this, opening a file that somebody else made would take long. */
    private static final int MOST_ITERATIONS = 2_000_000;

    private static final int SALT_BYTES = 16;
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private Envelope() {}

    /**
     * Encrypts for a password, for the keys of certificates, or for both: any one of them opens it.
     *
     * @param password   empty for none
     * @param recipients with RSA keys, or keys on a curve of NIST
     * @throws aria.finding.RefusedException for a certificate whose key cannot encrypt
     */
    public static byte[] seal(byte[] content, Optional<char[]> password, List<X509Certificate> recipients) {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try {
            CMSAuthEnvelopedDataStreamGenerator generator = new CMSAuthEnvelopedDataStreamGenerator();
            password.map(Envelope::of).ifPresent(generator::addRecipientInfoGenerator);
            for (X509Certificate recipient : recipients) {
                generator.addRecipientInfoGenerator(of(recipient));
            }
            OutputAEADEncryptor encryptor =
                    (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                            .setProvider(PROVIDER)
                            .build();
            try (OutputStream out = generator.open(sealed, encryptor)) {
                out.write(content);
            }
        } catch (IOException | CMSException | GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is there", e);
        }
        return sealed.toByteArray();
    }

    private static RecipientInfoGenerator of(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        JcePasswordRecipientInfoGenerator generator =
                new JcePasswordRecipientInfoGenerator(CMSAlgorithm.AES256_CBC, password);
        generator.setProvider(PROVIDER);
        generator.setPasswordConversionScheme(PasswordRecipient.PKCS5_SCHEME2_UTF8);
        generator.setPRF(PasswordRecipient.PRF.HMacSHA256);
        generator.setSaltAndIterationCount(salt, ITERATIONS);
        return generator;
    }

    private static RecipientInfoGenerator of(X509Certificate recipient) throws GeneralSecurityException {
        if (recipient.getPublicKey() instanceof RSAPublicKey) {
            AlgorithmIdentifier oaep = Infallible.get(
                    "OAEP has parameters",
                    () -> new JcaAlgorithmParametersConverter()
                            .getAlgorithmIdentifier(
                                    PKCSObjectIdentifiers.id_RSAES_OAEP,
                                    new OAEPParameterSpec(
                                            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT)));
            return new JceKeyTransRecipientInfoGenerator(recipient, oaep).setProvider(PROVIDER);
        }
        if (recipient.getPublicKey() instanceof ECPublicKey key) {
            KeyPairGenerator ephemeral = KeyPairGenerator.getInstance("EC");
            ephemeral.initialize(key.getParams());
            KeyPair pair = ephemeral.generateKeyPair();
            return new JceKeyAgreeRecipientInfoGenerator(
                            CMSAlgorithm.ECDH_SHA256KDF, pair.getPrivate(), pair.getPublic(), CMSAlgorithm.AES256_WRAP)
                    .addRecipient(recipient)
                    .setProvider(PROVIDER);
        }
        throw PkiErrors.refused(
                "'" + Certificates.commonName(recipient) + "' has a key that cannot encrypt ("
                        + recipient.getPublicKey().getAlgorithm() + ")",
                advice("name a certificate with an RSA key, or one on P-256 or P-384"));
    }

    /**
     * Decrypts by a password.
     *
     * @param label what to call the file in an error
     * @throws aria.finding.RefusedException when it is not such a file, is for no password or another one, or was
     *                                       changed
     */
    public static byte[] open(byte[] sealed, char[] password, String label) {
        RecipientInformation recipient = recipient(sealed, label, PasswordRecipientInformation.class::isInstance)
                .orElseThrow(() -> PkiErrors.in(label, "no password opens the file: it is for certificates only"));
        requireAffordable((PasswordRecipientInformation) recipient, label);
        return open(
                recipient,
                new JcePasswordAuthEnvelopedRecipient(password)
                        .setPasswordConversionScheme(PasswordRecipient.PKCS5_SCHEME2_UTF8)
                        .setProvider(PROVIDER),
                label,
                "the password is wrong, or the file was changed");
    }

    /** As {@link #open(byte[], char[], String)}, by the key of one of the recipients' certificates. */
    public static byte[] open(byte[] sealed, CertifiedKey own, String label) {
        PrivateKey key = own.key();
        RecipientInformation recipient = recipient(
                        sealed,
                        label,
                        info -> info.getRID().getType() != RecipientId.password && selects(info, own.certificate()))
                .orElseThrow(() -> PkiErrors.in(
                        label, "the file is not for '" + Certificates.commonName(own.certificate()) + "'"));
        Recipient opener = key.getAlgorithm().equals("RSA")
                ? new JceKeyTransAuthEnvelopedRecipient(key).setProvider(PROVIDER)
                : new JceKeyAgreeAuthEnvelopedRecipient(key).setProvider(PROVIDER);
        return open(recipient, opener, label, "the key does not open it, or the file was changed");
    }

    @SuppressWarnings("unchecked") // an id of a recipient selects recipients
    private static boolean selects(RecipientInformation info, X509Certificate certificate) {
        return ((Selector<Object>) (Selector<?>) info.getRID())
                .match(Infallible.get(
                        "a parsed certificate can't be encoded",
                        () -> new X509CertificateHolder(certificate.getEncoded())));
    }

    private static Optional<RecipientInformation> recipient(
            byte[] sealed, String label, Predicate<RecipientInformation> wanted) {
        try {
            CMSAuthEnvelopedData data = new CMSAuthEnvelopedData(sealed);
            if (!CMSObjectIdentifiers.authEnvelopedData.equals(
                    data.toASN1Structure().getContentType())) {
                throw new CMSException("another content type");
            }
            return data.getRecipientInfos().getRecipients().stream()
                    .filter(wanted)
                    .findFirst();
        } catch (CMSException | RuntimeException | StackOverflowError otherForm) {
            throw PkiErrors.in(label, "the file is not CMS AuthEnvelopedData", otherForm);
        }
    }

    private static byte[] open(RecipientInformation recipient, Recipient opener, String label, String wrong) {
        try {
            return recipient.getContent(opener);
        } catch (CMSException | RuntimeException failed) {
            throw PkiErrors.in(label, wrong, failed);
        }
    }

    private static void requireAffordable(PasswordRecipientInformation recipient, String label) {
        if (!isAffordable(recipient.getKeyDerivationAlgorithm())) {
            throw PkiErrors.in(label, "the password is stretched in a way that is not supported");
        }
    }

    private static boolean isAffordable(AlgorithmIdentifier derivationOrNull) {
        try {
            return derivationOrNull != null
                    && derivationOrNull.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)
                    && PBKDF2Params.getInstance(derivationOrNull.getParameters())
                                    .getIterationCount()
                                    .compareTo(BigInteger.valueOf(MOST_ITERATIONS))
                            <= 0;
        } catch (RuntimeException malformed) {
            return false;
        }
    }
}
