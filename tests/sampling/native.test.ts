import { describe, expect, it } from "vitest";
import type { ImageSize } from "../../src/models/index.js";
import { runnerOn } from "../../src/sampling/runner.js";
import type { Runner } from "../../src/sampling/stepper.js";
import { EngineError } from "../../src/tensor/engines/engine.js";
import { openOnnxNative } from "../../src/tensor/engines/onnx/native.js";
import { compared, relativeError } from "./native.js";
import { balancedParameters, modelNames, sampled, subjectOf } from "./world.js";
import type { Subject } from "./world.js";

// Images drawn in single precision beside the reference engine's. `QEDMARK_FULL=1` draws them at full size.

const FULL = process.env.QEDMARK_FULL === "1";
/** How far the logits of the native library may be from those of the reference engine, as a part of the largest: 32 roundings of it. */
const BOUND = 2 ** -19;
const SEEDS = 100;

const opened = await openOnnxNative({ threads: 1 }).catch((error: unknown) => {
  if (error instanceof EngineError) return error.message;
  throw error;
});

/** On the native library. Where it does not load the suite is reported as skipped with the reason. */
function describeNatively(what: string, tests: (runner: Runner) => void): void {
  if (typeof opened === "string") describe.skipIf(true)(`${what}: ${opened}`, () => undefined);
  else
    describe(`${what}: ${opened.name}`, () => {
      tests(runnerOn(opened));
    });
}

/** The runner, with logits rounded to multiples of a number. */
const rounded = (runner: Runner, to: number): Runner => ({
  ...runner,
  prepare: async (program) => {
    const own = await runner.prepare(program);
    const { logits } = own.outputs;
    const run = async (): Promise<void> => {
      await own.run();
      logits?.set(logits.map((logit) => Math.round(logit / to) * to));
    };
    return { ...own, run };
  },
});

const wide = (name: string, image: ImageSize): Subject =>
  image.channels === 1
    ? subjectOf(name, "bits", image, { features: 32, blocks: FULL ? 3 : 2, parameters: balancedParameters })
    : subjectOf(name, "rounded logistic variables", image, { features: 33, blocks: 1, parameters: balancedParameters });
const grey = (side: number): ImageSize => ({ channels: 1, height: side, width: side });
const sizes: readonly ImageSize[] = [grey(FULL ? 28 : 8), { channels: 3, height: 3, width: 4 }];

describeNatively("logits that values are drawn from", (runner) => {
  it.each(modelNames.flatMap((name) => sizes.map((image) => [name, image] as const)))(
    "are near those of the reference engine: %s, %o",
    async (name, image) => {
      expect(await relativeError(wide(name, image), { count: 1 }, runner)).toBeLessThan(BOUND);
    },
  );

  it("are seen not to be where they are rounded", async () => {
    expect(await relativeError(wide("PixelCNN", grey(4)), { count: 1 }, rounded(runner, 2 ** -12))).toBeGreaterThan(BOUND);
  });

  it("are the same bits with other images beside them", async () => {
    const subject = wide("gated PixelCNN", grey(4));
    const four = await sampled(subject, { count: 4 }, runner);
    const three = await sampled(subject, { count: 3, batch: 4 }, runner);
    expect(three.images).toEqual(four.images.subarray(0, three.images.length));
    expect(three.logits).toEqual(four.logits.subarray(0, three.logits.length));
  });
});

const narrow = (name: string, side: number): Subject =>
  subjectOf(name, "bits", grey(side), {
    features: 8,
    blocks: 1,
    parameters: balancedParameters,
  });

/** Each value whose uniform number is so near one that would give another that an error of the logits within the bound could change it: none of them did, by margins of 2.8e-7 and 5.1e-7. */
const nearTies: Readonly<Record<string, readonly (readonly [seed: number, value: number])[]>> = FULL
  ? { PixelCNN: [[90, 108]], "gated PixelCNN": [[90, 739]] }
  : {};

describeNatively(`images of ${SEEDS} seeds`, (runner) => {
  it.each(modelNames)("are those of the reference engine, near-ties apart, which are listed: %s", async (name) => {
    const found = await compared(narrow(name, FULL ? 28 : 4), SEEDS, runner, BOUND);
    expect(found.nearTies.map(({ seed, value }) => [seed, value])).toEqual(nearTies[name] ?? []);
    expect(found.nearTies).toEqual(expect.arrayContaining([...found.different]));
  });

  it("are seen not to be where logits are rounded, at near-ties of the error that this makes and no others", async () => {
    const to = 2 ** -3;
    const subject = narrow("PixelCNN", 4);
    const wrong = await compared(subject, SEEDS, rounded(runner, to), BOUND);
    expect(wrong.different.length).toBeGreaterThan(0);
    expect(wrong.nearTies).toEqual([]);
    const known = await compared(subject, SEEDS, rounded(runner, to), to);
    expect(known.nearTies).toEqual(expect.arrayContaining([...known.different]));
  });
});
