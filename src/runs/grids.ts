/**
 * The images of two lists, row by row: a row of the first list, below it the row of the second that belongs to it.
 *
 * @throws RangeError unless both lists fill the same number of rows
 */
export function pairedRows(above: Float32Array, below: Float32Array, valuesPerRow: number): Float32Array {
  if (above.length !== below.length || above.length % valuesPerRow !== 0) {
    throw new RangeError(`${above.length} and ${below.length} values are not pairs of rows of ${valuesPerRow}`);
  }
  const paired = new Float32Array(2 * above.length);
  for (let start = 0; start < above.length; start += valuesPerRow) {
    paired.set(above.subarray(start, start + valuesPerRow), 2 * start);
    paired.set(below.subarray(start, start + valuesPerRow), 2 * start + valuesPerRow);
  }
  return paired;
}
