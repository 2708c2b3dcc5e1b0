import { createHash } from "node:crypto";
import { namesOf } from "../tensor/graph/axes.js";
import type { Axes } from "../tensor/graph/axes.js";
import { isObject, parseJson } from "./json.js";
import type { Json } from "./json.js";
import { decodeSafetensors, encodeSafetensors, SafetensorsError } from "./safetensors.js";
import type { Shaped } from "./safetensors.js";

export interface StoredTensor {
  readonly axes: Axes;
  /** In row-major order of the axes. */
  readonly values: Float32Array;
}

/** All that a training needs to go on as if it had not been interrupted. */
export interface Checkpoint {
  /** Steps done since the beginning. */
  readonly step: number;
  /** Epochs completed. */
  readonly epoch: number;
  /** Examples taken of the epoch that is under way. */
  readonly position: number;
  readonly seed: number;
  /** Parameters, moments of the optimizer, averages: whatever is a tensor. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Whatever else there is; means nothing here. */
  readonly state: Json;
}

/** A checkpoint with the length that the file of the metrics has when all that was measured up to it is written. */
export interface SavedCheckpoint extends Checkpoint {
  readonly metricsBytes: number;
}

/** Says what a file is, and which of its kind. */
const FORMAT = "qedmark checkpoint 1";

/**
 * A checkpoint as one safetensors file: what is no tensor, and the names of the axes, stand as JSON in the metadata, with a SHA-256 digest over everything.
 * Equal checkpoints give equal bytes. The values are copied before the function returns.
 */
export function encodeCheckpoint({ tensors, ...rest }: SavedCheckpoint): Uint8Array {
  const axes = Object.fromEntries([...tensors].map(([name, tensor]) => [name, namesOf(tensor.axes)]));
  const { step, epoch, position, seed, metricsBytes, state } = rest;
  const description = JSON.stringify({ step, epoch, position, seed, metricsBytes, axes, state });
  const shaped = new Map(
    [...tensors].map(([name, tensor]) => [name, { shape: tensor.axes.map(({ size }) => size), values: tensor.values }]),
  );
  const metadata = new Map([
    ["format", FORMAT],
    ["checkpoint", description],
    ["sha256", digestOf(description, shaped)],
  ]);
  return encodeSafetensors({ tensors: shaped, metadata });
}

/** @throws SafetensorsError when the bytes are not a whole checkpoint as `encodeCheckpoint` gives it */
export function decodeCheckpoint(bytes: Uint8Array): SavedCheckpoint {
  const { tensors: shaped, metadata } = decodeSafetensors(bytes);
  if (metadata.get("format") !== FORMAT) throw new SafetensorsError("it is no checkpoint of this version of qedmark");
  const description = metadata.get("checkpoint") ?? "";
  if (metadata.get("sha256") !== digestOf(description, shaped))
    throw new SafetensorsError("it is damaged: its digest is another");
  const value = parseJson(description);
  if (!isObject(value) || !isObject(value.axes)) throw new SafetensorsError("its description is not one of a checkpoint");
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { shape, values }] of shaped) {
    const names = value.axes[name];
    if (!isNames(names) || names.length !== shape.length)
      throw new SafetensorsError(`its tensor ${JSON.stringify(name)} has no axes`);
    tensors.set(name, { axes: shape.map((size, index) => ({ name: names[index] ?? "", size })), values });
  }
  const count = (key: string): number => {
    const found = value[key];
    if (typeof found !== "number") throw new SafetensorsError(`its description has no ${key}`);
    return found;
  };
  return {
    step: count("step"),
    epoch: count("epoch"),
    position: count("position"),
    seed: count("seed"),
    metricsBytes: count("metricsBytes"),
    tensors,
    state: value.state ?? null,
  };
}

/** Tells any change of a name, a shape, a value, and of the description. */
function digestOf(description: string, tensors: ReadonlyMap<string, Shaped>): string {
  const hash = createHash("sha256").update(JSON.stringify(description));
  for (const [name, { shape, values }] of tensors) {
    hash.update(JSON.stringify([name, shape])).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest("hex");
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}
