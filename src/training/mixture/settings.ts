import { z } from "zod";
import { images, parseWith, seed, units, whole } from "../settings-parser.js";

/** What a run of expectation–maximization is made of, as its configuration holds it. Its images are dequantized uniformly. */
const settings = z.strictObject({
  model: z.strictObject({
    kind: z.literal("gmm"),
    components: units,
    covariance: z.enum(["diagonal", "full"]),
    /** The least variance that a component may have in any direction; grey levels lie in [0, 1). */
    varianceFloor: z.number().min(1e-12).max(1e12),
  }),
  data: z.strictObject(images),
  training: z.strictObject({
    /** At most. */
    iterations: whole(1, 1_000_000),
    /** Nats an image: when an iteration gains less, the fit has converged. */
    tolerance: z.number().min(0).max(1e12),
    /** Images that are answered for at once: it changes rounding alone. */
    batchSize: units,
  }),
  seed,
});

export type MixtureRunSettings = z.infer<typeof settings>;

/** @throws SettingsError naming the first setting that is not as it has to be by its path (`training.iterations`) */
export function parseMixtureSettings(value: unknown): MixtureRunSettings {
  return parseWith(settings, value);
}

const ofMixture = z.looseObject({ model: z.looseObject({ kind: z.literal("gmm") }) });

/** Whether these are meant to be settings of a mixture, right or wrong. */
export const areOfMixture = (value: unknown): boolean => ofMixture.safeParse(value).success;
