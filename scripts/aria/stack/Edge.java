package aria.stack;

import aria.finding.Place;
import java.util.Optional;
import java.util.Set;

/**
 * A call of one service to another, as far as the files tell. A service has no edge to itself.
 *
 * @param caller   the calling service's name; what is known of a caller that is no service of these files, when
 *                 {@code outside}
 * @param server   the called service's name
 * @param port     the port in the server's container; empty when the text has none
 * @param evidence where it is written
 * @param outside  whether the caller is no service of these files
 */
public record Edge(String caller, String server, Optional<Integer> port, Evidence evidence, boolean outside) {

    /**
     * What tells of a call.
     *
     * @param kind  the key of the Compose service, or the kind of file, that it stands in
     * @param name  the variable or label; empty when it has no name
     * @param place the line
     * @param text  the address alone, never a password beside it
     * @param http  whether it is the address of a URL of HTTP
     */
    public record Evidence(Kind kind, String name, Place place, String text, boolean http) {
        /** What is no URL of HTTP, or may be one without saying so. */
        public Evidence(Kind kind, String name, Place place, String text) {
            this(kind, name, place, text, false);
        }
    }

    /** Where a call may be written. */
    public enum Kind {
        ENVIRONMENT("environment"),
        ENV_FILE("env_file"),
        COMMAND("command"),
        ENTRYPOINT("entrypoint"),
        HEALTHCHECK("healthcheck"),
        LABELS("labels"),
        LINKS("links"),
        HOOKS("lifecycle hooks"),
        BUILD("build"),
        MOUNTED_FILE("mounted files"),
        /** Weak: it tells of an order, and most often of a call. */
        DEPENDS_ON("depends_on"),
        /** Somebody outside calls what is published. */
        PORTS("ports"),
        /** A connection of the running stack. */
        OBSERVED("connections"),
        /** The user's word for it, in {@code aria.yaml}. */
        CHOICE("calls");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** Returns its name for people. */
        public String title() {
            return title;
        }
    }

    /** Returns whether an address is written there, and not only that one service needs the other. */
    public boolean namesAddress() {
        return !Set.of(Kind.DEPENDS_ON, Kind.LINKS, Kind.PORTS, Kind.OBSERVED, Kind.CHOICE)
                .contains(evidence.kind());
    }

    /** Returns whether it is written in a variable of the service. */
    public boolean isVariable() {
        return evidence.kind() == Kind.ENVIRONMENT || evidence.kind() == Kind.ENV_FILE;
    }
}
