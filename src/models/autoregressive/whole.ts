import { reverse, scan } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { maskedConvolution } from "../../layers/index.js";
import type { Parameters } from "../../layers/index.js";
import { FEATURES } from "./input.js";
import { diagonalCell, rowCell } from "./lstm.js";
import { nothingAlong } from "./nothing.js";
import { shifted, skewed, unskewed } from "./shift.js";
import type { Cell, Sight } from "./sight.js";

/** How a network looks at whole images at once. @param pixels over batch, height, width and `FEATURES` */
export function wholeSight(pixels: Node, condition: Node | null): Sight {
  const convolved: Sight["convolved"] = (parameters, x, to, options) => maskedConvolution(parameters, x, FEATURES, to, options);
  return {
    pixels,
    condition,
    convolved,
    downRows,
    fromTheLeft,
    rows: {
      completed: (x) => x,
      convolved,
      fromTheRight: (parameters, gates, cell) => reverse(fromTheLeft(parameters, reverse(gates, "width"), cell), "width"),
      above: (x) => shifted(x, "height", 1),
    },
  };
}

function downRows(parameters: Parameters, gates: Node, cell: Cell): Node {
  const nothing = nothingAlong(gates, "height", cell);
  const { outputs } = scan({
    axis: "height",
    initial: [nothing, nothing],
    sequences: [gates],
    body: ([hidden, content], [row]) => {
      const above = { hidden: (columns: number): Node => shifted(hidden, "width", -columns), content };
      const next = rowCell(parameters, row, above, cell);
      return { states: [next.hidden, next.content], outputs: [next.hidden] };
    },
  });
  return outputs[0];
}

/** In the skewed image a column is a diagonal: each cell takes the hidden states of the pixel to the left and of the one above from the column before. */
function fromTheLeft(parameters: Parameters, gates: Node, cell: Cell): Node {
  const nothing = nothingAlong(gates, "width", cell);
  const { outputs } = scan({
    axis: "width",
    initial: [nothing, nothing],
    sequences: [skewed(gates)],
    body: ([hidden, content], [diagonal]) => {
      const before = { left: hidden, above: shifted(hidden, "height", 1), content };
      const next = diagonalCell(parameters, diagonal, before, cell);
      return { states: [next.hidden, next.content], outputs: [next.hidden] };
    },
  });
  return unskewed(outputs[0]);
}
