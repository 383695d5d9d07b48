package aria.edit;

/** One thing that a block says. */
sealed interface BlockEntry permits BlockModel, BlockModel.Setting, BlockModel.Include {}
