package aria.pki;

import java.math.BigInteger;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;

/** Builds a revocation list and signs it (RFC 5280, 5.1). The entries of the previous list stay on the new one. */
final class RevocationWriter {

    private RevocationWriter() {}

    /**
     * Makes the list that comes after {@code before}.
     *
     * @param authorityKeyIdentifier of the issuer's key
     * @param more                   serial numbers to be added, each with its reason; those that are on it already
     *                               keep their date
     * @param validity               from now to the time when the next list has to be there
     */
    static X509CRL write(
            CertificateWriter.Issuer issuer,
            Extension authorityKeyIdentifier,
            Optional<X509CRL> before,
            Map<BigInteger, CRLReason> more,
            Validity validity) {
        V2TBSCertListGenerator list = new V2TBSCertListGenerator();
        list.setSignature(issuer.scheme().identifier());
        list.setIssuer(issuer.name());
        list.setThisUpdate(new Time(Date.from(validity.notBefore())));
        list.setNextUpdate(new Time(Date.from(validity.notAfter())));
        Map<BigInteger, CRLReason> fresh = new LinkedHashMap<>(more);
        for (X509CRLEntry entry : entries(before)) {
            CRLReason reason = entry.getRevocationReason();
            list.addCRLEntry(
                    new ASN1Integer(entry.getSerialNumber()),
                    new Time(entry.getRevocationDate()),
                    reason == null ? 0 : reason.ordinal());
            fresh.remove(entry.getSerialNumber());
        }
        // the JDK's constants stand in the order of RFC 5280, 5.3.1
        fresh.forEach((serial, reason) ->
                list.addCRLEntry(new ASN1Integer(serial), new Time(Date.from(validity.notBefore())), reason.ordinal()));
        list.setExtensions(new org.bouncycastle.asn1.x509.Extensions(new Extension[] {
            authorityKeyIdentifier, extension(new CRLNumber(number(before).add(BigInteger.ONE)))
        }));
        return signed(list.generateTBSCertList(), issuer);
    }

    /** The list's number; zero for one that isn't there or has none. */
    static BigInteger number(Optional<X509CRL> list) {
        return list.map(each -> each.getExtensionValue(Extension.cRLNumber.getId()))
                .map(value -> ASN1Integer.getInstance(
                                ASN1OctetString.getInstance(value).getOctets())
                        .getPositiveValue())
                .orElse(BigInteger.ZERO);
    }

    private static List<X509CRLEntry> entries(Optional<X509CRL> list) {
        return list.map(X509CRL::getRevokedCertificates)
                .<List<X509CRLEntry>>map(ArrayList::new)
                .orElse(List.of());
    }

    private static Extension extension(CRLNumber number) {
        return Infallible.get("a number can't be encoded", () -> Extension.create(Extension.cRLNumber, false, number));
    }

    private static X509CRL signed(TBSCertList content, CertificateWriter.Issuer issuer) {
        return Infallible.get("a list of our own making can't be encoded", () -> {
            byte[] signature = issuer.scheme().sign(issuer.key(), content.getEncoded("DER"));
            return Revocation.read(
                    new DERSequence(new ASN1Encodable[] {
                                content, issuer.scheme().identifier(), new DERBitString(signature)
                            })
                            .getEncoded("DER"),
                    "the new list");
        });
    }
}
