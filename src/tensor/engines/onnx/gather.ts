import { hasAxis, withoutAxes } from "../../graph/axes.js";
import type { Lowering } from "./lowering.js";
import { asFloat, float, materialized, present } from "./value.js";

/** Axes of both come first in both; along each of their places the table is looked up by itself. */
export const gather: Lowering<"gather"> = ({ axis, operands: [table, indices] }, context) => {
  const { graph } = context;
  const [values, places] = [asFloat(context, context.valueOf(table)), asFloat(context, context.valueOf(indices))];
  if (!hasAxis(values.axes, axis)) return values;
  const whole = (name: string): string => graph.emit("Cast", [name], { attributes: { to: { int: 7 } } });
  const batch = present(places, present(values, table.axes));
  const rest = withoutAxes(values.axes, [axis, ...batch.map(({ name }) => name)]);
  if (batch.length === 0) {
    const place = values.axes.findIndex(({ name }) => name === axis);
    const axes = [...values.axes.slice(0, place), ...places.axes, ...values.axes.slice(place + 1)];
    return float(graph.emit("Gather", [values.name, whole(places.name)], { attributes: { axis: { int: place } } }), axes);
  }
  const own = withoutAxes(
    places.axes,
    batch.map(({ name }) => name),
  );
  const looked = values.axes.filter(({ name }) => name === axis);
  const wanted = materialized(context, places, [...batch, ...own]);
  const apart = graph.emit("Unsqueeze", [whole(wanted), graph.integers([-1])]);
  const full = materialized(context, values, [...batch, ...looked, ...rest]);
  const name = graph.emit("GatherND", [full, apart], { attributes: { batch_dims: { int: batch.length } } });
  return float(name, [...batch, ...own, ...rest]);
};
