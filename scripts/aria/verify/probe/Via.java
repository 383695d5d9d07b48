package aria.verify.probe;

/** The way in which a listener was reached. Only a real listener may be called enforcing. */
public enum Via {
    /** A server of our own on loopback with the issued files: proves the files, nothing about a running stack. */
    IN_PROCESS("in-process"),
    /** The port that the service publishes on the host. */
    PUBLISHED("published"),
    /** The container's own address. */
    ADDRESS("address"),
    /** A command inside the container. */
    EXEC("exec");

    private final String label;

    Via(String label) {
        this.label = label;
    }

    /** As it stands in reports. */
    public String label() {
        return label;
    }
}
