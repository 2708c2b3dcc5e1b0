import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { openDataset } from "../../src/data/open.js";
import { subset } from "../../src/data/subset.js";
import { readMetrics } from "../../src/runs/metrics.js";
import { RunFolder } from "../../src/runs/run-folder.js";
import { decodeSafetensors } from "../../src/runs/safetensors.js";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import { dequantized } from "../../src/training/expectation-maximization/index.js";
import { meansOf } from "../../src/training/mixture/pictures.js";
import { parseMixtureSettings } from "../../src/training/mixture/settings.js";
import { trainMixture } from "../../src/training/mixture/train.js";
import { expectRefused, idxData, snapshot } from "./train-world.js";
import { runIn, withFolder } from "./world.js";
import type { Ran, Wanted } from "./world.js";

const DATA = idxData(40, 9);
const VALUES = 16;
const ENGINE: readonly string[] = ["--engine", "reference", "--threads", "1"];
const SHORT: readonly string[] = [...ENGINE, "--data", "data", "--components", "3", "--iterations", "4", "--tolerance", "0"];

const trainIn = (folder: string, flags: readonly string[] = [], wanted: Wanted = {}): Promise<Ran> =>
  runIn(folder, ["train", "gmm", ...SHORT, "--out", "run", ...flags], wanted);

/** Hands over a folder with the data, and in `run` a run with those flags too. */
async function withRun(flags: readonly string[], use: (folder: string, ran: Ran) => Promise<void>): Promise<void> {
  await withFolder(DATA, async (folder) => {
    const ran = await trainIn(folder, flags);
    expect(ran.code).toBe(0);
    await use(folder, ran);
  });
}

/** In nats, as the output says it. */
const logLikelihoodIn = (out: string): number => Number(/^log-likelihood +(-?[\d.]+) nats/mu.exec(out)?.[1]);

describe("train gmm", () => {
  it("leaves a run like those of other models, and says what it came to", async () => {
    await withRun(["--validation", "8"], async (folder, { out, err }) => {
      const line = (number: number): unknown =>
        expect.stringMatching(
          new RegExp(`^iteration ${number}/4  log-likelihood -?\\d+\\.\\d{3} nats  validation -?\\d+\\.\\d{3} nats$`, "u"),
        );
      expect(err.split("\n")).toEqual([
        "gmm on data, 32 images; engine reference, double precision; folder run",
        ...[0, 1, 2, 3, 4].map(line),
        "",
      ]);
      expect(out).toContain("means over the test split, 9 images, dequantized uniformly to [0, 1)^D");
      expect(out).toMatch(/^page run\/index\.html$/mu);
      const bits = Number(/^bits per dimension +([\d.]+)/mu.exec(out)?.[1]);
      expect(bits).toBeCloseTo(8 - logLikelihoodIn(out) / (VALUES * Math.LN2), 3);
      const files = await readdir(join(folder, "run"), { recursive: true });
      for (const name of ["index.html", "samples/samples.png", "samples/means.png", "samples/means-iteration-0001.png"])
        expect(files).toContain(name);
      expect(files.filter((name) => /lock|partial/u.test(name))).toEqual([]);
      const config: unknown = JSON.parse(await readFile(join(folder, "run/config.json"), "utf8"));
      expect(config).toMatchObject({ settings: { model: { kind: "gmm", components: 3, covariance: "diagonal" } } });
      const metrics = await readMetrics(join(folder, "run/metrics.jsonl"));
      expect(metrics.map(({ step, split }) => [step, split])).toEqual(
        [0, 1, 2, 3, 4].flatMap((step) => [
          [step, "train"],
          [step, "validation"],
        ]),
      );
    });
  });

  it("ends where an iteration gains less than the tolerance, and says so", async () => {
    await withRun(["--tolerance", "1000"], async (folder, { err }) => {
      expect(err).toMatch(/^iteration 1\/4 .*\nconverged: the last iteration gained less than 1000 nats an image\n$/mu);
      expect(await readdir(join(folder, "run/checkpoints"))).toContain("step-000000001.best.safetensors");
    });
  });

  it("keeps the mixture under which held-out images are most probable", async () => {
    await withRun(["--validation", "20", "--components", "8", "--iterations", "8"], async (folder, { out }) => {
      const held = (await readMetrics(join(folder, "run/metrics.jsonl"))).filter(({ split }) => split === "validation");
      const values = held.map(({ logLikelihood }) => Number(logLikelihood));
      const best = values.indexOf(Math.max(...values));
      expect(best).toBeLessThan(8);
      const evaluated = await runIn(folder, ["evaluate", "run", ...ENGINE]);
      expect(evaluated.err).toContain(`run at step ${best};`);
      expect(logLikelihoodIn(evaluated.out)).toBe(logLikelihoodIn(out));
    });
  });
});

describe("train gmm --resume", () => {
  it("ends with the iteration and the last good checkpoint when the likelihood falls", async () => {
    await withRun(["--variance-floor", "0.001"], async (folder) => {
      const config = join(folder, "run/config.json");
      const text = await readFile(config, "utf8");
      // No fit goes on under a floor that its variances are below.
      await writeFile(
        config,
        text.replace('"varianceFloor": 0.001', '"varianceFloor": 0.5').replace('"iterations": 4', '"iterations": 8'),
      );
      const { code, out, err } = await runIn(folder, ["train", "--resume", "run"]);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(
        /^qedmark: run: iteration 5: the log-likelihood fell from [^\n]+; the last good checkpoint is that of step 4$/mu,
      );
      expect(await readdir(join(folder, "run/checkpoints"))).toContain("step-000000004.best.safetensors");
    });
  });
});

describe("a gmm that is stopped and resumed leaves the bytes of one that is not", () => {
  it.each([
    ["diagonal", 0],
    ["diagonal", 8],
    ["full", 0],
  ] as const)("%s covariances, %d images held out", async (covariance, validation) => {
    await withFolder(DATA, async (folder) => {
      const whole = await openDataset(join(folder, "data"), "train");
      const settings = parseMixtureSettings({
        model: { kind: "gmm", components: 3, covariance, varianceFloor: 1e-4 },
        data: { source: "data", validation, limit: null },
        training: { iterations: 4, tolerance: 0, batchSize: 7 },
        seed: 5,
      });
      const run = async (path: string, stopAt: number | null): Promise<string> => {
        const isThere = (await readdir(path).catch(() => null)) !== null;
        const { run: held, checkpoint } = isThere
          ? await RunFolder.resume(path)
          : { run: await RunFolder.create(path, {}), checkpoint: null };
        let at = -1;
        try {
          return await trainMixture(
            {
              engine: referenceEngine(),
              settings,
              train: subset(whole, 0, whole.count - validation),
              validation: validation === 0 ? null : subset(whole, whole.count - validation, whole.count),
              folder: held,
              checkpoint,
            },
            {
              onImages: () => undefined,
              onIteration: async ({ number }) => {
                at = number;
                return Promise.resolve();
              },
              stopRequested: () => at === stopAt,
            },
          );
        } finally {
          await held.close();
        }
      };
      const bytesOf = async (path: string): Promise<readonly string[]> =>
        Object.entries(await snapshot(path)).map(([file, bytes]) => `${file.slice(path.length)}\n${bytes}`);
      const end = await run(join(folder, "whole"), null);
      expect(["done", "converged"]).toContain(end);
      const expected = await bytesOf(join(folder, "whole"));
      for (const stopAt of [0, 1, 2]) {
        const path = join(folder, `stopped-${stopAt}`);
        expect(await run(path, stopAt)).toBe("stopped");
        expect(await bytesOf(path)).not.toEqual(expected);
        expect(await run(path, null)).toBe(end);
        expect(await bytesOf(path)).toEqual(expected);
      }
      await whole.close();
    });
  });

  it("on the command line, whatever was lost after a checkpoint", async () => {
    await withRun([], async (folder) => {
      const before = await snapshot(join(folder, "run"));
      const newest = join(folder, "run/checkpoints/step-000000004.best.safetensors");
      await rm(newest);
      const { code, err } = await runIn(folder, ["train", "--resume", "run"]);
      expect({ code, err: err.split("\n").slice(1, 3) }).toEqual({
        code: 0,
        err: [expect.stringMatching(/^iteration 3\/4 /u), expect.stringMatching(/^iteration 4\/4 /u)],
      });
      const after = await snapshot(join(folder, "run"));
      // The page says which command wrote it.
      const page = join(folder, "run/index.html");
      for (const path of Object.keys(before).filter((own) => own !== page)) expect(after[path], path).toBe(before[path]);
    });
  });
});

interface Density {
  readonly weights: Float32Array;
  readonly means: Float32Array;
  /** Of each component, row by row. */
  readonly covariances: readonly number[][];
}

/** The logarithms of p(c) p(x|c), in plain numbers: forward substitution with a Cholesky factor that is made here. */
function logJoint({ weights, means, covariances }: Density, x: readonly number[]): readonly number[] {
  return covariances.map((covariance, k) => {
    const factor = new Array<number>(VALUES * VALUES).fill(0);
    const at = (row: number, column: number): number => factor[row * VALUES + column] ?? NaN;
    let logProb = Math.log(weights[k] ?? NaN) - (VALUES / 2) * Math.log(2 * Math.PI);
    const solved: number[] = [];
    for (let row = 0; row < VALUES; row++) {
      let rest = (x[row] ?? NaN) - (means[k * VALUES + row] ?? NaN);
      for (let column = 0; column <= row; column++) {
        let sum = covariance[row * VALUES + column] ?? NaN;
        for (let d = 0; d < column; d++) sum -= at(row, d) * at(column, d);
        factor[row * VALUES + column] = column === row ? Math.sqrt(sum) : sum / at(column, column);
        if (column < row) rest -= at(row, column) * (solved[column] ?? NaN);
      }
      solved.push(rest / at(row, row));
      logProb -= Math.log(at(row, row)) + (solved[row] ?? NaN) ** 2 / 2;
    }
    return logProb;
  });
}

const logSumExp = (values: readonly number[]): number => {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
};

async function exportedDensity(path: string, covariance: "diagonal" | "full"): Promise<Density> {
  const { tensors } = decodeSafetensors(await readFile(path));
  const valuesOf = (name: string): Float32Array => tensors.get(name)?.values ?? new Float32Array();
  const weights = valuesOf("weights");
  expect(tensors.get("means")?.shape).toEqual([weights.length, 1, 4, 4]);
  const covariances = [...weights.keys()].map((k) =>
    Array.from({ length: VALUES ** 2 }, (_, i) => {
      if (covariance === "full") return valuesOf("covariances")[k * VALUES ** 2 + i] ?? NaN;
      return i % (VALUES + 1) === 0 ? (valuesOf("variances")[k * VALUES + i / (VALUES + 1)] ?? NaN) : 0;
    }),
  );
  return { weights, means: valuesOf("means"), covariances };
}

async function testPoints(folder: string): Promise<readonly (readonly number[])[]> {
  const dataset = await openDataset(join(folder, "data"), "test");
  const points = dequantized(dataset, 0);
  const values = new Float32Array(points.count * VALUES);
  await points.read(
    Uint32Array.from({ length: points.count }, (_, i) => i),
    values,
  );
  await dataset.close();
  return Array.from({ length: points.count }, (_, i) => [...values.subarray(i * VALUES, (i + 1) * VALUES)]);
}

describe("what a gmm says is what its exported parameters say in plain numbers", () => {
  it.each(["diagonal", "full"] as const)("%s covariances", async (covariance) => {
    // The floor is far above what forty images leave of sixteen directions: no number of these is extreme.
    await withRun(["--covariance", covariance, "--variance-floor", "0.02"], async (folder, { out }) => {
      expect((await runIn(folder, ["export", "run", "--format", "safetensors", "--out", "m.st"])).code).toBe(0);
      const density = await exportedDensity(join(folder, "m.st"), covariance);
      expect(density.weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      const points = await testPoints(folder);
      const joint = points.map((x) => logJoint(density, x));
      const mean = joint.map(logSumExp).reduce((a, b) => a + b, 0) / points.length;
      expect(Math.abs(logLikelihoodIn(out) - mean)).toBeLessThan(2e-3);
      // Another mean of one component in one value is seen.
      const slipped = { ...density, means: density.means.map((own, i) => (i === 0 ? own + 0.05 : own)) };
      const other = points.map((x) => logSumExp(logJoint(slipped, x))).reduce((a, b) => a + b, 0) / points.length;
      expect(Math.abs(logLikelihoodIn(out) - other)).toBeGreaterThan(2e-3);

      expect((await runIn(folder, ["encode", "run", ...ENGINE, "--out", "codes.st"])).code).toBe(0);
      const codes = decodeSafetensors(await readFile(join(folder, "codes.st")));
      expect(codes.metadata.get("dequantization")).toBe("uniform");
      const responsibilities = joint.flatMap((own) => own.map((value) => Math.exp(value - logSumExp(own))));
      const found = codes.tensors.get("codes");
      expect(found?.shape).toEqual([9, 3]);
      for (const [i, value] of responsibilities.entries()) expect(found?.values[i]).toBeCloseTo(value, 3);
      expect([...(codes.tensors.get("labels")?.values ?? [])]).toEqual(points.map((_, i) => i % 3));
    });
  });

  it("also as an ONNX model", async () => {
    await withRun(["--variance-floor", "0.02"], async (folder, { out }) => {
      expect((await runIn(folder, ["export", "run", "--format", "onnx"])).out).toBe(
        "run-onnx: density.onnx, of any number of images at once\n",
      );
      const points = await testPoints(folder);
      const session = await InferenceSession.create(join(folder, "run-onnx/density.onnx"));
      const images = new Tensor("float32", Float32Array.from(points.flat()), [points.length, 1, 4, 4]);
      const found = (await session.run({ images }))["log-probability"]?.data;
      const values = found instanceof Float32Array ? found : new Float32Array();
      expect(values.length).toBe(points.length);
      expect(Math.abs(values.reduce((a, b) => a + b, 0) / values.length - logLikelihoodIn(out))).toBeLessThan(2e-3);
      await session.release();
    });
  });

  it("also of more images than are read at once", async () => {
    await withFolder(idxData(300, 2), async (folder) => {
      expect((await trainIn(folder, ["--limit", "20"])).code).toBe(0);
      const flags = ["--split", "train", "--out", "codes.st"];
      expect((await runIn(folder, ["encode", "run", ...ENGINE, ...flags])).code).toBe(0);
      const { tensors } = decodeSafetensors(await readFile(join(folder, "codes.st")));
      expect([...(tensors.get("labels")?.values ?? [])]).toEqual(Array.from({ length: 300 }, (_, i) => i % 3));
    });
  });

  it("and draws images, probes codes, measures other splits", async () => {
    await withRun([], async (folder) => {
      const draw = (out: string, seed: string): Promise<Ran> =>
        runIn(folder, ["sample", "run", ...ENGINE, "--count", "3", "--out", out, "--seed", seed]);
      for (const [out, seed] of [
        ["a", "1"],
        ["b", "1"],
        ["c", "2"],
      ] as const)
        expect((await draw(out, seed)).out).toBe(`${out}: samples.png and 3 images: draws from p(x), seed ${seed}\n`);
      const grid = (out: string): Promise<string> => readFile(join(folder, out, "samples.png"), "latin1");
      expect(await grid("b")).toBe(await grid("a"));
      expect(await grid("c")).not.toBe(await grid("a"));
      expect(await readdir(join(folder, "a"))).toHaveLength(4);
      const probed = await runIn(folder, ["encode", "run", ...ENGINE, "--probe"]);
      expect(probed.out).toMatch(/^linear probe: [\d.]+ % of 9 test codes get their class, /u);
      const { out } = await runIn(folder, ["evaluate", "run", ...ENGINE, "--split", "train", "--limit", "5"]);
      expect(out).toContain("means over the train split, 5 images");
    });
  });
});

it("shows the means of a mixture by the weights of their components", () => {
  const parameters = {
    covariance: "diagonal",
    logits: Float32Array.of(-3, 0, -1),
    mean: Float32Array.of(1, 2, 3, 4, 5, 6),
    logVar: new Float32Array(6),
  } as const;
  expect([...meansOf(parameters, 10).images]).toEqual([3, 4, 5, 6, 1, 2]);
  expect(meansOf(parameters, 2)).toEqual({ images: Float32Array.of(3, 4, 5, 6), count: 2, columns: 10 });
});

const REFUSED: readonly (readonly [flags: string, words: string])[] = [
  ["--components 0", "--components: 0 is not at least 1"],
  ["--components 2.5", "--components: 2.5 is not a finite whole number"],
  ["--components 41", "--components 41: 40 training images are too few for so many: name fewer"],
  ["--components 40 --validation 1", "--components 40: 39 training images are too few for so many: name fewer"],
  ["--iterations 0", "--iterations: 0 is not at least 1"],
  ["--tolerance -1", "--tolerance: -1 is not at least 0"],
  ["--variance-floor 0", "--variance-floor: 0 is not at least 1e-12"],
  ["--limit 41", "--limit 41: there are 40 training images: name fewer"],
  ["--validation 40", "--validation 40: leaves none of 40 training images: hold out fewer"],
  ["--latent 2", "--latent: is no setting of a gmm: leave it out"],
  ["--binarization none", "--binarization: is no setting of a gmm: leave it out"],
  ["--epochs 2", "--epochs: is no setting of a gmm: leave it out"],
];

describe("train gmm refuses", () => {
  it.each(REFUSED)("%s", async (flags, words) => {
    await withFolder(DATA, async (folder) => {
      await expectRefused(folder, () => trainIn(folder, flags.split(" ")), words);
    });
  });

  it("full covariances of large images", async () => {
    await withFolder({}, async (folder) => {
      await expectRefused(
        folder,
        () => runIn(folder, ["train", "gmm", ...ENGINE, "--covariance", "full", "--limit", "200"]),
        "--covariance full: images have 784 values, and it is for 64 at most: leave it out",
      );
    });
  });

  it("its own settings where another model is trained", async () => {
    await withFolder(DATA, async (folder) => {
      for (const flag of ["--components 3", "--covariance full", "--iterations 3", "--tolerance 1", "--variance-floor 1"]) {
        const [name = "", value = ""] = flag.split(" ");
        const act = (): Promise<Ran> => runIn(folder, ["train", "vae", "--data", "data", ...ENGINE, name, value]);
        await expectRefused(folder, act, `${name}: is no setting of a vae: leave it out`);
      }
    });
  });

  it("to go on with what is not the run that was trained, and what such a model does not have", async () => {
    await withRun([], async (folder) => {
      const resume = (...flags: readonly string[]): Promise<Ran> => runIn(folder, ["train", "--resume", "run", ...flags]);
      await expectRefused(
        folder,
        () => resume("--components", "4"),
        "--components: a run is resumed with the settings it began with: leave it out",
      );
      await expectRefused(
        folder,
        () => runIn(folder, ["train", "vae", "--resume", "run"]),
        "run: is a run of gmm, not of vae: name the folder of another run",
      );
      await expectRefused(
        folder,
        () => runIn(folder, ["evaluate", "run", ...ENGINE, "--samples", "5"]),
        "--samples: log p(x) of a gmm is known in closed form: leave it out",
      );
      const config = join(folder, "run/config.json");
      const text = await readFile(config, "utf8");
      for (const [from, to, problem] of [
        [
          '"seed": 0',
          '"seed": 1',
          "the checkpoint is of a training with the seed 0, not 1 as config.json says: restore config.json",
        ],
        [
          '"components": 3',
          '"components": 4',
          "the checkpoint is of another model than config.json says: logits has 3 values, not 4 finite ones: restore config.json",
        ],
        ['"iterations": 4', '"iterations": 0', "run/config.json: training.iterations: 0 is not at least 1: restore the file"],
      ] as const) {
        expect(text).toContain(from);
        await writeFile(config, text.replace(from, to));
        await expectRefused(folder, () => resume(), problem);
      }
    });
  });

  it("ONNX of full covariances", async () => {
    await withRun(["--covariance", "full"], async (folder) => {
      await expectRefused(
        folder,
        () => runIn(folder, ["export", "run", "--format", "onnx"]),
        "--format onnx: is not offered for full covariances: use --format safetensors",
      );
    });
  });
});
