import { availableParallelism } from "node:os";
import type { Dataset, Split } from "../data/dataset.js";
import { encodeSafetensors } from "../runs/safetensors.js";
import type { Codes } from "../training/coding.js";
import { linearProbe } from "../training/probe.js";
import { EXIT, RequestError } from "./errors.js";
import { dataFor, engineFor, openRun } from "./finished-run.js";
import type { Io } from "./io.js";
import { writeNew } from "./new-files.js";
import { refusing } from "./refusals.js";

export interface EncodeRequest {
  readonly run: string;
  readonly data: string | null;
  readonly split: Split;
  /** Null where codes are only probed. */
  readonly out: string | null;
  /** Whether to say how well a linear classifier tells the classes from the codes. */
  readonly probe: boolean;
  readonly engine: string | null;
  readonly threads: number | null;
  readonly seed: number;
}

/** Writes the codes of images, and says what they are good for. */
export async function encode(request: EncodeRequest, io: Io): Promise<number> {
  return await refusing(async () => {
    const { run, out, probe, split, seed } = request;
    if (out === null && !probe) throw new RequestError("encode: nothing to do: name a file with --out, or ask for --probe");
    const finished = await openRun(run, io);
    const { model } = finished;
    const { engine } = await engineFor(request.engine, request.threads ?? availableParallelism(), io);
    const opened: Dataset[] = [];
    const codesOf = async (of: Split): Promise<Codes & { readonly classes: number }> => {
      const dataset = await dataFor(finished, request.data, of, io);
      opened.push(dataset);
      return { ...(await model.encode(engine, dataset, seed)), classes: dataset.classes };
    };
    try {
      const codes = await codesOf(split);
      if (out !== null) {
        const count = codes.labels.length;
        const tensors = new Map([["codes", { shape: [count, codes.dimensions], values: codes.values }]]);
        if (codes.classes > 0) tensors.set("labels", { shape: [count], values: Float32Array.from(codes.labels) });
        const metadata = new Map([["run", run], ["split", split], model.preparation, ["seed", String(seed)]]);
        await writeNew(out, encodeSafetensors({ tensors, metadata }), io);
        io.output.write(`${out}: ${count} codes of ${codes.dimensions} dimensions, ${split} split\n`);
      }
      if (probe) {
        const [train, test] = split === "train" ? [codes, await codesOf("test")] : [await codesOf("train"), codes];
        if (train.classes < 2) throw new RequestError("--probe: the data have no classes: leave it out");
        const { accuracy, crossEntropy } = await linearProbe(engine, train, test, train.classes, seed);
        io.output.write(
          `linear probe: ${(100 * accuracy).toFixed(2)} % of ${test.labels.length} test codes get their class, cross-entropy ${crossEntropy.toFixed(4)} nats\n`,
        );
      }
      return EXIT.fine;
    } finally {
      for (const dataset of opened) await dataset.close();
    }
  });
}
