import { encodeSafetensors } from "../runs/safetensors.js";
import { onnxModel } from "../tensor/engines/onnx/model.js";
import { OPEN } from "../training/export.js";
import { EXIT, RequestError } from "./errors.js";
import { evaluatedRun } from "./export-run.js";
import { openRun } from "./finished-run.js";
import type { Io } from "./io.js";
import { writeAllNew, writeNew } from "./new-files.js";
import { refusing } from "./refusals.js";

export interface ExportRequest {
  readonly run: string;
  readonly format: "onnx" | "safetensors" | "run";
  /** Null for the default beside the run's name. */
  readonly out: string | null;
}

/** Writes a trained model for other programs: what it computes as ONNX, or its parameters as safetensors. */
export async function exportModel({ run, format, out }: ExportRequest, io: Io): Promise<number> {
  return await refusing(async () => {
    const finished = await openRun(run, io);
    const { configuration, model } = finished;
    switch (format) {
      case "onnx": {
        const programs = Object.entries(model.programs());
        const folder = out ?? `${run.replace(/\/+$/u, "")}-onnx`;
        const names = programs.map(([name]) => name).join(" and ");
        if (folder.endsWith(".onnx")) throw new RequestError(`--out ${folder}: a folder is made, for ${names}: name a folder`);
        const files = Object.fromEntries(programs.map(([name, program]) => [name, onnxModel(program, { open: OPEN })]));
        await writeAllNew(folder, files, io);
        io.output.write(`${folder}: ${names}, of any number of images at once\n`);
        break;
      }
      case "run": {
        const folder = out ?? `${run.replace(/\/+$/u, "")}-evaluated`;
        await writeAllNew(folder, evaluatedRun(finished), io);
        io.output.write(`${folder}: a run with nothing but what is evaluated\n`);
        break;
      }
      case "safetensors": {
        const tensors = model.parameters();
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
