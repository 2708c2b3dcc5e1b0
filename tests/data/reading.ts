import { expect } from "vitest";
import { DataError } from "../../src/data/dataset.js";
import type { Dataset } from "../../src/data/dataset.js";

export interface Contents {
  readonly images: readonly (readonly number[])[];
  readonly labels: readonly number[];
}

/** What a dataset gives for these numbers; for all of its images where there are none. */
export async function contentsOf(
  dataset: Dataset,
  indices: readonly number[] = Array.from({ length: dataset.count }, (_, index) => index),
): Promise<Contents> {
  const { channels, height, width } = dataset.shape;
  const size = channels * height * width;
  const images = new Uint8Array(indices.length * size);
  const labels = new Uint8Array(indices.length);
  await dataset.read(Uint32Array.from(indices), images, labels);
  return {
    images: indices.map((_, place) => [...images.subarray(place * size, (place + 1) * size)]),
    labels: dataset.classes === 0 ? [] : [...labels],
  };
}

/** The message of the refusal: one line, with the path first. @throws when there is none, or it is no DataError */
export async function refusal(opening: Promise<Dataset>): Promise<string> {
  const outcome = await opening.then(
    (dataset) => dataset,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(DataError);
  const message = outcome instanceof DataError ? outcome.message : "";
  expect(message).toMatch(/^[^\n]+: [^\n]+: [^\n]+$/u);
  return message;
}
