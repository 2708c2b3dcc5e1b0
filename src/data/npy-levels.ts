import { DataError } from "./dataset.js";
import type { NpyType } from "./npy-types.js";

/** A value as a grey level 0 … 255. */
export type Level = (value: number) => number;

/** How far 255 times a multiple of 1/255 in single precision may lie from a whole number. */
const TOLERANCE = 1e-3;

const asLevel: Level = (value) => value;
const asFraction: Level = (value) => Math.round(value * 255);

const isLevel = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255;
const isFraction = (value: number): boolean =>
  value >= 0 && value <= 1 && Math.abs(value * 255 - Math.round(value * 255)) <= TOLERANCE;

/**
 * Goes through all values of an array and finds out how they mean grey levels: booleans are black and white, whole numbers are levels, other numbers are
 * levels, or fractions of 255 where all of them are in 0 … 1.
 */
export class Levels {
  readonly #path: string;
  readonly #kind: NpyType["kind"];
  #seen = 0;
  #largest = -Infinity;
  #noLevel: Offence | null = null;
  #noFraction: Offence | null = null;

  constructor(path: string, kind: NpyType["kind"]) {
    this.#path = path;
    this.#kind = kind;
  }

  see(value: number): void {
    if (value > this.#largest) this.#largest = value;
    if (this.#noLevel === null && !isLevel(value)) this.#noLevel = { value, index: this.#seen };
    if (this.#noFraction === null && !isFraction(value)) this.#noFraction = { value, index: this.#seen };
    this.#seen += 1;
  }

  /** @throws DataError where values are no grey levels, or may be meant in two ways */
  get meaning(): Level {
    const refuse = (what: string): DataError =>
      new DataError(`${this.#path}: ${what}: save uint8 levels 0 … 255, bool, or floats that are multiples of 1/255 in 0 … 1`);
    const first = ({ value, index }: Offence): string => `value ${value} (number ${index} of the file) is no grey level`;
    switch (this.#kind) {
      case "bool":
        if (this.#noFraction !== null) throw refuse(`${first(this.#noFraction)}, nor true or false`);
        return asFraction;
      case "integer":
        if (this.#noLevel !== null) throw refuse(first(this.#noLevel));
        if (this.#largest === 1) throw refuse("holds whole numbers 0 and 1 only, nearly black as levels");
        return asLevel;
      case "float":
        if (this.#noFraction === null) return asFraction;
        if (this.#noLevel === null) return asLevel;
        throw refuse(first(this.#largest > 1 ? this.#noLevel : this.#noFraction));
    }
  }
}

interface Offence {
  readonly value: number;
  readonly index: number;
}
