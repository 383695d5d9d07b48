package aria.edit.block;

/** An item of a block, with its place in the text. */
sealed interface BlockItem permits Block, Block.Setting, Block.Include {
    /** Offset of its first character. */
    int start();

    /** Offset after its last character. */
    int end();

    /** What it says, without where it stands. */
    BlockEntry model();
}
