/** Points with as many coordinates each, reached by their numbers. The same number gives the same point at every reading. */
export interface Points {
  /** For logs and results: what they are, and how they were made continuous. */
  readonly name: string;
  readonly count: number;
  readonly dimensions: number;
  /**
   * Copies the points of these numbers one after another into an array that may be longer. One reading at a time.
   *
   * @throws RangeError when a number is not below `count` or the array is too short
   */
  readonly read: (indices: Uint32Array, into: Float32Array) => Promise<void>;
}

/** Points held in memory, one after another. @throws RangeError unless there are whole points */
export function pointsOf(name: string, values: Float32Array, dimensions: number): Points {
  const count = values.length / dimensions;
  if (!Number.isInteger(dimensions) || dimensions < 1 || !Number.isInteger(count)) {
    throw new RangeError(`${name}: ${values.length} values are no points of ${dimensions} coordinates`);
  }
  return {
    name,
    count,
    dimensions,
    read: async (indices, into) => {
      indices.forEach((index, place) => {
        if (index >= count) throw new RangeError(`${name}: there is no point ${index} among ${count}`);
        into.set(values.subarray(index * dimensions, (index + 1) * dimensions), place * dimensions);
      });
      return Promise.resolve();
    },
  };
}

/** The numbers of points in order, in runs of at most `size`; each is valid until the next is asked for. */
export function* runsOf(count: number, size: number): Generator<Uint32Array> {
  const numbers = new Uint32Array(Math.min(size, count));
  for (let from = 0; from < count; from += size) {
    const run = numbers.subarray(0, Math.min(size, count - from));
    for (let place = 0; place < run.length; place++) run[place] = from + place;
    yield run;
  }
}
