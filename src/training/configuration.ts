import { z } from "zod";
import { isAutoregressive } from "../models/index.js";
import type { Dataset } from "../data/dataset.js";
import { RunError } from "../runs/problem.js";
import { areOfMixture, parseMixtureSettings } from "./mixture/settings.js";
import type { MixtureRunSettings } from "./mixture/settings.js";
import { SettingsError } from "./settings-error.js";
import { parseSettings } from "./settings.js";
import type { RunSettings } from "./settings.js";

/** What a run was made of, as its `config.json` says: enough to build its model again, and to tell whether data are the same. */
export interface ConfigurationOf<Settings> {
  readonly qedmark: string;
  readonly settings: Settings;
  readonly data: DataIdentity;
  /** The name that `--engine` takes. */
  readonly engine: string;
  readonly threads: number;
}

/** Of a model that follows the gradient of its loss. */
export type Configuration = ConfigurationOf<RunSettings>;
/** Of a mixture that is fitted by expectation–maximization. */
export type MixtureConfiguration = ConfigurationOf<MixtureRunSettings>;
export type AnyConfiguration = Configuration | MixtureConfiguration;

export type AnySettings = AnyConfiguration["settings"];

export function isOfMixture(own: AnyConfiguration): own is MixtureConfiguration {
  return areMixtureSettings(own.settings);
}

const areMixtureSettings = (own: AnySettings): own is MixtureRunSettings => own.model.kind === "gmm";

export function configurationOf(rest: Omit<AnyConfiguration, "settings">, settings: AnySettings): AnyConfiguration {
  return areMixtureSettings(settings) ? { ...rest, settings } : { ...rest, settings };
}

const size = z.int().min(1).max(65_536);
const identity = z.strictObject({
  name: z.string(),
  images: z.int().min(1),
  shape: z.strictObject({ channels: size, height: size, width: size }),
  classes: z.int().min(0).max(256),
  fingerprint: z.string(),
});
const configuration = z.strictObject({
  qedmark: z.string(),
  settings: z.unknown(),
  data: identity,
  engine: z.string(),
  threads: z.int().min(1).max(1024),
});

/** @throws SettingsError when images are neither grey nor of three colours, or features do not divide into these */
function demandColours({ model }: AnySettings, { shape: { channels } }: DataIdentity): void {
  if (model.kind === "gmm" || !isAutoregressive(model)) return;
  if (channels !== 1 && channels !== 3)
    throw new SettingsError(`data.shape.channels: a ${model.kind} reads images of 1 channel or 3, not ${channels}`);
  if (model.features % channels === 0) return;
  throw new SettingsError(`model.features: ${model.features} do not divide into ${channels} colours`);
}

/** What tells one training set from another. */
export type DataIdentity = z.infer<typeof identity>;

export async function identityOf(train: Dataset): Promise<DataIdentity> {
  const { name, count: images, shape, classes } = train;
  return { name, images, shape: { ...shape }, classes, fingerprint: await train.fingerprint() };
}

/** @throws RunError when it is not one that a training has written */
export function readConfiguration(path: string, value: unknown): AnyConfiguration {
  const parsed = configuration.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new RunError(
      `${path}/config.json: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not understood"}: restore the file`,
    );
  }
  const { settings, ...rest } = parsed.data;
  try {
    const own = areOfMixture(settings) ? parseMixtureSettings(settings) : parseSettings(settings);
    const { validation } = own.data;
    if (validation >= rest.data.images)
      throw new SettingsError(`data.validation: ${validation} leaves none of ${rest.data.images} images`);
    demandColours(own, rest.data);
    return configurationOf(rest, own);
  } catch (error) {
    throw error instanceof SettingsError ? new RunError(`${path}/config.json: ${error.message}: restore the file`) : error;
  }
}
