package aria.cli;

import static aria.finding.Remedy.advice;

import aria.ca.CaInfo;
import aria.ca.CaUrl;
import aria.ca.online.Route;
import aria.pki.Certificates;
import aria.store.Agreements;
import aria.store.Layout;
import java.net.URI;

/**
 * The consent to contact a CA whose address stands in a file of the folder, which somebody else may have written. A person
 * agrees once on this machine, and so does whoever has made the CA here; {@code --yes} is no answer.
 */
record CaConsent(CommonOptions common) implements Route.Consent {

    /** Remembers the address in defaults.json, once a run of this user has made a CA that answers on this machine. */
    static void made(Layout layout) {
        CaInfo.of(layout)
                .url()
                .filter(CaUrl::isLoopback)
                .ifPresent(url -> Agreements.here().keep(what(layout, url)));
    }

    /** Remembers an address that a person has typed. */
    static void typed(Layout layout, URI url) {
        Agreements.here().keep(what(layout, url));
    }

    @Override
    public boolean given(URI url) {
        return Agreements.here().has(what(common.layout(), url));
    }

    @Override
    public void require(URI url) {
        if (given(url)) {
            return;
        }
        Layout layout = common.layout();
        String file = layout.display(layout.defaultsJson());
        common.consent(false)
                .ask(
                        file + " names the CA at " + url + ". Contact it?",
                        "the CA at " + url + " in " + file + " is contacted only after you agreed on this machine",
                        advice("name it with --ca-url"),
                        advice("run this once at a terminal"));
        typed(layout, url);
    }

    private static String what(Layout layout, URI url) {
        return layout.root() + "\n" + url + "\n"
                + Certificates.fingerprintSha256(CaInfo.of(layout).roots().get(0));
    }
}
