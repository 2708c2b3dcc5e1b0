import { DataError } from "./dataset.js";

/** One more than the largest label; 0 where there are none. */
export const numberOfClasses = (labels: Uint8Array): number => labels.reduce((classes, label) => Math.max(classes, label + 1), 0);

/** @throws DataError naming the first label that is not below the number of classes */
export function demandLabels(path: string, labels: Uint8Array, classes: number): void {
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new DataError(
      `${path}: label ${labels[wrong] ?? NaN} of image ${wrong} is none of the classes 0 … ${classes - 1} of the training set: get it again`,
    );
  }
}
