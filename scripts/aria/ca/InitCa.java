package aria.ca;

import aria.store.Layout;
import java.time.Instant;

public final class InitCa {
    private InitCa() {
    }

    public static CaChange plan(Layout layout, CaOptions options, Instant now) { throw new UnsupportedOperationException(); }
}
