package aria.edit.block;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.finding.FindingId;
import java.util.List;
import java.util.Locale;

/** A language of blocks and settings. */
public enum BlockFormat {
    /** HashiCorp's configuration language, first version, as Vault and OpenBao read it. */
    HCL(" = "),
    /** A key and its value on each line, and no blocks, as mosquitto has it. */
    LINES(" "),
    /** The configuration language of nats-server. */
    NATS(": ");

    private final String separator;

    BlockFormat(String separator) {
        this.separator = separator;
    }

    /** Its name in presets and undo records: {@code hcl}, {@code lines}, {@code nats}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The language with this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static BlockFormat of(String id) {
        for (BlockFormat format : values()) {
            if (format.id().equals(id)) {
                return format;
            }
        }
        throw new IllegalArgumentException("there is no format '" + id + "'");
    }

    Block parse(SourceText source) {
        BlockParser parser = switch (this) {
            case HCL -> new HclParser(source);
            case LINES -> new LinesParser(source);
            case NATS -> new NatsParser(source);
        };
        return parser.parse();
    }

    /**
     * What a literal means, so that different writings of the same value are equal.
     *
     * @throws aria.finding.RefusedException when it is not a single value of the language
     */
    List<String> meaning(String file, String literal) {
        Block root = parse(SourceText.of(file, new byte[0]).withText("value" + separator + literal + "\n"));
        if (root.items().size() == 1
                && root.items().get(0) instanceof Block.Setting setting
                && setting.literal().equals(literal)) {
            return setting.value();
        }
        if (root.items().size() == 1 && root.items().get(0) instanceof Block block) {
            throw EditErrors.file(FindingId.WRONG_TYPE, file, "'" + block.name() + "' is a block, not a value");
        }
        throw EditErrors.file(FindingId.WRONG_TYPE, file, "'" + literal + "' is not a single value");
    }

    /** Repeated blocks each count; of repeated keys, and of repeated NATS maps, only one would. */
    boolean repeatsBlocks() {
        return this == HCL;
    }

    /** Between key and value where the file has no example. */
    String separator() {
        return separator;
    }
}
