package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.CaUrl;
import aria.ca.config.CaErrors;
import aria.pki.Infallible;
import aria.pki.Names;
import aria.pki.RequestWriter;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;

/**
 * Orders certificates by ACME (RFC 8555), through acme4j. Only this class and its helpers use that library, so it is
 * loaded only for ACME. Safe for use by several threads.
 */
final class AcmeClient {

    private static final Duration VALIDATION = Duration.ofSeconds(20);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int VALIDATIONS = 3;
    private static final Duration ISSUANCE = Duration.ofSeconds(60);

    private final URI directory;
    private final Responder responder;
    private final AcmeFailures failures;
    private final Login login;
    private final Map<String, Lock> turns = new ConcurrentHashMap<>();

    /**
     * Opens the account, or makes it.
     *
     * @param directory the CA's ACME directory; every other address has to be at the same host and port
     * @param roots     the only ones its TLS may come from
     * @throws aria.finding.UnavailableException when no answer comes
     * @throws aria.finding.RefusedException when the CA won't have this account
     */
    AcmeClient(
            URI directory, List<X509Certificate> roots, HttpLimits patience, AcmeAccount account, Responder responder) {
        this.directory = directory;
        this.responder = responder;
        Transport transport =
                Transport.pinned(CaUrl.parse(directory.resolve("/").toString()).orElseThrow(), roots, null, patience);
        this.failures = new AcmeFailures(transport, responder);
        Session session = new Session(directory, new Pinned(transport));
        session.networkSettings().setTimeout(patience.answer());
        this.login = failures.guard("open an account", () -> login(session, account));
    }

    private static Login login(Session session, AcmeAccount account) throws AcmeException {
        AccountBuilder builder = new AccountBuilder().useKeyPair(account.key()).agreeToTermsOfService();
        if (session.getMetadata().isExternalAccountRequired()
                && account.external().isEmpty()) {
            throw CaErrors.refused(
                    "the CA at " + session.getServerUri() + " requires an external account binding (EAB)",
                    advice("use --eab-key-id ID and --eab-key-file FILE"));
        }
        account.external().ifPresent(external -> builder.withKeyIdentifier(external.keyId(), external.macKey()));
        return builder.createLogin(session);
    }

    /**
     * Orders a certificate and proves each of its names.
     *
     * @param notAfter when it is to end; empty for the CA's own choice
     * @return the leaf, then its intermediates, not checked yet
     */
    List<X509Certificate> order(String commonName, Names names, KeyPair pair, Optional<Instant> notAfter) {
        return failures.guard("issue a certificate for '" + commonName + "'", () -> {
            OrderBuilder builder = login.newOrder();
            names.dns().forEach(name -> builder.identifier(Identifier.dns(name)));
            names.ips().forEach(address -> builder.identifier(Identifier.ip(address)));
            notAfter.ifPresent(builder::notAfter);
            Order order = builder.create();
            List<Authorization> authorizations = order.getAuthorizations();
            if (authorizations.size() > names.all().size()) {
                throw CaErrors.refused("the CA at " + directory + " asks for " + authorizations.size()
                        + " proofs for a certificate with " + names.all().size() + " names, so it is not used");
            }
            for (Authorization authorization : authorizations) {
                prove(authorization, names);
            }
            order.waitUntilReady(VALIDATION);
            order.execute(RequestWriter.der(commonName, names, pair));
            if (order.waitForCompletion(ISSUANCE) != Status.VALID) {
                throw failures.unfinished(commonName, order.getError());
            }
            return order.getCertificate().getCertificateChain();
        });
    }

    /** An address has several forms. */
    private static boolean isOrdered(Identifier identifier, Names names) {
        if (!identifier.getType().equals(Identifier.TYPE_IP)) {
            return names.dns().stream().anyMatch(identifier.getDomain()::equalsIgnoreCase);
        }
        InetAddress asked = identifier.getIP();
        return names.ips().stream()
                .anyMatch(ip -> Infallible.get("an address is a literal", () -> InetAddress.getByName(ip))
                        .equals(asked));
    }

    /** Proves a name of the order, and no other one. */
    private void prove(Authorization authorization, Names names) throws AcmeException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        Identifier identifier = authorization.getIdentifier();
        String name = identifier.getType().equals(Identifier.TYPE_IP)
                ? identifier.getIP().getHostAddress()
                : identifier.getDomain();
        if (!isOrdered(identifier, names)) {
            throw CaErrors.refused("the CA at " + directory + " asks for a proof of '" + Text.shown(name)
                    + "', which is not in the order, so it is not used");
        }
        String type = responder.challenge().type();
        TokenChallenge challenge = authorization
                .findChallenge(type)
                .map(TokenChallenge.class::cast)
                .orElseThrow(() -> CaErrors.refused(
                        "the CA at " + directory + " does not offer " + type + " for '" + Text.shown(name) + "'",
                        advice("try the other --challenge")));
        Lock alone = turn(name);
        alone.lockInterruptibly();
        try {
            responder.answer(new Responder.ChallengeTask(name, token(challenge), challenge.getAuthorization()));
            prove(authorization, type, name);
        } finally {
            alone.unlock();
        }
    }

    /** A certificate in a handshake answers one challenge a name; files by HTTP are told apart by their tokens. */
    private Lock turn(String name) {
        return responder.challenge() == Challenge.TLS_ALPN_01
                ? turns.computeIfAbsent(name, any -> new ReentrantLock())
                : new ReentrantLock();
    }

    /**
     * Until the CA has found us. step-ca that can't reach a name leaves its challenge open, with the reason, to be
     * asked again.
     */
    private void prove(Authorization authorization, String type, String name)
            throws AcmeException, InterruptedException {
        Optional<Problem> problem = Optional.empty();
        for (int attempt = 1; attempt <= VALIDATIONS; attempt++) {
            org.shredzone.acme4j.challenge.Challenge tried =
                    authorization.findChallenge(type).orElseThrow();
            tried.trigger();
            Status status = settled(authorization, tried);
            problem = tried.getError()
                    .or(() -> authorization.findChallenge(type).flatMap(challenge -> challenge.getError()));
            if (status == Status.VALID) {
                return;
            }
            if (status == Status.INVALID) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis() * attempt);
        }
        throw failures.unproven(name, problem);
    }

    /** Once the CA has looked: valid, invalid, or pending with a reason; pending without one when it takes too long. */
    private static Status settled(Authorization authorization, org.shredzone.acme4j.challenge.Challenge tried)
            throws AcmeException, InterruptedException {
        long end = System.nanoTime() + VALIDATION.toNanos();
        for (long pause = 50; System.nanoTime() < end; pause = Math.min(pause * 2, AGAIN.toMillis())) {
            authorization.fetch();
            if (authorization.getStatus() != Status.PENDING && authorization.getStatus() != Status.PROCESSING
                    || tried.getError().isPresent()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            tried.fetch();
        }
        return authorization.getStatus();
    }

    private static String token(TokenChallenge challenge) {
        return challenge instanceof Http01Challenge http ? http.getToken() : "";
    }

    /** An acme4j provider for any ACME server, which is reached only through our own HTTP client. */
    private static final class Pinned extends AbstractAcmeProvider {
        private final Transport transport;

        Pinned(Transport transport) {
            this.transport = transport;
        }

        @Override
        public boolean accepts(URI server) {
            return true;
        }

        @Override
        public URL resolve(URI server) {
            try {
                return server.toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(server + " is no address", e);
            }
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings settings) {
            return new AcmeHttp(transport);
        }
    }
}
