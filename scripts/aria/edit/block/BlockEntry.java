package aria.edit.block;

/** One thing that a block says. */
sealed interface BlockEntry permits BlockModel, BlockModel.Setting, BlockModel.Include {}
