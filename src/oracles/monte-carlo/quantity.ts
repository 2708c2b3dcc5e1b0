import { constantForm, type Form } from "./form.js";
import type { Interval } from "./interval.js";
import type { Column } from "./kernels.js";

/** Samples computed at once, a multiple of the variates' grain: their columns fit a processor's caches. */
export const BLOCK = 1536;

/** A quantity that is the same for all samples, or a column of samples with what is known of it for certain. */
export type Quantity = { readonly kind: "number"; readonly value: number } | Sampled;

export interface Sampled extends Column {
  readonly kind: "column";
  /** The quantity as a polynomial of the standard normal variates; null where it is none of degree two at most. */
  readonly form: Form | null;
  readonly interval: Interval;
}

export function numberOf(value: number): Quantity {
  return { kind: "number", value };
}

export function formOf(x: Quantity): Form | null {
  return x.kind === "number" ? constantForm(x.value) : x.form;
}

export function sampleOf({ buffer, scale, shift }: Column, index: number): number {
  return shift + scale * (buffer[index] ?? 0);
}

/** A column of the same number throughout: its scale is 0. */
export function columnOf(x: Quantity): Column {
  return x.kind === "number" ? { buffer: NO_SAMPLES, scale: 0, shift: x.value } : x;
}

const NO_SAMPLES = new Float64Array(BLOCK);
