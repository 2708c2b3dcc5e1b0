import { tryEngines } from "../../src/tensor/engines/choose.js";
import type { EngineName } from "../../src/tensor/engines/choose.js";
import { reference, subjectOf } from "./subject.js";
import type { Subject } from "./subject.js";

/** The native library refuses what lies outside of the axis and takes a fraction for the whole number below it. */
const checksIndices: Readonly<Record<EngineName, boolean>> = {
  onnx: false,
  "onnx-web": false,
  "tfjs-node": true,
  "tfjs-wasm": true,
  "tfjs-webgpu": false,
  "tfjs-cpu": true,
  reference: true,
};

const tried = await tryEngines({ threads: 1 });

/** Every engine that loads here. */
export const opened = tried.flatMap(({ name, engine }) =>
  engine === null ? [] : [{ name, engine, checksIndices: checksIndices[name] }],
);

/** Every contract test of an operation runs on each of these. */
export const subjects: readonly Subject[] = [
  reference,
  ...opened.flatMap((own) => (own.name === "reference" ? [] : [subjectOf(own.name, own.engine, own.checksIndices)])),
];

/** The engines that no test runs on, because they do not load here, and why. */
export const missing: readonly { readonly name: EngineName; readonly reason: string }[] = tried.flatMap((own) =>
  own.engine === null ? [own] : [],
);
