import { createHash } from "node:crypto";
import type { Dataset } from "./dataset.js";

/**
 * The images `from` … `to` − 1 of a dataset, which are numbered from 0 again. What is held out of a training set for validation is one.
 *
 * @throws RangeError unless 0 ≤ from < to ≤ count
 */
export function subset(dataset: Dataset, from: number, to: number): Dataset {
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || from >= to || to > dataset.count) {
    throw new RangeError(`${dataset.count} images have no part ${from} … ${to}`);
  }
  if (from === 0 && to === dataset.count) return dataset;
  const chosen = Uint32Array.from({ length: to - from }, (_, place) => from + place);
  return choose(dataset, chosen, `${dataset.name}[${from}:${to}]`);
}

/** The images of these numbers, in their order; each is below `count`. */
export function choose(dataset: Dataset, chosen: Uint32Array, name: string): Dataset {
  const count = chosen.length;
  return {
    ...dataset,
    name,
    count,
    fingerprint: async () =>
      createHash("sha256")
        .update(await dataset.fingerprint())
        .update(JSON.stringify([...chosen]))
        .digest("hex"),
    read: async (indices, images, labels) => {
      const own = indices.map((index) => {
        const number = chosen[index];
        if (number === undefined) throw new RangeError(`there is no image ${index} among ${count}`);
        return number;
      });
      await dataset.read(own, images, labels);
    },
  };
}
