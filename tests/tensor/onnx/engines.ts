import { describe } from "vitest";
import type { Engine } from "../../../src/tensor/engines/engine.js";
import { openOnnxNative } from "../../../src/tensor/engines/onnx/native.js";
import { openOnnxWeb } from "../../../src/tensor/engines/onnx/web.js";

const opened = await Promise.all(
  [openOnnxNative, openOnnxWeb].map(async (open) => {
    try {
      return await open({ threads: 1 });
    } catch (error) {
      return String(error);
    }
  }),
);

/** Tests on the native library and on WebAssembly. One that does not load is reported as a skipped suite with the reason. */
export function describeRuntimes(tests: (engine: Engine) => void): void {
  for (const engine of opened) {
    if (typeof engine === "string") describe.skipIf(true)(engine, () => undefined);
    else
      describe(engine.name, () => {
        tests(engine);
      });
  }
}
