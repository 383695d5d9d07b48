package aria.ca;

import static org.assertj.core.api.Assertions.assertThat;

import aria.ca.config.CaConfig;
import aria.ca.init.CaChange;
import aria.ca.init.CaOptions;
import aria.ca.init.CaPlanner;
import aria.ca.init.NewCa;
import aria.ca.init.RootKeyPlace;
import aria.pki.KeyType;
import aria.pki.Names;
import aria.store.AtomicFiles;
import aria.store.FileWrite;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A project folder in which init-ca is run as its command would run it, without the write-ahead record. */
public record CaOnDisk(Layout layout) {

    public static final Names STACK =
            Names.of(List.of("keycloak", "keycloak.identity.svc.cluster.local", "localhost", "127.0.0.1", "::1"));

    public static CaOnDisk in(Path root) {
        return new CaOnDisk(Layout.of(root));
    }

    public static CaOptions options() {
        return CaOptions.defaults(STACK);
    }

    public static CaOptions options(KeyType type, RootKeyPlace rootKey, boolean force, String... permitDomains) {
        return with(
                Map.of("keyType", type, "permitDomains", List.of(permitDomains), "rootKey", rootKey, "force", force));
    }

    /**
     * Returns the standard options with other values.
     *
     * @param other by component of the record
     */
    public static CaOptions with(Map<String, Object> other) {
        CaOptions standard = options();
        RecordComponent[] components = CaOptions.class.getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                String name = components[i].getName();
                values[i] = other.containsKey(name)
                        ? other.get(name)
                        : components[i].getAccessor().invoke(standard);
            }
            assertThat(Stream.of(components).map(RecordComponent::getName)).containsAll(other.keySet());
            return (CaOptions) CaOptions.class.getDeclaredConstructors()[0].newInstance(values);
        } catch (InvocationTargetException refused) {
            throw (RuntimeException) refused.getCause();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static CaOptions forced() {
        return options(KeyType.P256, new RootKeyPlace.Keep(), true);
    }

    public CaChange plan(CaOptions options) {
        return CaPlanner.plan(layout, options, Instant.now());
    }

    public NewCa init(CaOptions options) {
        return init(options, Instant.now());
    }

    public NewCa init(CaOptions options, Instant now) {
        NewCa made = CaPlanner.plan(layout, options, now).build().get();
        made.files().forEach(AtomicFiles::write);
        return made;
    }

    public CaConfig config() {
        return CaConfig.parse("ca.json", bytes(layout.caJson()));
    }

    public byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(Path file, String content) {
        AtomicFiles.write(FileWrite.ofUser(file, content.getBytes(StandardCharsets.UTF_8)));
    }

    public void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file below the project's folder with its content, for comparing states. */
    public Map<String, String> everything() {
        try (Stream<Path> files = Files.walk(layout.root())) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> layout.root().relativize(file).toString(),
                            file -> new String(bytes(file), StandardCharsets.ISO_8859_1),
                            (a, b) -> a,
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
