import { pickAxes } from "../../graph/axes.js";
import type { KernelOf } from "./kernel.js";
import { at, filled, offsets } from "./offsets.js";

export const contract: KernelOf<"contract"> = ({ axes, over, operands: [a, b] }) => {
  const summed = pickAxes("contract", a.axes, over);
  const [leftStarts, rightStarts] = [offsets(axes, a.axes), offsets(axes, b.axes)];
  const [leftPlaces, rightPlaces] = [offsets(summed, a.axes), offsets(summed, b.axes)];
  return (x, y) =>
    filled(axes, (i) => {
      const [left, right] = [at(leftStarts, i), at(rightStarts, i)];
      let total = 0;
      for (let k = 0; k < leftPlaces.length; k++) total += at(x, left + at(leftPlaces, k)) * at(y, right + at(rightPlaces, k));
      return total;
    });
};
