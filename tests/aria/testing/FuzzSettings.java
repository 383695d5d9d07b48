package aria.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How Jazzer runs {@link Fuzz} tests, as parameters of JUnit. */
final class FuzzSettings {
    /** Code whose branches guide the search: ours, and what reads files for us. */
    private static final String GUIDED_BY =
            "aria.apply.**,aria.ca.**,aria.compose.**,aria.edit.**,aria.pki.**,aria.plan.**,aria.preset.**,"
                    + "aria.stack.**,aria.verify.**,org.yaml.snakeyaml.**,com.google.gson.**,org.bouncycastle.asn1.**,com.nimbusds.jose.**";
    /** Complains of patterns that come from input: those of presets do, which are the program's own. */
    private static final String REGULAR_EXPRESSIONS = "com.code_intelligence.jazzer.sanitizers.RegexInjection";
    /** For larger inputs, in bytes, and for longer work on one, in seconds, than any parser may need. */
    private static final List<String> LIMITS = List.of("-max_len=65536", "-timeout=20");

    private FuzzSettings() {}

    /**
     * The parameters for this run: without {@code JAZZER_FUZZ=1} nothing is instrumented, with it inputs are looked for.
     *
     * @param names of the tests that were asked for
     */
    static Map<String, String> parameters(List<String> names) {
        if (!"1".equals(System.getenv("JAZZER_FUZZ"))) {
            return Map.of("jazzer.hooks", "false");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("jazzer.instrument", GUIDED_BY);
        parameters.put("jazzer.disabled_hooks", REGULAR_EXPRESSIONS);
        parameters.put("jazzer.internal.basedir", folder().toString());
        List<String> arguments = new ArrayList<>(List.of("jazzer"));
        arguments.addAll(LIMITS);
        dictionary(names).ifPresent(file -> arguments.add("-dict=" + file));
        for (int i = 0; i < arguments.size(); i++) {
            parameters.put("jazzer.internal.arg." + i, arguments.get(i));
        }
        return parameters;
    }

    /** Where inputs of interest are kept from run to run, and those that broke something, as {@code crash-*} and {@code timeout-*}. */
    private static Path folder() {
        String chosen = System.getenv("ARIA_FUZZ_FOLDER");
        return chosen == null
                ? Path.of(System.getProperty("user.home"), ".cache", "aria-test", "fuzz")
                : Path.of(chosen).toAbsolutePath();
    }

    /** The words of the language that a test's inputs are written in: {@code tests/fuzz/<Class>.dict}. */
    private static Optional<Path> dictionary(List<String> names) {
        return names.stream()
                .map(name -> Checkout.root().resolve("tests/fuzz").resolve(name.replaceFirst("\\..*", "") + ".dict"))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
