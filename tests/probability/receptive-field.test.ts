import { describe, expect, it } from "vitest";
import { axis, constant } from "../../src/tensor/index.js";
import { causalReceptiveField, maskA } from "../../src/probability/index.js";

const size = (height: number, width: number) => ({ height, width });
/** A mask of grey values, drawn row by row. */
const drawn = (...rows: readonly (readonly number[])[]) =>
  constant([axis("height", rows.length), axis("width", rows[0]?.length ?? 0), axis("in", 1), axis("out", 1)], rows.flat());
const seenBy = (...masks: Parameters<typeof causalReceptiveField>[0]) =>
  causalReceptiveField(masks, size(9, 9)).seen.map(({ row, column }) => `${row},${column}`);

describe("the receptive field", () => {
  it("lists what is seen row by row, each place once", () => {
    const full = drawn([1, 1, 1], [1, 1, 1], [1, 1, 1]);
    const nine = ["-1,-1", "-1,0", "-1,1", "0,-1", "0,0", "0,1", "1,-1", "1,0", "1,1"];
    expect(seenBy(full)).toEqual(nine);
    // Two steps right and one left come in another order than they are listed.
    const apart = drawn([0, 0, 0, 0, 1], [0, 0, 1, 0, 0], [1, 0, 0, 0, 0]);
    expect(seenBy(apart, apart)).toEqual(["-2,4", "-1,2", "0,0", "1,-2", "2,-4"]);
    const across = drawn([1, 0, 1]);
    expect(seenBy(across, drawn([1], [0], [1]))).toEqual(["-1,-1", "-1,1", "1,-1", "1,1"]);
    const slanted = drawn([0, 0, 1], [0, 0, 0], [1, 0, 0]);
    expect(seenBy(slanted, drawn([1], [0], [1]))).toEqual(["-2,1", "0,-1", "0,1", "2,-1"]);
    // The column in which the row below the centre is reached first, then the one above.
    for (const [up, down] of [
      [0, 1],
      [1, 0],
      [2, 1],
      [1, 2],
      [-1, -2],
      [-2, -1],
      [0, -1],
      [-1, 1],
    ] as const) {
      const at = (column: number) => [-2, -1, 0, 1, 2].map((own) => (own === column ? 1 : 0));
      const found = seenBy(drawn(at(up), [0, 0, 0, 0, 0], at(down)), drawn([1], [0], [1]));
      expect(found).toEqual([`-2,${up}`, ...[up, down].sort((x, y) => x - y).map((column) => `0,${column}`), `2,${down}`]);
    }
    const wide = drawn([1, 0, 1, 0, 1]);
    expect(seenBy(wide, drawn([1], [0], [0]))).toEqual(["-1,-2", "-1,0", "-1,2"]);
  });

  it("is not symmetric where the mask is not", () => {
    expect(seenBy(drawn([0, 0, 0], [0, 0, 1], [0, 0, 0]))).toEqual(["0,1"]);
    expect(seenBy(drawn([0, 0, 0], [0, 0, 0], [1, 0, 0]))).toEqual(["1,-1"]);
    expect(seenBy(drawn([0, 1, 0, 0, 0]))).toEqual(["0,-1"]);
  });

  it("goes where any pair of channels goes", () => {
    // Only the last of 3 · 2 pairs of channels is let through, at the last column.
    const values = new Array<number>(18).fill(0);
    values[17] = 1;
    const mask = constant([axis("height", 1), axis("width", 3), axis("in", 3), axis("out", 2)], values);
    expect(seenBy(mask)).toEqual(["0,1"]);
    const colours = maskA({ size: size(1, 3), channels: { in: axis("in", 3), out: axis("out", 3) }, colours: 3 });
    expect(seenBy(colours)).toEqual(["0,-1", "0,0"]);
  });

  it("ends at the image", () => {
    const { seen, blind } = causalReceptiveField([drawn([1, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0])], size(2, 3));
    expect(seen).toEqual([{ row: -1, column: -2 }]);
    expect(blind).toEqual(
      [-1, 0, 1, 2].map((column) => ({ row: -1, column })).concat([-2, -1].map((column) => ({ row: 0, column }))),
    );
  });
});
