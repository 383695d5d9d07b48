package aria.ca.init;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import aria.ca.config.CaFolder;
import aria.edit.json.JsonDocument;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.store.FileMode;
import aria.store.FileWrite;
import aria.store.Layout;
import com.google.gson.JsonPrimitive;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;

/** A CA on another machine, as a project stores it: its root and its address. */
public final class RemoteCa {

    private RemoteCa() {}

    /**
     * The files, nothing written yet.
     *
     * @param roots verified; several while one follows another, that of the issuing CA first
     * @throws aria.finding.RefusedException when the project has a CA of its own, or the root of another one
     */
    public static List<FileWrite> files(Layout layout, URI url, List<X509Certificate> roots) {
        CaFolder folder = new CaFolder(layout);
        byte[] pem = Pem.certificates(roots);
        boolean own = !folder.present(List.of(layout.intermediateCertificate(), layout.intermediateKey()))
                .isEmpty();
        boolean other = folder.read(layout.rootCertificate())
                .map(present -> Pem.readCertificates(present, layout.display(layout.rootCertificate())).stream()
                        .noneMatch(roots::contains))
                .orElse(false);
        if (own || other) {
            throw CaErrors.refused(
                    layout.display(layout.configDir()) + " holds "
                            + (own ? "a CA of its own" : "the root of another CA"),
                    advice("use another --config-dir"),
                    advice("move it away first"));
        }
        byte[] present = folder.read(layout.defaultsJson()).orElse("{\n}\n".getBytes(StandardCharsets.UTF_8));
        byte[] defaults = JsonDocument.parse(layout.display(layout.defaultsJson()), present)
                .put(new JsonPrimitive(url.toString()), "ca-url")
                .put(new JsonPrimitive(Certificates.fingerprintSha256(roots.get(0))), "fingerprint")
                .put(new JsonPrimitive(layout.display(layout.rootCertificate())), "root")
                .content();
        return List.of(
                FileWrite.open(layout.rootCertificate(), pem),
                FileWrite.open(layout.defaultsJson(), defaults),
                FileWrite.ignoreAll(layout.certsDir(), FileMode.PUBLIC_DIR),
                FileWrite.open(layout.trustBundle(), pem));
    }
}
