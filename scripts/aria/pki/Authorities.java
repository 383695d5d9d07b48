package aria.pki;

import java.util.List;

public final class Authorities {
    private Authorities() {
    }

    public static CertifiedKey root(String name, KeyType type, Validity validity, List<String> permittedDomains) { throw new UnsupportedOperationException(); }

    public static CertifiedKey intermediate(String name, KeyType type, Validity validity, CertifiedKey root, List<String> permittedDomains) { throw new UnsupportedOperationException(); }
}
