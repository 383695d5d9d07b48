package aria.edit.block;

/** One entry of a block: a setting, a block or an include. */
sealed interface BlockEntry permits BlockModel, BlockModel.Setting, BlockModel.Include {}
