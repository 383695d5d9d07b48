package aria.pki;

import aria.testing.Needs;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Two independent linters: pkilint's PKIX set, and zlint's lints whose source is an RFC. Warnings count. */
public final class Judges {

    private static final String RFCS = "RFC3279,RFC5280,RFC5480,RFC5891,RFC6962,RFC8813";
    private static final Set<String> ZLINT_FINDS = Set.of("warn", "error", "fatal");

    private final Tool pkilint;
    private final Tool zlint;

    /** @param folder for the files they read */
    public Judges(Path folder) {
        this.pkilint = new Tool(Needs.program("pkilint"), folder);
        this.zlint = new Tool(Needs.program("zlint"), folder);
    }

    /**
     * What one of them says.
     *
     * @param code   pkilint's or zlint's name of the rule
     * @param detail for a person; empty for zlint
     */
    public record Objection(String judge, String code, String detail) {}

    /** Everything either of them objects to. */
    public List<Objection> of(X509Certificate certificate) {
        write("subject.pem", List.of(certificate));
        List<Objection> all = pkilint("lint_pkix_cert", "lint", "-s", "WARNING", "-f", "JSON", "subject.pem");
        all.addAll(zlint("subject.pem"));
        return all;
    }

    /** As {@link #of(X509Certificate)}, of the pair: names, key identifiers, signature. */
    public List<Objection> of(X509Certificate issuer, X509Certificate subject) {
        write("issuer.pem", List.of(issuer));
        write("subject.pem", List.of(subject));
        return pkilint(
                "lint_pkix_signer_signee_cert_chain",
                "lint",
                "-s",
                "WARNING",
                "-f",
                "JSON",
                "issuer.pem",
                "subject.pem");
    }

    /** Everything either of them objects to in a revocation list. */
    public List<Objection> of(X509CRL list) {
        try {
            Files.writeString(
                    pkilint.folder().resolve("list.pem"),
                    "-----BEGIN X509 CRL-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(list.getEncoded())
                            + "\n-----END X509 CRL-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CRLException e) {
            throw new IllegalArgumentException(e);
        }
        List<Objection> all =
                pkilint("lint_crl", "lint", "-t", "CRL", "-p", "PKIX", "-s", "WARNING", "-f", "JSON", "list.pem");
        all.addAll(zlint("list.pem"));
        return all;
    }

    private List<Objection> pkilint(String... arguments) {
        Tool.Answer answer = pkilint.run(arguments);
        List<Objection> objections = new ArrayList<>();
        if (!answer.text().startsWith("{")) {
            objections.add(
                    new Objection("pkilint", "unreadable", answer.text().strip().replaceAll("(?s).*\\n", "")));
            return objections;
        }
        for (JsonElement result :
                JsonParser.parseString(answer.text()).getAsJsonObject().getAsJsonArray("results")) {
            JsonArray findings = result.getAsJsonObject().getAsJsonArray("finding_descriptions");
            for (JsonElement finding : findings) {
                JsonObject each = finding.getAsJsonObject();
                JsonElement message = each.get("message");
                objections.add(new Objection(
                        "pkilint",
                        each.get("code").getAsString(),
                        message == null || message.isJsonNull() ? "" : message.getAsString()));
            }
        }
        return objections;
    }

    private List<Objection> zlint(String file) {
        Tool.Answer answer = zlint.run("-includeSources", RFCS, file);
        if (!answer.text().startsWith("{")) {
            return List.of(new Objection("zlint", "unreadable", ""));
        }
        Set<String> codes = new TreeSet<>();
        for (Map.Entry<String, JsonElement> lint :
                JsonParser.parseString(answer.text()).getAsJsonObject().entrySet()) {
            if (ZLINT_FINDS.contains(
                    lint.getValue().getAsJsonObject().get("result").getAsString())) {
                codes.add(lint.getKey());
            }
        }
        return codes.stream().map(code -> new Objection("zlint", code, "")).toList();
    }

    private void write(String file, List<X509Certificate> certificates) {
        try {
            Files.write(pkilint.folder().resolve(file), Pem.certificates(certificates));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
