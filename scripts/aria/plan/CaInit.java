package aria.plan;

import aria.compose.Mount;
import aria.compose.Service;
import aria.edit.yaml.YamlValue;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.store.Layout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one-shot service that delivers step-ca's files. They get the owner of the checkout, and the server gets only
 * its own files, not those that allow to request certificates.
 */
final class CaInit {
    static final String HOME = "/home/step";
    static final String DATABASE = HOME + "/db";

    private CaInit() {}

    /** The init of a server: it copies {@code config/step-ca} into the volume that the server has as its home. */
    static Optional<Service> of(Service server, Stack stack, Layout layout) {
        Optional<String> home = server.mounts().stream()
                .filter(mount -> mount.target().equals(HOME) && mount.type().equals("volume"))
                .map(Mount::source)
                .findFirst();
        return server.dependsOn().entrySet().stream()
                .filter(entry -> entry.getValue().equals(AddedService.COMPLETED))
                .map(entry -> stack.project().services().get(entry.getKey()))
                .filter(init -> init != null
                        && readsFolder(init, layout)
                        && init.mounts().stream()
                                .anyMatch(mount -> mount.type().equals("volume")
                                        && home.filter(mount.source()::equals).isPresent()))
                .findFirst();
    }

    private static boolean readsFolder(Service init, Layout layout) {
        return init.mounts().stream()
                .anyMatch(mount ->
                        mount.type().equals("bind") && init.hostPath(mount).equals(layout.configDir()));
    }

    /**
     * Its definition.
     *
     * @param of       paths are as in the file of this service
     * @param volume   the server's home
     * @param database the volume of its database
     * @param owner    of the server's process, {@code uid:gid}
     */
    static Map<String, YamlValue> body(StackOptions options, Service of, String volume, String database, String owner) {
        Map<String, YamlValue> body =
                new InitService(options).oneShot(InitService.DELIVERS, OurServices.INIT, of.name());
        body.put("command", YamlValue.words(List.of("sh", scriptInContainer(), owner)));
        body.put(
                "volumes",
                YamlValue.list(
                        AddedService.bind(options, of, options.layout().configDir(), "/in"),
                        AddedService.bind(options, of, script(options.layout()).getParent(), "/mtls"),
                        YamlValue.scalar(volume + ":/out"),
                        YamlValue.scalar(database + ":/db")));
        return body;
    }

    static Path script(Layout layout) {
        return layout.generatedFolder(InitService.SCRIPT_FOLDER).resolve(CaService.SCRIPT);
    }

    static String scriptInContainer() {
        return "/mtls/" + CaService.SCRIPT;
    }
}
