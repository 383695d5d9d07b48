package aria.compose;

import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One change to a compose project. Values are literal text: {@link ComposeEditor} writes {@code $} as {@code $$}. A
 * state that is already present gives no edit.
 */
public sealed interface ComposeChange {

    /** Returns the name of the service that needs the change: one of the project, or one that is added to it. */
    String service();

    /** Returns why the change is made, for the plan and the undo record. */
    String reason();

    /** A change to an existing service, which needs it. */
    sealed interface OfService extends ComposeChange {}

    /**
     * Mounts something, in the long form. A bind source that is an absolute path inside the project's root is written
     * relative to the service's base directory; a relative source is taken to be relative to it already.
     *
     * @param inPlaceOf the source of a mount at the same place that gives way; null when none may
     */
    record AddMount(String service, Mount mount, String inPlaceOf, String reason) implements OfService {
        /** A mount where nothing else is mounted. */
        public AddMount(String service, Mount mount, String reason) {
            this(service, mount, null, reason);
        }
    }

    /** Like {@link AddMount}, but replaces the mount at that target. */
    record ReplaceMount(String service, Mount mount, String reason) implements OfService {}

    /** Removes the mount at this target. */
    record RemoveMount(String service, String target, String reason) implements OfService {}

    /**
     * Sets a key of the service whose value is replaced as a whole: {@code command}, {@code entrypoint},
     * {@code image}, {@code working_dir}.
     */
    record PutKey(String service, String key, YamlValue value, String reason) implements OfService {}

    /**
     * Sets an environment variable, replacing another value.
     *
     * @param derived whether the value is made of the one that is there, which may be secret
     */
    record PutEnvironment(String service, String name, String value, boolean derived, String reason)
            implements OfService {
        /** A value that holds nothing of the one that is there. */
        public PutEnvironment(String service, String name, String value, String reason) {
            this(service, name, value, false, reason);
        }
    }

    /**
     * Names one more {@code env_file}, the last.
     *
     * @param file absolute; written as {@link AddMount} writes a source
     */
    record AddEnvFile(String service, Path file, String reason) implements OfService {}

    /** Removes an environment variable. */
    record RemoveEnvironment(String service, String name, String reason) implements OfService {}

    /**
     * Appends words to the command, unless it contains them in this order. Without a command, it becomes
     * {@code whenAbsent} (the image's own) and the words. With an entrypoint in the file, Compose ignores the image's
     * command, so the command becomes only the words.
     */
    record AppendCommand(String service, List<String> words, List<String> whenAbsent, String reason)
            implements OfService {}

    /** Replaces the word {@code old} of the command by {@code word}. */
    record ReplaceCommandWord(String service, String old, String word, String reason) implements OfService {}

    /** Takes a word out of the command; it may be gone already. */
    record RemoveCommandWord(String service, String word, String reason) implements OfService {}

    /** Replaces the {@code test} of the health check and keeps its times, or adds a health check. */
    record PutHealthcheck(String service, List<String> test, String reason) implements OfService {}

    /** Gives a published port another container port; host address and published port stay. */
    record ReplacePort(String service, Port old, int newTarget, String reason) implements OfService {}

    /** Publishes a port at another host address, such as {@code 127.0.0.1}; published and container port stay. */
    record BindPort(String service, Port old, String hostIp, String reason) implements OfService {}

    /** Stops publishing a port. */
    record RemovePort(String service, Port old, String reason) implements OfService {}

    /**
     * Starts the service after {@code on} has reached the condition, such as {@code service_completed_successfully}.
     */
    record DependsOn(String service, String on, String condition, String reason) implements OfService {}

    /**
     * Replaces the networks of a service.
     *
     * @param value the mapping of networks, in Compose's own syntax with variables
     */
    record PutNetworks(String service, YamlMap value, String reason) implements OfService {}

    /** Puts a service on more networks, without losing those that it is on, the default one included. */
    record JoinNetworks(String service, List<String> networks, String reason) implements OfService {}

    /**
     * Gives a service one more alias on these of its networks.
     *
     * @param earlier aliases that it takes the place of
     */
    record PutAlias(String service, Set<String> networks, String alias, Set<String> earlier, String reason)
            implements OfService {}

    /** Takes aliases from a service, on whatever network. */
    record RemoveAliases(String service, Set<String> aliases, String reason) implements OfService {}

    /**
     * Gives names addresses in the service's own table of hosts ({@code extra_hosts}).
     *
     * @param addresses by the name, in Compose's own syntax with variables
     */
    record PutHosts(String service, Map<String, String> addresses, String reason) implements OfService {}

    /** Takes names out of the service's own table of hosts. */
    record RemoveHosts(String service, Set<String> names, String reason) implements OfService {}

    /**
     * Gives a service a label, replacing another value.
     *
     * @param value in Compose's own syntax with variables
     */
    record PutLabel(String service, String name, String value, String reason) implements OfService {}

    /** Takes a service off networks; it stays on at least one other. */
    record LeaveNetworks(String service, List<String> networks, String reason) implements OfService {}

    /**
     * Adds a service after the last one of {@code file}, which is one of the project's. Relative paths in the body are
     * relative to that file's {@link ComposeProject#baseDirectory}. One of that name whose definition is a part of the
     * body is completed, with its other keys.
     *
     * @param ours     whether one of that name with another definition was added by us, too, and is replaced
     * @param verbatim whether the body is in Compose's own syntax, so that a variable in it stays one
     */
    record AddService(
            String service, String name, Path file, YamlMap body, boolean ours, boolean verbatim, String reason)
            implements ComposeChange {
        /** A service whose values are literal text. */
        public AddService(String service, String name, Path file, YamlMap body, boolean ours, String reason) {
            this(service, name, file, body, ours, false, reason);
        }

        /** A service whose name nobody else may have. */
        public AddService(String service, String name, Path file, YamlMap body, String reason) {
            this(service, name, file, body, false, reason);
        }
    }

    /**
     * Declares a network in {@code file}.
     *
     * @param body its settings, in Compose's own syntax with variables
     */
    record AddNetwork(String service, String name, Path file, YamlMap body, String reason) implements ComposeChange {}

    /** Removes a service, where it is defined. */
    record RemoveService(String service, String reason) implements ComposeChange {}

    /**
     * Removes the declaration of a volume or a network.
     *
     * @param section where it is declared: {@code volumes} or {@code networks}
     */
    record RemoveDeclaration(String service, String section, String name, String reason) implements ComposeChange {}

    /** Starts the service without regard to {@code on}. */
    record DoesNotDependOn(String service, String on, String reason) implements OfService {}

    /** Declares a named volume in {@code file}, without options. */
    record AddVolume(String service, String name, Path file, String reason) implements ComposeChange {}
}
