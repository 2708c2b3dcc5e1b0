import type { Extent, NodeOf } from "../tensor/index.js";

/** Where a pixel lies as seen from another one; above and to the left are negative. */
export interface Offset {
  readonly row: number;
  readonly column: number;
}

export interface ReceptiveField {
  /** The pixels that a result can depend on, row by row. */
  readonly seen: readonly Offset[];
  /** The pixels before it that it cannot see. A model with any leaves out dependences that the chain rule has. */
  readonly blind: readonly Offset[];
}

/**
 * What masked convolutions, one after another, see of an image of this size from any of its pixels, when kernels are padded so that their centres lie on the
 * pixel. The masks' first axes are height and width, as those of `maskA` and `maskB`.
 *
 * Stacked 3 × 3 masks never see the wedge to the right above:
 *
 *     # # # # # # .
 *     # # # # # . .      # seen   . blind
 *     # # # x            each row up is seen one pixel further to the right, however many layers there are
 */
export function causalReceptiveField(masks: readonly NodeOf<"constant">[], image: Extent): ReceptiveField {
  const inImage = ({ row, column }: Offset): boolean => Math.abs(row) < image.height && Math.abs(column) < image.width;
  const reached = masks.reduce<readonly Offset[]>(
    (field, mask) => {
      const steps = stepsOf(mask);
      return distinct(field.flatMap((from) => steps.map((by) => ({ row: from.row + by.row, column: from.column + by.column }))));
    },
    [{ row: 0, column: 0 }],
  );
  const seen = inOrder(reached.filter(inImage));
  const keys = new Set(seen.map(key));
  const blind: Offset[] = [];
  for (let row = 1 - image.height; row <= 0; row++) {
    for (let column = 1 - image.width; column < (row < 0 ? image.width : 0); column++) {
      if (!keys.has(key({ row, column }))) blind.push({ row, column });
    }
  }
  return { seen, blind };
}

/** Where the mask lets anything through, from its centre. */
function stepsOf({ axes, values }: NodeOf<"constant">): readonly Offset[] {
  const [height = 0, width = 0, ...channels] = axes.map(({ size }) => size);
  const each = channels.reduce((product, size) => product * size, 1);
  const steps: Offset[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const start = (row * width + column) * each;
      if (!values.subarray(start, start + each).some((value) => value !== 0)) continue;
      steps.push({ row: row - (height - 1) / 2, column: column - (width - 1) / 2 });
    }
  }
  return steps;
}

const key = ({ row, column }: Offset): string => `${row} ${column}`;

function distinct(offsets: readonly Offset[]): readonly Offset[] {
  return [...new Map(offsets.map((offset) => [key(offset), offset])).values()];
}

function inOrder(offsets: readonly Offset[]): readonly Offset[] {
  return offsets.toSorted((a, b) => a.row - b.row || a.column - b.column);
}
