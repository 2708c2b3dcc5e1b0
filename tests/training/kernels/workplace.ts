import { Arena } from "../../../src/training/arena.js";
import { loadKernels } from "../../../src/training/kernels/kernels.js";
import type { Kernels } from "../../../src/training/kernels/kernels.js";

const SECTIONS = ["first", "second", "third", "fourth"] as const;

/** Kernels, and arrays of their memory. */
export interface Workplace {
  readonly kernels: Kernels;
  /** Copies of these values, one in each of four sections at most, each between values of a mark. */
  readonly floats: (...copied: readonly ArrayLike<number>[]) => readonly Float32Array[];
  readonly bytes: (copied: ArrayLike<number>) => Uint8Array;
  /** Whether all marks beside the values that were laid out last are as they were. */
  readonly intact: () => boolean;
}

const MARK = 0.123456;
/** No multiple of four: the arrays begin within a vector. */
const START = 5;

/** Sections hold so many values. */
export async function openWorkplace(size: number, module?: Uint8Array): Promise<Workplace> {
  const sizes = new Map([["values", size]]);
  const arena = new Arena({ first: sizes, second: sizes, third: sizes, fourth: sizes }, { bytes: size });
  const lengths = new Map<string, number>();
  return {
    kernels: await loadKernels(arena.memory, module),
    floats: (...copied) =>
      copied.map((values, i) => {
        const name = SECTIONS[i];
        if (name === undefined || values.length > size - 2 * START) throw new Error("more than the workplace holds");
        const section = arena.section(name).fill(MARK);
        lengths.set(name, values.length);
        const view = section.subarray(START, START + values.length);
        view.set(values);
        return view;
      }),
    bytes: (copied) => {
      const view = arena.bytes("bytes").subarray(START, START + copied.length);
      view.set(copied);
      return view;
    },
    intact: () =>
      [...lengths].every(([, length], i) =>
        arena
          .section(SECTIONS[i] ?? "first")
          .every((value, k) => value === Math.fround(MARK) || (k >= START && k < START + length)),
      ),
  };
}
