package aria.finding;

/**
 * The ids of findings and errors. Scripts rely on them, so a released id keeps its text and its meaning. The ids of
 * checks are in {@code templates/checks/checks.yaml}. {@code docs/reference/FINDINGS.md} lists them all.
 */
public enum FindingId {
    // Files and folders
    IO("io", "A file or folder cannot be read or written, or the network failed."),
    LOCK_HELD("lock-held", "Another run is writing to this project."),
    UNSAFE_FOLDER("unsafe-folder", "Others can write to a folder that holds keys."),
    LINK_IN_PATH("link-in-path", "A symbolic link that is not ours is in the place of a file to be written."),
    KEYS_EXPOSED("keys-exposed", "Keys would lie in a folder that a container or an image gets, or that is in use."),
    UNSAFE_NAME("unsafe-name", "A name cannot become the name of a file."),

    // Keys and certificates
    PKI_REFUSED("pki-refused", "A key, a certificate, a PEM file or a password cannot be used."),
    BACKUP_UNUSABLE("backup-unusable", "A backup cannot be made, or what is in it cannot be used."),
    AUDIT_BROKEN("audit-broken", "The audit log was changed, or does not lead from the given head."),
    AUDIT_UNSENT("audit-unsent", "A receiver of the audit log has not acknowledged all of it."),
    TRUST_REFUSED("trust-refused", "A root certificate is not made trusted on this machine, or only when told so."),
    TRUST_STORE("trust-store", "A trust store of this machine cannot be read or changed."),

    // Plans
    NO_PRESET("no-preset", "No preset fits this kind of server, so the service is left unchanged."),
    NO_PROXY("no-proxy", "A server without a preset is called by others, and no proxy can secure it."),
    PLAIN_CALL(
            "plain-call", "A server behind a proxy calls one that is not, and its proxy passes that on in plaintext."),
    PORT_OF_IMAGE(
            "port-of-image",
            "No file tells the port of a server behind a proxy, so it is taken to be that of its image."),
    LEFT_ALONE("left-alone", "The service needs no certificate of its own, so it is left unchanged."),
    OTHER_FOLDER("other-folder", "The service is set up for a project that includes this file from another folder."),
    OTHER_CA("other-ca", "The step-ca of the stack serves another CA than the one in config/step-ca."),
    TAKEN_OVER("taken-over", "A generated file has lost its first line, so it is kept, and what it says is not known."),
    CHANGED_BY_HAND("changed-by-hand", "A generated file was changed by hand, and is written anew."),
    PRESET_LIMIT("preset-limit", "The server cannot be made to require certificates everywhere by its files alone."),
    CONFIG_UNSEEN(
            "config-unseen",
            "A configuration file of the service is not readable from here, and might open another port."),
    CONFIG_KEY("config-key", "A setting in a configuration file leaves part of the server without mutual TLS."),
    SETTING_CONFLICT("setting-conflict", "The service's command, or a mount, sets what the preset has to set."),
    VALUE_UNFIT("value-unfit", "A value would mean something else in the configuration where it has to be put."),
    ENTRYPOINT("entrypoint", "The service has its own entrypoint and no command to append to."),
    NETWORK_MODE("network-mode", "The service has a network_mode, so a proxy in front of it does not work."),
    REPLICAS("replicas", "The service has several replicas, and a proxy in front of it would answer for one of them."),
    NAME_TAKEN("name-taken", "The project already has a service with the name of one that would be added."),
    OVERRIDE_FILE(
            "override-file", "The service's edits are in an override file, because they cannot be made in place."),
    MACHINE_MOUNTED("machine-mounted", "A service mounts the whole machine and may read the keys on it."),
    MIXED_TARGETS("mixed-targets", "An item of a configuration file has targets with TLS and targets without."),
    KEY_OWNER("key-owner", "The user that a service runs as is not known, so it may not be able to read its key."),
    TARGET_CLOSED("target-closed", "A configuration file names a port that will no longer answer."),
    IMAGE_OLD("image-old", "The image's version is older than the oldest safe one."),
    HELD_BACK(
            "held-back",
            "The server is left as it is until a person decides: a caller has no certificate to present, it has TLS of"
                    + " its own, its version is too old or not known, or it belongs to a Swarm stack."),
    VERSION_ASSUMED("version-assumed", "The image's tag names no version, so the server counts as the newest one."),
    VARIANT("variant", "The image is another one of a kind of server that there is a preset for."),
    PRESET_UNFIT("preset-unfit", "A preset was chosen for an image that it is not made for."),
    PUBLIC_ENTRANCE(
            "public-entrance",
            "The server is there for browsers, published or behind a proxy such as Traefik, so it asks nobody for a"
                    + " certificate."),
    PUBLISHED("published", "People who call a published port need a certificate from now on."),
    SHARED_NETWORK("shared-network", "Containers of other projects may call servers that are to ask for certificates."),
    UNKNOWN_CALLER("unknown-caller", "The service depends on one that will refuse it without a certificate."),
    ANY_CERTIFICATE("any-certificate", "Servers admit every certificate of the CA, whoever holds it."),
    NO_REVOCATION("no-revocation", "Servers cannot read a revocation list."),
    LISTS_UNFIT("lists-unfit", "Servers would refuse every client with these revocation lists."),
    LISTS_UNATTENDED(
            "lists-unattended",
            "Servers read revocation lists, and nothing is known to renew these before they expire."),
    PERSON_NAME("person-name", "A person has the name of a service, and proxies could not tell them apart."),
    NAME_UNFIT("name-unfit", "The name of a service cannot stand in a certificate, so the service is left as it is."),
    NAME_LEFT_OUT("name-left-out", "A name of the service is not a DNS name, so its certificate does not contain it."),
    CERTIFICATE_MISSING("certificate-missing", "A service of the plan has no certificate yet."),
    VALIDITY_CLAMPED("validity-clamped", "The CA does not allow the lifetime that was asked for."),
    POLICY_NAMES("policy-names", "The CA's name policy cannot express a name."),
    CA("ca", "Something about the CA needs attention."),
    CA_UNKNOWN("ca-unknown", "The CA was neither made nor accepted by this user on this machine."),

    // Text files that are not edited
    YAML_INVALID("yaml-invalid", "The file is not valid YAML, or not UTF-8."),
    DUPLICATE_KEY("duplicate-key", "A mapping has the same key twice."),
    MERGE_OF_LIST("merge-of-list", "A YAML merge key merges something that is not a mapping."),
    SHARED_ANCHOR("shared-anchor", "The value is shared through an anchor, so the edit would change other places too."),
    OVERRIDE_TAG("override-tag", "A tagged value would have to be copied or rewritten."),
    WRONG_TYPE("wrong-type", "A value has the wrong type for its place."),
    TEMPLATE("template", "The file is a template, and not YAML until it is rendered."),
    LIMIT("limit", "A size, depth, number or length exceeds a limit."),
    UNPROVEN("unproven", "The edit cannot be proven to change what is meant and nothing else."),
    CHANGED_SINCE_PLAN("changed-since-plan", "A file has changed since the change was planned or made."),
    CONFIG_INVALID(
            "config-invalid", "A configuration file is not valid, or is written in a form that cannot be edited."),
    JSON_INVALID("json-invalid", "The file is not valid JSON, or not UTF-8."),

    // Compose files
    NO_SERVICES("no-services", "There is no compose file, or it has no services."),
    NOT_FOUND("not-found", "A file that was named, by an option or by a compose file, does not exist."),
    OUTSIDE_PROJECT("outside-project", "A file lies outside the project, and is not read or edited."),
    COMPOSE_REFUSES("compose-refuses", "Docker Compose does not accept the project."),
    CONFLICT("conflict", "The edit contradicts what the compose file already says."),
    PROJECT_TAKEN("project-taken", "Containers of this project and of another one cannot be told apart."),

    // The Docker engine
    ENGINE_MISSING("engine-missing", "No usable Docker engine or Docker Compose was found."),
    NETWORK_TAKEN("network-taken", "The addresses of a private network are in use on this machine."),
    ENGINE_FAILED("engine-failed", "The Docker engine or Docker Compose could not carry out a request."),
    SCHEDULER("scheduler", "The scheduler of the machine (systemd, cron) is not there, or refuses."),

    // Presets
    PRESET_INVALID("preset-invalid", "A preset or a template of the program is not valid."),

    // The CA
    NO_CA_YET("no-ca-yet", "The project has no CA."),
    CA_REFUSED("ca-refused", "The CA's files cannot be used, or would be overwritten."),
    CA_UNREACHABLE("ca-unreachable", "The requested CA does not answer, or not in time."),
    OPTION_INVALID("option-invalid", "An option for the CA is not valid."),
    REJECTED("rejected", "The CA answered and refused the request."),

    // The stack
    SELECTION_INVALID(
            "selection-invalid",
            "An option or an argument names a service, a preset, a provisioner or a certificate that does not exist."),

    // Choices
    CHOICES_INVALID("choices-invalid", "A key or a value in aria.yaml is not valid."),
    CHOICE_LATER("choice-later", "A choice in aria.yaml is valid, and this version cannot honour it."),
    CHOICE_WEAKENS("choice-weakens", "A choice in aria.yaml makes the stack less strict than the default."),
    STAGE_OPEN("stage-open", "The proxy of a server also accepts plaintext, by a choice in aria.yaml."),
    CHOICE_LIMITS("choice-limits", "A choice in aria.yaml leaves services out."),
    CHOICE_IMAGE("choice-image", "A choice in aria.yaml names the image of services that are added, which read keys."),
    CHOICE_UNUSED("choice-unused", "A choice in aria.yaml names a service that the project does not have."),
    CHOICE_NOT_KEPT("choice-not-kept", "A choice of the command line cannot be kept in aria.yaml."),

    // Configuration files of services
    CONFIG_IN_IMAGE("config-in-image", "The configuration file is in the image, and not mounted from the host."),
    INCLUDE("include", "The configuration includes files in a way that is not supported."),
    PRESET_REFUSES("preset-refuses", "The service's configuration rules out mutual TLS."),

    // Writing
    CONSENT_MISSING("consent-missing", "The change was not agreed to, or would overwrite something."),
    FOREIGN_RECORD(
            "foreign-record", "The record of an interrupted run or of an undo is damaged or was made elsewhere."),
    PARTLY_DONE("partly-done", "Part of the work is done and safe. Running again does the rest."),

    // Commands
    USAGE("usage", "The command line cannot be parsed."),
    WRONG_USAGE("wrong-usage", "An option or an argument is not valid, or cannot be combined with another."),
    UNREADABLE("unreadable", "A certificate in the certificates folder cannot be read."),
    PATH("path", "The certificate is not valid for what it was checked for."),
    NOT_RENEWED("not-renewed", "A certificate or a revocation list is due, and could not be renewed."),
    NOT_PRESENTED("not-presented", "A server does not present its renewed certificate yet."),
    NOT_UP("not-up", "A container did not start, or stopped with an error."),
    INTERRUPTED("interrupted", "The run was interrupted."),
    BUG("bug", "The program failed in an unforeseen way, which is a bug.");

    private final String text;
    private final String meaning;

    FindingId(String text, String meaning) {
        this.text = text;
        this.meaning = meaning;
    }

    /** Returns the id as scripts see it. */
    public String text() {
        return text;
    }

    /** Returns what it means, one sentence. */
    public String meaning() {
        return meaning;
    }
}
