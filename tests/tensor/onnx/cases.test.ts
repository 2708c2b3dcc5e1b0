import { describe, expect, it } from "vitest";
import { openOnnxNative } from "../../../src/tensor/engines/onnx/native.js";
import { openOnnxWeb } from "../../../src/tensor/engines/onnx/web.js";
import * as t from "../../../src/tensor/index.js";
import { cases } from "../gradient-cases.js";
import { weighted } from "../finite-differences.js";
import { difference, runOn, runOnReference } from "./run.js";

describe.each([["native", openOnnxNative] as const, ["web", openOnnxWeb] as const])("%s", (_, open) => {
  for (const [kind, { inputs, build, domain = (n) => (n + 0.5) / 8 }] of Object.entries(cases)) {
    it(kind, async () => {
      const engine = await open({ threads: 1 });
      for (const sizes of [
        { a: 3, b: 2, c: 2 },
        { a: 1, b: 1, c: 1 },
        { a: 2, b: 0, c: 1 },
      ]) {
        const axes = inputs(sizes);
        const nodes = axes.map((own, i) => t.input(`x${i}`, own));
        let k = 0;
        const given = Object.fromEntries(
          axes.map((own, i) => [
            `x${i}`,
            t.tensor(
              own,
              Array.from({ length: t.elements(own) }, () => domain(((k++ * 17) % 41) - 20)),
            ),
          ]),
        );
        const value = build(...nodes);
        const loss = weighted(value);
        const outputs = { value, loss, ...Object.fromEntries(t.gradients(loss, nodes).map((g, i) => [`g${i}`, g])) };
        const [found, expected] = [await runOn(engine, outputs, given), runOnReference(outputs, given)];
        for (const [name, e] of Object.entries(expected)) {
          const f = found[name];
          if (f === undefined) throw new Error(name);
          const d = difference(f, e);
          expect.soft(d).toBeLessThan(1e-5);
        }
      }
    });
  }
});
