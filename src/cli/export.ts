import { encodeSafetensors } from "../runs/safetensors.js";
import { onnxModel } from "../tensor/engines/onnx/model.js";
import { exported, OPEN } from "../training/export.js";
import { stepProgram } from "../training/programs.js";
import { EXIT, RequestError } from "./errors.js";
import { openRun } from "./finished-run.js";
import type { Io } from "./io.js";
import { writeAllNew, writeNew } from "./new-files.js";
import { refusing } from "./refusals.js";

export interface ExportRequest {
  readonly run: string;
  readonly format: "onnx" | "safetensors";
  /** Null for the default beside the run's name. */
  readonly out: string | null;
}

/** Writes a trained model for other programs: encoder and decoder as ONNX, or its parameters as safetensors. */
export async function exportModel({ run, format, out }: ExportRequest, io: Io): Promise<number> {
  return await refusing(async () => {
    const { configuration, model, parameters } = await openRun(run, io);
    const { shape } = configuration.data;
    switch (format) {
      case "onnx": {
        const { encoder, decoder } = exported(model, shape, parameters);
        const folder = out ?? `${run.replace(/\/+$/u, "")}-onnx`;
        if (folder.endsWith(".onnx")) throw new RequestError(`--out ${folder}: encoder and decoder are two files: name a folder`);
        const files = { "encoder.onnx": onnxModel(encoder, { open: OPEN }), "decoder.onnx": onnxModel(decoder, { open: OPEN }) };
        await writeAllNew(folder, files, io);
        io.output.write(`${folder}: encoder.onnx and decoder.onnx, of any number of images at once\n`);
        break;
      }
      case "safetensors": {
        const declared = [...stepProgram(model, shape, 1).parameters];
        const tensors = new Map(
          declared.map(([name, { axes }]) => [
            name,
            { shape: axes.map(({ size }) => size), values: parameters[name] ?? new Float32Array() },
          ]),
        );
        const metadata = new Map([["settings", JSON.stringify(configuration.settings.model)]]);
        const file = out ?? `${run.replace(/\/+$/u, "")}.safetensors`;
        await writeNew(file, encodeSafetensors({ tensors, metadata }), io);
        io.output.write(`${file}: ${tensors.size} parameters\n`);
        break;
      }
    }
    return EXIT.fine;
  });
}
