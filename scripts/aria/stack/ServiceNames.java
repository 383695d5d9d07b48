package aria.stack;

import aria.store.Layout;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which names of services cannot be names in certificates, or of folders. */
final class ServiceNames {
    /** RFC 1035, 2.3.4: no resolver asks for a longer label. */
    private static final int LONGEST = 63;

    private ServiceNames() {}

    /**
     * Returns those that cannot, each with the reason: too long, the same as another one to DNS, which knows no case,
     * or the name of a file of ours.
     */
    static Map<String, String> unfit(Collection<String> services) {
        Map<String, List<String>> alike = new HashMap<>();
        services.forEach(name ->
                alike.merge(name.toLowerCase(Locale.ROOT), List.of(name), (one, more) -> List.of(one.get(0), name)));
        Map<String, String> unfit = new LinkedHashMap<>();
        for (String name : services) {
            List<String> same = alike.get(name.toLowerCase(Locale.ROOT));
            if (name.length() > LONGEST) {
                unfit.put(
                        name,
                        "its name has more than " + LONGEST
                                + " characters, which no certificate and no DNS name can have");
            } else if (!Layout.canName(name)) {
                unfit.put(name, "its folder would have the name of a file of aria");
            } else if (same.size() > 1) {
                unfit.put(
                        name,
                        "its name differs only in case from " + (same.get(0).equals(name) ? same.get(1) : same.get(0))
                                + ", and neither DNS nor a certificate tells them apart");
            }
        }
        return unfit;
    }
}
