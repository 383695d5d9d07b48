package aria.ca.init;

import aria.ca.config.CaConfig;
import aria.ca.config.CaFolder;
import aria.pki.CertifiedKey;
import aria.pki.LeafIssuer;
import aria.pki.Names;
import aria.store.Layout;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ca.json of an adopted CA: the user's file, with the paths of the files that are made here. Provisioners,
 * claims, policy, templates and all other settings stay.
 *
 * @param config   all but a provisioner of ours, where there was none
 * @param reasons  what changes in it, one line each
 * @param warnings one line each
 */
record AdoptedConfig(CaConfig config, List<String> reasons, List<String> warnings) {

    /** @param intermediate what will sign step-ca's own server certificate; empty when it isn't made yet */
    static AdoptedConfig of(
            CaFolder folder, ImportSource source, CaOptions options, Optional<CertifiedKey> intermediate) {
        if (source.config().isEmpty()) {
            Settings fresh = Settings.of(folder, Optional.empty(), options);
            return new AdoptedConfig(fresh.config(), List.of(), fresh.warnings());
        }
        Layout layout = folder.layout();
        List<String> reasons = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        CaConfig before = source.config().get();
        before.requireStartable();
        CaConfig config = Settings.withOurPaths(before);
        config = withDatabase(layout, source, config, warnings);
        if (config.holdsPassword()) {
            config = config.with(new JsonPrimitive(""), "password");
            reasons.add("the password in ca.json is removed, because step-ca reads it with --password-file");
        }
        config = Settings.withOptions(config, options);
        config = withNames(config, options, intermediate, reasons, warnings);
        if (config.policy().isEmpty()
                && config.provisioners().stream().anyMatch(each -> each.type().equals("ACME"))) {
            warnings.add(
                    "ca.json has an ACME provisioner but no authority.policy: anyone who can reach step-ca gets a certificate for any name they control");
        }
        Settings.warnAbout(layout, config, warnings);
        return new AdoptedConfig(config, reasons, warnings);
    }

    /** Its compose service and its health check call it by these names. */
    private static CaConfig withNames(
            CaConfig config,
            CaOptions options,
            Optional<CertifiedKey> intermediate,
            List<String> reasons,
            List<String> warnings) {
        List<String> forbidden = intermediate
                .map(key -> new LeafIssuer(key).forbidden(Names.of(options.dns())))
                .orElse(List.of());
        if (!forbidden.isEmpty()) {
            warnings.add("the CA's name constraints forbid " + String.join(", ", forbidden)
                    + ", so step-ca cannot answer to that name");
        }
        List<String> more = options.dns().stream()
                .filter(name -> !forbidden.contains(name) && !config.dnsNames().contains(name))
                .toList();
        if (!more.isEmpty()) {
            reasons.add("step-ca also answers to " + String.join(", ", more));
        }
        return config.withDnsNames(more);
    }

    /**
     * A database inside the folder is named relative to it, as the same file is read on the host and in the
     * container.
     */
    private static CaConfig withDatabase(Layout layout, ImportSource source, CaConfig config, List<String> warnings) {
        Optional<String> text = config.path("db", "dataSource");
        if (text.isEmpty()
                || config.path("db", "type")
                        .filter(type -> type.startsWith("badger") || type.equals("bbolt"))
                        .isEmpty()) {
            return config;
        }
        Path data;
        try {
            data = source.folder()
                    .orElse(layout.configDir())
                    .resolve(text.get())
                    .normalize();
        } catch (InvalidPathException noPath) {
            return config.with(new JsonPrimitive("db"), "db", "dataSource");
        }
        if (isEmpty(data)) {
            return config.with(new JsonPrimitive("db"), "db", "dataSource");
        }
        if (data.startsWith(layout.configDir())) {
            warnings.add("the contents of step-ca's database in " + layout.display(data)
                    + " (revocations, ACME accounts) are not in the "
                    + "container's volume step-ca-db: copy them there if you need them");
        } else {
            warnings.add(
                    "step-ca's database stays in " + layout.display(data) + ", and step-ca starts with an empty one in "
                            + layout.display(layout.configDir())
                            + ": stop step-ca and copy the old database there if you need its revocations");
        }
        String relative = data.startsWith(layout.configDir()) && !data.equals(layout.configDir())
                ? layout.configDir().relativize(data).toString()
                : "db";
        return config.with(new JsonPrimitive(relative), "db", "dataSource");
    }

    private static boolean isEmpty(Path data) {
        if (!Files.exists(data)) {
            return true;
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.findAny().isEmpty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(data + " cannot be listed: " + unreadable.getMessage(), unreadable);
        }
    }
}
