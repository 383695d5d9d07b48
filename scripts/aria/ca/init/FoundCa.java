package aria.ca.init;

import aria.ca.config.CaFolder;
import aria.store.Layout;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A CA that lies in the configuration folder in another layout than ours. The next plan adopts it, whoever put it there.
 *
 * @param root its root certificate
 * @param file where that lies
 */
public record FoundCa(X509Certificate root, Path file) {

    /**
     * Finds it.
     *
     * @return empty when there is none, or a CA in our layout
     * @throws aria.finding.RefusedException when there are parts of one
     */
    public static Optional<FoundCa> in(Layout layout) {
        CaFolder folder = new CaFolder(layout);
        return folder.missing(folder.authorityFiles()).isEmpty()
                ? Optional.empty()
                : ImportSourceFinder.unnamed(folder, ImportedCa.none()).map(source -> of(folder, source));
    }

    static FoundCa of(CaFolder folder, ImportSource source) {
        return new FoundCa(folder.certificates(source.root()).get(0), source.root());
    }
}
