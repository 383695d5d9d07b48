package aria.pki;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x509.Time;

/**
 * The lint rules for times (RFC 5280, 4.1.2.5): UTCTime through 2049, GeneralizedTime from 2050, both to the second
 * and in UTC.
 */
final class TimeRules {

    private static final Pattern UTC = Pattern.compile("\\d{12}Z");
    private static final Pattern GENERALIZED = Pattern.compile("\\d{14}Z");

    private TimeRules() {}

    static Optional<String> problem(CertificateView view) {
        return problem(view.content().getStartDate())
                .or(() -> problem(view.content().getEndDate()));
    }

    private static Optional<String> problem(Time time) {
        ASN1Primitive form = time.toASN1Primitive();
        if (form instanceof ASN1UTCTime) {
            return Rfc5280Rules.when(
                    !UTC.matcher(encoded(form)).matches(), "has a time without seconds, or not in UTC");
        }
        if (form instanceof ASN1GeneralizedTime) {
            String text = encoded(form);
            return Rfc5280Rules.when(
                            !GENERALIZED.matcher(text).matches(), "has a time with parts of a second, or not in UTC")
                    .or(() -> Rfc5280Rules.when(
                            text.compareTo("2050") < 0, "has a time before 2050 as a GeneralizedTime"));
        }
        return Optional.of("has a time that is not valid");
    }

    /** The characters as they stand in the certificate; the accessors of these classes normalise. */
    private static String encoded(ASN1Primitive time) {
        return Infallible.get("a parsed time can't be encoded", () -> {
            byte[] der = time.getEncoded();
            return new String(der, 2, der.length - 2, StandardCharsets.US_ASCII);
        });
    }
}
