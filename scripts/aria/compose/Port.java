package aria.compose;

import aria.edit.yaml.YamlValue;
import java.util.List;

/**
 * One container port that a service publishes.
 *
 * @param hostIp    the address it is published on; empty for all of them
 * @param published the host's port, or a range of which one is taken; empty when the engine chooses
 * @param target    the container's port
 * @param protocol  {@code tcp} or {@code udp}
 * @param raw       the list item that says so; a range of ports is several records with one item
 */
public record Port(String hostIp, String published, int target, String protocol, YamlValue raw) {

    /** Whether it can be reached as {@code localhost} on the machine that runs the engine. */
    public boolean isPublishedHere() {
        return hostIp.isEmpty()
                || hostIp.startsWith("127.")
                || List.of("0.0.0.0", "::", "::1").contains(hostIp);
    }

    /** Returns the host's port, for messages: {@code port 8080}. */
    public String title() {
        return published.isEmpty() ? "the port that the engine chooses for " + target : "port " + published;
    }

    /** The short form, for messages: {@code 127.0.0.1:8080:80/udp}. */
    public String shortForm() {
        String host = hostIp.contains(":") ? "[" + hostIp + "]" : hostIp;
        String front = host.isEmpty() ? published : host + ":" + published;
        return (front.isEmpty() ? "" : front + ":") + target + (protocol.equals("tcp") ? "" : "/" + protocol);
    }
}
