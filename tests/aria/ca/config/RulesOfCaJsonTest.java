package aria.ca.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.ca.CaOnDisk;
import aria.ca.OfflineSigner;
import aria.ca.OneTimeToken;
import aria.ca.ProvisionerKeyFile;
import aria.ca.StepCaProcess;
import aria.ca.init.NewCa;
import aria.finding.RefusedException;
import aria.pki.CertifiedKey;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Names;
import aria.pki.Pem;
import aria.pki.Purpose;
import aria.pki.Tool;
import aria.testing.Needs;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user's ca.json asks of certificates holds without step-ca as well: each case is put to the real one, too. */
class RulesOfCaJsonTest {

    private static final Names WEB = Names.of(List.of("web", "localhost"));

    @TempDir
    Path folder;

    private final int port = StepCaProcess.freePort();
    private CaOnDisk project;
    private NewCa made;

    @BeforeEach
    void makeCa() {
        project = CaOnDisk.in(folder);
        made = project.init(CaOnDisk.with(Map.of("address", "127.0.0.1:" + port)));
        caJson(authority -> authority.remove("policy"));
    }

    private void caJson(Consumer<JsonObject> change) {
        JsonObject all = JsonParser.parseString(
                        new String(project.bytes(project.layout().caJson()), StandardCharsets.UTF_8))
                .getAsJsonObject();
        change.accept(all.getAsJsonObject("authority"));
        project.write(project.layout().caJson(), all.toString());
    }

    private void policy(String json) {
        caJson(authority -> authority.add("policy", JsonParser.parseString(json)));
    }

    private void options(String json) {
        caJson(authority -> authority
                .getAsJsonArray("provisioners")
                .get(0)
                .getAsJsonObject()
                .add("options", JsonParser.parseString(json)));
    }

    private StepCaProcess start() {
        return StepCaProcess.start(
                Needs.stepCa("0.30.2"),
                project.layout().configDir(),
                port,
                made.signer().roots());
    }

    private HttpResponse<String> online(StepCaProcess ca, Names names, KeyType type) throws IOException {
        Tool openssl = new Tool(Needs.program("openssl"), folder);
        Files.write(
                folder.resolve("request.key"), Keys.pkcs8Pem(Keys.generate(type).getPrivate()));
        String name = names.all().get(0);
        openssl.run("req", "-new", "-key", "request.key", "-subj", "/CN=" + name, "-out", "request.csr");
        JsonObject body = new JsonObject();
        body.addProperty("csr", Files.readString(folder.resolve("request.csr")));
        body.addProperty(
                "ott",
                OneTimeToken.make(
                        ProvisionerKeyFile.open(project.layout()),
                        CaConfig.PROVISIONER,
                        ca.url(),
                        made.fingerprint(),
                        name,
                        names,
                        Instant.now()));
        return ca.post("/1.0/sign", body.toString(), null);
    }

    private CertifiedKey offline(Names names, Purpose purpose, KeyType type) {
        OfflineSigner signer = OfflineSigner.open(project.layout());
        return signer.issue(
                names.all().get(0), names, purpose, type, signer.validityFor(Duration.ofDays(30), Instant.now()));
    }

    private boolean mayOffline(Names names) {
        try {
            return offline(names, Purpose.SERVER_AND_CLIENT, KeyType.P256) != null;
        } catch (RefusedException refused) {
            assertThat(refused).hasMessageContaining("authority.policy in config/step-ca/ca.json does not allow");
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x509\":{\"allow\":{\"dns\":[\"*.lab\",\"web\",\"Keycloak\"],\"ip\":[\"10.1.0.0/16\",\"127.0.0.1\"]},\"deny\":{\"dns\":[\"bad.lab\"]}}}",
                "{\"x509\":{\"allow\":{\"dns\":[\"*.lab\",\"web\"]},\"allowWildcardNames\":true}}",
                "{\"x509\":{\"deny\":{\"dns\":[\"web\",\"*.lab\"],\"ip\":[\"10.0.0.0/8\"]}}}",
                "{\"x509\":{\"allow\":{\"cn\":[\"web\"],\"ip\":[\"127.0.0.1\"]}}}",
                "{\"x509\":{}}"
            })
    void a_policy_of_the_users_refuses_the_same_names_with_and_without_step_ca(String policy) throws IOException {
        policy(policy);
        List<Names> cases = List.of(
                Names.of(List.of("web")),
                Names.of(List.of("a.lab")),
                Names.of(List.of("b.a.lab")),
                Names.of(List.of("lab")),
                Names.of(List.of("bad.lab")),
                Names.of(List.of("keycloak")),
                Names.of(List.of("other", "web")),
                Names.of(List.of("web", "10.1.2.3")),
                Names.of(List.of("web", "10.2.2.3")),
                Names.of(List.of("127.0.0.1")),
                Names.of(List.of("web", "::1")),
                Names.of(List.of("*.lab")));
        try (StepCaProcess ca = start()) {
            for (Names names : cases) {
                boolean theirs = online(ca, names, KeyType.P256).statusCode() == 201;
                assertThat(mayOffline(names)).as(names.all() + " by " + policy).isEqualTo(theirs);
            }
        }
    }

    @Test
    void a_policy_of_ours_and_a_persons_name_are_no_matter_of_the_policy() {
        policy("{\"x509\":{\"allow\":{\"dns\":[\"web\"]}}}");
        OfflineSigner signer = OfflineSigner.open(project.layout());
        assertThat(signer.issue(
                        "ada",
                        Names.none(),
                        Purpose.CLIENT,
                        KeyType.P256,
                        signer.validityFor(Duration.ofDays(1), Instant.now())))
                .isNotNull();
        assertThatThrownBy(() -> offline(Names.of(List.of("db")), Purpose.SERVER, KeyType.P256))
                .hasMessageContaining("does not allow db");
        project = CaOnDisk.in(folder.resolve("other"));
        project.init(CaOnDisk.options());
        assertThat(offline(Names.of(List.of("my_db")), Purpose.SERVER, KeyType.P256))
                .isNotNull();
    }

    private static final String DEFAULT = """
            {
                "subject": {{ toJson .Subject }},
                "sans": {{ toJson .SANs }},
            {{- if typeIs "*rsa.PublicKey" .Insecure.CR.PublicKey }}
                "keyUsage": ["keyEncipherment", "digitalSignature"],
            {{- else }}
                "keyUsage": ["digitalSignature"],
            {{- end }}
                "extKeyUsage": ["serverAuth", "clientAuth"]
            }
            """;
    private static final String RICH = """
            {
                "subject": {"organization": {{ toJson .company }}, "country": "{{ .land }}", "commonName": {{ toJson .Subject.CommonName }}},
                "sans": {{ toJson .SANs }},
                "keyUsage": ["digitalSignature", "keyAgreement"],
                "extKeyUsage": ["serverAuth", "clientAuth", "codeSigning"],
                "basicConstraints": {"isCA": false},
                "crlDistributionPoints": {{ toJson .lists }},
                "ocspServer": "http://ocsp.example/",
                "issuingCertificateURL": ["http://example/i.crt"],
                "extensions": [{"id": "1.2.3.4", "critical": false, "value": "BQA="}]
            }
            """;

    @ParameterizedTest
    @CsvSource({"default, P256", "default, RSA3072", "rich, P256", "file, P256", "base64, P256", "attributes, P256"})
    void a_template_gives_the_same_certificate_with_and_without_step_ca(String which, KeyType type) throws IOException {
        JsonObject x509 = new JsonObject();
        switch (which) {
            case "default" -> x509.addProperty("template", DEFAULT);
            case "rich" -> {
                x509.addProperty("template", RICH);
                x509.add(
                        "templateData",
                        JsonParser.parseString(
                                "{\"company\": [\"Lab & Sons\", \"Lab\"], \"land\": \"DE\", \"lists\": [\"http://a/c\", \"http://b/c\"]}"));
            }
            case "file" -> {
                x509.addProperty(
                        "templateFile",
                        project.layout().configDir().resolve("leaf.tpl").toString());
                project.write(
                        project.layout().configDir().resolve("leaf.tpl"),
                        DEFAULT.replace("clientAuth\"", "clientAuth\", \"emailProtection\""));
            }
            case "base64" ->
                x509.addProperty(
                        "template", Base64.getEncoder().encodeToString(DEFAULT.getBytes(StandardCharsets.UTF_8)));
            default ->
                caJson(
                        authority -> authority.add(
                                "template",
                                JsonParser.parseString(
                                        "{\"organization\": \"Lab\", \"country\": \"DE\", \"province\": \"BE\", \"organizationalUnit\": \"Ops\", \"locality\": \"Berlin\", \"streetAddress\": \"Weg 1\", \"postalCode\": \"1\"}")));
        }
        JsonObject options = new JsonObject();
        options.add("x509", x509);
        options(options.toString());
        try (StepCaProcess ca = start()) {
            HttpResponse<String> answer = online(ca, WEB, type);
            assertThat(answer.statusCode()).as(answer.body() + ca.log()).isEqualTo(201);
            JsonElement pem =
                    JsonParser.parseString(answer.body()).getAsJsonObject().get("crt");
            X509Certificate theirs = Pem.readCertificates(pem.getAsString().getBytes(StandardCharsets.US_ASCII), "crt")
                    .get(0);
            X509Certificate ours = offline(WEB, Purpose.SERVER_AND_CLIENT, type).certificate();
            assertThat(facts(ours)).isEqualTo(facts(theirs));
        }
    }

    /** Subject and extensions but for the key's identifier, which differs with the key. */
    private static Map<String, String> facts(X509Certificate certificate) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(
                "subject",
                HexFormat.of()
                        .formatHex(certificate.getSubjectX500Principal().getEncoded())
                        .replaceAll("0c|13", "text"));
        for (Set<String> oids :
                List.of(certificate.getCriticalExtensionOIDs(), certificate.getNonCriticalExtensionOIDs())) {
            for (String oid : new TreeSet<>(oids)) {
                String value =
                        oid.equals("2.5.29.14") ? "" : HexFormat.of().formatHex(certificate.getExtensionValue(oid));
                facts.put(oid, (certificate.getCriticalExtensionOIDs().contains(oid) ? "critical " : "") + value);
            }
        }
        return facts;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"webhooks\": [{\"name\": \"ask\", \"url\": \"https://x\", \"kind\": \"ENRICHING\"}]} | asks a webhook",
                "{\"x509\": {\"template\": \"{{ range .SANs }}{{ end }}\"}} | contains logic",
                "{\"x509\": {\"template\": \"{\\\"subject\\\": {{ toJson .Subject }}, \\\"sans\\\": {{ toJson .Insecure.User.sans }}}\"}} | which only a running CA knows",
                "{\"x509\": {\"template\": \"{\\\"subject\\\": {{ toJson .Subject }}, \\\"sans\\\": [\\\"evil\\\"]}\"}} | its own names",
                "{\"x509\": {\"template\": \"{\\\"subject\\\": \\\"x\\\", \\\"sans\\\": {{ toJson .SANs }}}\"}} | own common name",
                "{\"x509\": {\"template\": \"{\\\"subject\\\": {{ toJson .Subject }}, \\\"sans\\\": {{ toJson .SANs }}, \\\"basicConstraints\\\": {\\\"isCA\\\": true}}\"}} | CA certificates",
                "{\"x509\": {\"template\": \"{\\\"subject\\\": {{ toJson .Subject }}, \\\"sans\\\": {{ toJson .SANs }}, \\\"keyUsage\\\": [\\\"certSign\\\"]}\"}} | certSign",
                "{\"x509\": {\"template\": \"{\\\"subject\\\": {{ toJson .Subject }}, \\\"sans\\\": {{ toJson .SANs }}, \\\"notAfter\\\": \\\"x\\\"}\"}} | sets \"notAfter\"",
                "{\"x509\": {\"templateFile\": \"nowhere.tpl\"}} | nowhere.tpl",
                "{\"x509\": {\"template\": \"*\"}} | neither JSON nor base64"
            })
    void what_only_a_running_ca_can_do_is_refused_without_it_and_the_reason_said(String options, String reason) {
        options(options);
        assertThatThrownBy(() -> offline(WEB, Purpose.SERVER_AND_CLIENT, KeyType.P256))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("Issue from the running CA");
    }

    @Test
    void a_template_without_client_authentication_is_no_good_for_mutual_tls() {
        options(
                "{\"x509\": {\"template\": \"{\\\"subject\\\": {{ toJson .Subject }}, \\\"sans\\\": {{ toJson .SANs }}, \\\"extKeyUsage\\\": [\\\"serverAuth\\\"]}\"}}");
        assertThatThrownBy(() -> offline(WEB, Purpose.SERVER_AND_CLIENT, KeyType.P256))
                .hasMessageContaining("clientAuth");
        assertThat(offline(WEB, Purpose.SERVER, KeyType.P256)).isNotNull();
    }

    @Test
    void claims_of_the_provisioner_win_over_those_of_the_authority() {
        caJson(
                authority -> authority
                        .getAsJsonArray("provisioners")
                        .get(0)
                        .getAsJsonObject()
                        .add(
                                "claims",
                                JsonParser.parseString(
                                        "{\"maxTLSCertDuration\": \"48h\", \"defaultTLSCertDuration\": \"12h\", \"disableRenewal\": true}")));
        OfflineSigner signer = OfflineSigner.open(project.layout());
        assertThat(signer.defaultValidity()).isEqualTo(Duration.ofHours(12));
        X509Certificate leaf = offline(WEB, Purpose.SERVER, KeyType.P256).certificate();
        assertThat(Duration.between(Instant.now(), leaf.getNotAfter().toInstant()))
                .isLessThanOrEqualTo(Duration.ofDays(2));
        assertThatThrownBy(signer::renewing)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("disableRenewal");
    }
}
