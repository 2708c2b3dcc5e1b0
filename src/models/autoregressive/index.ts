/** Models whose likelihood is exact. */

export { gatedPixelCnn } from "./gated-pixel-cnn.js";
export { levelsOf } from "./observation.js";
export type { ObservationSettings } from "./observation.js";
export { diagonalBiLstmModel, rowLstmModel } from "./pixel-rnn.js";
export { pixelCnn } from "./pixel-cnn.js";
export type { PixelCnnSettings } from "./pixel-cnn.js";
export { stepNames } from "./steps.js";
export type { PixelReader, PixelSteps, Reader, RowReader, Store } from "./steps.js";
