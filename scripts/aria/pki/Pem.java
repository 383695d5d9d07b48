package aria.pki;

import static aria.finding.Remedy.advice;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text format of keys and certificates (RFC 7468). */
public final class Pem {

    /** More than any chain or key needs; what is larger is refused before it is parsed. */
    static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_CERTIFICATES = 32;
    private static final byte DER_SEQUENCE = 0x30;
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /**
     * One block.
     *
     * @param type    what stands after BEGIN
     * @param headers the encapsulated headers of RFC 1421, such as {@code DEK-Info}; mostly empty
     * @param content the decoded bytes
     */
    record Block(String type, Map<String, String> headers, byte[] content) {}

    /** The certificates one after another, in the given order. */
    public static byte[] certificates(List<X509Certificate> certificates) {
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        for (X509Certificate certificate : certificates) {
            try {
                pem.writeBytes(write("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a parsed certificate cannot be encoded", e);
            }
        }
        return pem.toByteArray();
    }

    /**
     * Reads one or more certificates.
     *
     * @param label what to call the file in an error
     * @return in the file's order, never empty
     * @throws aria.finding.RefusedException when there is none, something else stands among them, or one can't be
     *                                       parsed
     */
    public static List<X509Certificate> readCertificates(byte[] pem, String label) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : read(pem, label)) {
            if (!block.type().equals("CERTIFICATE")) {
                throw PkiErrors.in(
                        label,
                        "the file holds a " + block.type() + ", but only certificates belong there",
                        advice("move it to its own file"));
            }
            certificates.add(certificate(block.content(), label));
        }
        if (certificates.isEmpty()) {
            throw PkiErrors.in(
                    label,
                    "the file holds no certificate: it should have a line '" + BEGIN + "CERTIFICATE" + DASHES + "'");
        }
        if (certificates.size() > MAX_CERTIFICATES) {
            throw PkiErrors.in(
                    label,
                    "the file holds " + certificates.size() + " certificates; the limit is " + MAX_CERTIFICATES
                            + " are refused");
        }
        return List.copyOf(certificates);
    }

    /**
     * Reads the certificates of a file in whatever form: PEM, where keys and other blocks between them are passed
     * over, or one in DER.
     *
     * @param label what to call the file in an error
     * @return in the file's order, never empty
     * @throws aria.finding.RefusedException as {@link #readCertificates}
     */
    public static List<X509Certificate> findCertificates(byte[] pemOrDer, String label) {
        if (pemOrDer.length > 0 && pemOrDer[0] == DER_SEQUENCE) {
            return List.of(certificate(pemOrDer, label));
        }
        ByteArrayOutputStream only = new ByteArrayOutputStream();
        read(pemOrDer, label).stream()
                .filter(block -> block.type().equals("CERTIFICATE"))
                .forEach(block -> only.writeBytes(write(block.type(), block.content())));
        return readCertificates(only.toByteArray(), label);
    }

    /** One block without headers, with a final newline. */
    static byte[] write(String type, byte[] content) {
        String text = BEGIN + type + DASHES + "\n" + LINES.encodeToString(content) + "\n" + END + type + DASHES + "\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * All blocks; text between them is skipped, as openssl writes and reads it.
     *
     * @throws aria.finding.RefusedException when one is cut off or not base64
     */
    static List<Block> read(byte[] pem, String label) {
        if (pem.length > MAX_BYTES) {
            throw PkiErrors.in(
                    label,
                    "the file has " + pem.length + " bytes; the limit is " + MAX_BYTES,
                    advice("check that it is the right file"));
        }
        List<Block> blocks = new ArrayList<>();
        List<String> open = null;
        String type = "";
        for (String line : new String(pem, StandardCharsets.ISO_8859_1).split("\r\n|\r|\n")) {
            String text = line.strip();
            if (text.startsWith(BEGIN) && text.endsWith(DASHES) && text.length() > BEGIN.length() + DASHES.length()) {
                requireClosed(open, type, label);
                type = text.substring(BEGIN.length(), text.length() - DASHES.length());
                open = new ArrayList<>();
            } else if (open != null && text.equals(END + type + DASHES)) {
                blocks.add(block(type, open, label));
                open = null;
            } else if (open != null) {
                open.add(text);
            }
        }
        requireClosed(open, type, label);
        return blocks;
    }

    private static void requireClosed(List<String> open, String type, String label) {
        if (open != null) {
            throw PkiErrors.in(
                    label, "the file is truncated: its " + type + " has no line '" + END + type + DASHES + "'");
        }
    }

    private static Block block(String type, List<String> lines, String label) {
        Map<String, String> headers = new LinkedHashMap<>();
        int first = 0;
        while (first < lines.size() && lines.get(first).indexOf(':') > 0) {
            String line = lines.get(first++);
            headers.put(
                    line.substring(0, line.indexOf(':')).strip(),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        try {
            return new Block(
                    type, headers, Base64.getDecoder().decode(String.join("", lines.subList(first, lines.size()))));
        } catch (IllegalArgumentException notBase64) {
            throw PkiErrors.in(
                    label,
                    "the file is damaged: its " + type + " is not base64 (" + notBase64.getMessage() + ")",
                    notBase64);
        }
    }

    private static X509Certificate certificate(byte[] der, String label) {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        X509Certificate certificate;
        try {
            certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            // The JDK has no other answer to some keys, and none at all to structures that are nested without end.
        } catch (CertificateException | RuntimeException | StackOverflowError e) {
            throw PkiErrors.in(label, "a certificate cannot be parsed: it is damaged or truncated", e);
        }
        if (in.available() > 0) {
            throw PkiErrors.in(label, "a certificate has bytes after its end: it is damaged");
        }
        return certificate;
    }
}
