import { elements, equalAxes, hasAxis, replaceAxis } from "../../graph/axes.js";
import type { Axes, Axis } from "../../graph/axes.js";
import type { Lowering } from "./lowering.js";
import { asFloat, float, materialized, meetingAxes, needsSize, reshaped } from "./value.js";
import type { Scope, Value } from "./value.js";

/** Where the axes that become others lie together, the values stay where they are; otherwise they are put in the order of the operand. */
export const reshape: Lowering<"reshape"> = ({ axes, operands: [x] }, context) => {
  const value = context.valueOf(x);
  if (axes.length === x.axes.length && axes.every(({ size }, i) => size === x.axes[i]?.size)) {
    const renamed = new Map(x.axes.map(({ name }, i) => [name, axes[i]]));
    return { ...value, axes: value.axes.flatMap(({ name }) => renamed.get(name) ?? []) };
  }
  if (value.axes.length === 0) return value;
  const inPlace = regrouped(value.axes, regroupings(x.axes, axes));
  if (inPlace !== null) return reshaped(context, value, inPlace);
  return reshaped(context, { ...value, name: materialized(context, value, x.axes), axes: x.axes }, axes);
};

/** Axes that together become others. */
interface Regrouping {
  readonly before: Axes;
  readonly after: Axes;
}

/** The smallest parts of a change of axes, in their order. */
function regroupings(from: Axes, to: Axes): readonly Regrouping[] {
  const all: Regrouping[] = [];
  let [taken, given] = [0, 0];
  while (taken < from.length || given < to.length) {
    const [first, firstGiven] = [taken, given];
    let [before, after] = [from[taken++]?.size ?? 1, to[given++]?.size ?? 1];
    while (before !== after) {
      if (before < after) before *= from[taken++]?.size ?? NaN;
      else after *= to[given++]?.size ?? NaN;
    }
    all.push({ before: from.slice(first, taken), after: to.slice(firstGiven, given) });
  }
  return all;
}

/** The axes that values in the memory of some axes have without being moved; null where axes that become others together do not lie so. */
function regrouped(axes: Axes, changes: readonly Regrouping[]): Axes | null {
  const placeOf = ({ name }: Axis): number => axes.findIndex((own) => own.name === name);
  const placed = changes.map(({ before, after }) => ({ places: before.map(placeOf), after }));
  const isTogether = (places: readonly number[]): boolean =>
    places.every((place, i) => place >= 0 && (i === 0 || place === (places[i - 1] ?? NaN) + 1));
  if (!placed.every(({ places }) => isTogether(places))) return null;
  return placed.toSorted((a, b) => (a.places[0] ?? axes.length) - (b.places[0] ?? axes.length)).flatMap(({ after }) => after);
}

export const reorder: Lowering<"reorder"> = ({ operands: [x] }, { valueOf }) => valueOf(x);

export const expand: Lowering<"expand"> = ({ operands: [x] }, { valueOf }) => valueOf(x);

function axisOf(value: Value, name: string): number {
  return value.axes.findIndex((own) => own.name === name);
}

function refuseOpen({ open }: Scope, axis: string, what: string): void {
  if (axis === open) throw needsSize(axis, what);
}

export const slice: Lowering<"slice"> = ({ axis, start, end, operands: [x] }, context) => {
  const value = context.valueOf(x);
  refuseOpen(context, axis, "taking a part of it");
  return sliced(context, value, axis, start, end);
};

/** The positions start, start + step, … before `end` of an axis; the value itself where it lacks the axis. */
export function sliced({ graph }: Scope, value: Value, axis: string, start: number, end: number, step = 1): Value {
  const place = axisOf(value, axis);
  if (place < 0) return value;
  const bounds = [[start], [end], [place], [step]].map((numbers) => graph.integers(numbers));
  const size = Math.ceil((end - start) / step);
  const axes = replaceAxis(value.axes, axis, { name: axis, size });
  return equalAxes(axes, value.axes) ? value : { ...value, name: graph.emit("Slice", [value.name, ...bounds]), axes };
}

export const reverse: Lowering<"reverse"> = ({ axis, operands: [x] }, context) => reversed(context, context.valueOf(x), [axis]);

/** From the last place to the first, along those of some axes that the value has. */
export function reversed({ graph }: Scope, value: Value, names: readonly string[]): Value {
  const places = names.map((name) => axisOf(value, name)).filter((place) => place >= 0);
  if (places.length === 0) return value;
  const bounds = [places.map(() => -1), places.map(() => -(2 ** 31)), places, places.map(() => -1)];
  return { ...value, name: graph.emit("Slice", [value.name, ...bounds.map((numbers) => graph.integers(numbers))]) };
}

export const pad: Lowering<"pad"> = ({ axis, before, after, axes, operands: [x] }, context) => {
  const value = asFloat(context, context.valueOf(x));
  refuseOpen(context, axis, "padding it");
  if (elements(x.axes) === 0) return float(context.graph.scalar(0), []);
  const whole = placed(value.axes, axis, axes).map(
    ({ name, size }) => x.axes.find((other) => other.name === name) ?? { name, size },
  );
  const full = float(materialized(context, value, whole), whole);
  return padded(context, full, new Map([[axis, { before, after }]]));
};

/** The axes and, if it is not among them, an axis of a node beside one that is its neighbour there. */
function placed(axes: Axes, name: string, all: Axes): Axes {
  if (hasAxis(axes, name)) return axes;
  const place = all.findIndex((own) => own.name === name);
  const next = all.slice(place + 1).find((later) => hasAxis(axes, later.name));
  const at = next === undefined ? axes.length : axes.findIndex((own) => own.name === next.name);
  return [...axes.slice(0, at), ...all.slice(place, place + 1), ...axes.slice(at)];
}

/** Zeros before and after the positions of axes that the value has. */
export function padded(
  { graph }: Scope,
  value: Value,
  amounts: ReadonlyMap<string, { readonly before: number; readonly after: number }>,
): Value {
  const around = value.axes.map(({ name }) => amounts.get(name) ?? { before: 0, after: 0 });
  if (around.every(({ before, after }) => before === 0 && after === 0)) return value;
  const pads = [...around.map(({ before }) => before), ...around.map(({ after }) => after)];
  const axes = value.axes.map(({ name, size }, i) => ({
    name,
    size: size + (around[i]?.before ?? 0) + (around[i]?.after ?? 0),
  }));
  return float(graph.emit("Pad", [value.name, graph.integers(pads), graph.scalar(0)]), axes);
}

export const concat: Lowering<"concat"> = ({ axis, axes, operands }, context) => {
  const parts = operands.filter((part) => elements(part.axes) > 0);
  const values = parts.map((part) => asFloat(context, context.valueOf(part)));
  const own = sizedAs(placed(meetingAxes(axes, values), axis, axes), axes);
  const names = parts.map((part, i) => {
    const value = values[i] ?? asFloat(context, context.valueOf(part));
    return materialized(context, value, sizedAs(own, part.axes));
  });
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return float(only, own);
  const place = own.findIndex(({ name }) => name === axis);
  return float(context.graph.emit("Concat", names, { attributes: { axis: { int: place } } }), own);
};

function sizedAs(axes: Axes, sizes: Axes): Axes {
  return axes.flatMap(({ name }) => sizes.filter((own) => own.name === name));
}
