import type { Tensor } from "@tensorflow/tfjs-core";
import { elements, findAxis, hasAxis, withoutAxes } from "../../graph/axes.js";
import type { Axis } from "../../graph/axes.js";
import { EngineError } from "../engine.js";
import { isIndex, noIndexText } from "../no-index.js";
import type { KernelOf, Tfjs } from "./kernel.js";
import { grouped, ungrouped } from "./layout.js";

/** Takes rows of the table as a matrix with a row for each position of the batch and of the axis looked up. */
export const gather: KernelOf<"gather"> = (tf, { axes, axis, operands: [table, indices] }) => {
  const named = findAxis("gather", table.axes, axis);
  const batch = indices.axes.filter(({ name }) => hasAxis(table.axes, name));
  const own = indices.axes.filter(({ name }) => !hasAxis(table.axes, name));
  const rest = withoutAxes(table.axes, [axis, ...batch.map(({ name }) => name)]);
  const firstRows = Int32Array.from({ length: elements(batch) }, (_, i) => i * named.size);
  return (values, wanted) => {
    checkIndices(tf, wanted, named);
    const rows = grouped(tf, values, table.axes, [[...batch, named], rest]);
    const positions = tf.cast(grouped(tf, wanted, indices.axes, [batch, own]), "int32");
    const places = tf.add(positions, tf.tensor(firstRows, [firstRows.length, 1], "int32"));
    return ungrouped(tf, tf.gather(rows, tf.reshape(places, [-1])), [[...batch, ...own], rest], axes);
  };
};

/** What is computed on a graphics card is not there to be looked at before the run ends. @throws EngineError for what is no index */
function checkIndices(tf: Tfjs, indices: Tensor, axis: Axis): void {
  if (tf.getBackend() === "webgpu") return;
  const wrong = indices.dataSync().find((value) => !isIndex(value, axis));
  if (wrong !== undefined) throw new EngineError(noIndexText(wrong, axis));
}
