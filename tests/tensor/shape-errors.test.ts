import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";

const [batch, pixels, latent] = [t.axis("batch", 3), t.axis("pixels", 4), t.axis("latent", 2)];
const x = t.input("x", [batch, pixels]);
const y = t.input("y", [t.axis("batch", 5), latent]);

const [height, width, colour, feature] = [t.axis("height", 4), t.axis("width", 4), t.axis("colour", 3), t.axis("feature", 8)];
const image = t.input("image", [batch, height, width, colour]);
const kernel = t.input("kernel", [t.axis("height", 3), t.axis("width", 3), colour, feature]);
const output = t.input("output", [batch, t.axis("height", 2), t.axis("width", 2), feature]);
const channels = { in: "colour", out: "feature" };
const padding = { top: 0, bottom: 0, left: 0, right: 0 };
const size = { height: 4, width: 4 };

/** A scan along pixels that carries this state and makes these of it. */
function scanning(state: t.Node, next: (state: t.Node) => readonly t.Node[], ...outputs: readonly t.Node[]): t.Step {
  const initial: readonly t.Node[] = [state];
  return t.scan({ axis: "pixels", initial, sequences: [x], body: ([own = x]) => ({ states: next(own), outputs }) });
}
const nothing = { initial: [], body: () => ({ states: [], outputs: [] }) };
let leaked: t.Node = x;
scanning(t.scalar(0), (state) => [(leaked = t.exp(state))]);

/** What is refused, and the whole message. */
const refused: readonly (readonly [() => unknown, string])[] = [
  [() => t.axis("", 1), `axis: an axis has an empty name; name every axis`],
  [() => t.axis("n", -1), `axis: axis "n" has size -1; a size is a whole number from 0`],
  [() => t.axis("n", 1.5), `axis: axis "n" has size 1.5; a size is a whole number from 0`],
  [
    () => t.input("x", [batch, batch]),
    `input x: axis "batch" occurs twice in (batch 3, batch 3); give every axis a name of its own`,
  ],
  [() => t.constant([batch], [1, 2]), `constant: 2 values for 3 places (batch 3); give one for each place`],
  [() => t.constant([], []), `constant: 0 values for 1 places (no axes); give one for each place`],
  [() => t.tensor([batch], [1, 2]), `tensor: 2 values for 3 places (batch 3); give one for each place`],
  [() => t.positions({ name: "n", size: NaN }), `axis: axis "n" has size NaN; a size is a whole number from 0`],

  [
    () => t.add(x, y),
    `add: axis "batch" has size 3 in one operand and 5 in another; make the sizes equal or rename one of the axes`,
  ],
  [
    () => t.minimum(x, y),
    `minimum: axis "batch" has size 3 in one operand and 5 in another; make the sizes equal or rename one of the axes`,
  ],
  [
    () => t.greater(x, y),
    `greater: axis "batch" has size 3 in one operand and 5 in another; make the sizes equal or rename one of the axes`,
  ],
  [
    () => t.select(x, 1, y),
    `select: axis "batch" has size 3 in one operand and 5 in another; make the sizes equal or rename one of the axes`,
  ],
  [() => t.clamp(x, 1, 0), `clamp: no number lies from 1 to 0; give the lower bound first`],
  [() => t.clamp(x, NaN, 0), `clamp: no number lies from NaN to 0; give the lower bound first`],

  [() => t.sum(x, ["latent"]), `sum: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [() => t.max(t.scalar(1), ["n"]), `max: there is no axis "n" among (no axes); name one of these`],
  [
    () => t.logSumExp(x, ["batch", "batch"]),
    `logSumExp: axis "batch" occurs twice in (batch 3, batch 3); give every axis a name of its own`,
  ],
  [() => t.mean(t.input("z", [t.axis("n", 0)]), ["n"]), `mean: axis "n" has size 0; there is nothing to average`],
  [() => t.logSoftmax(x, "latent"), `logSoftmax: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [
    () => t.contract(x, y, ["pixels"]),
    `contract's right operand: there is no axis "pixels" among (batch 5, latent 2); name one of these`,
  ],
  [
    () => t.contract(x, y, ["latent"]),
    `contract's left operand: there is no axis "latent" among (batch 3, pixels 4); name one of these`,
  ],
  [
    () => t.contract(x, y, ["batch"]),
    `contract: axis "batch" has size 3 in one operand and 5 in another; make the sizes equal or rename one of the axes`,
  ],

  [() => t.rename(x, { latent: "z" }), `rename: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [
    () => t.rename(x, { batch: "pixels" }),
    `rename: axis "pixels" occurs twice in (pixels 3, pixels 4); give every axis a name of its own`,
  ],
  [() => t.split(x, "pixels", [latent]), `split: axis "pixels" has size 4, not that of (latent 2); make the product equal to it`],
  [() => t.split(x, "latent", [latent]), `split: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [
    () => t.split(x, "pixels", [t.axis("batch", 4)]),
    `split: axis "batch" occurs twice in (batch 3, batch 4); give every axis a name of its own`,
  ],
  [() => t.merge(x, [], "all"), `merge: no axes to merge; name at least one`],
  [() => t.merge(x, ["batch", "latent"], "all"), `merge: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [
    () => t.merge(x, ["batch"], "pixels"),
    `merge: axis "pixels" occurs twice in (pixels 3, pixels 4); give every axis a name of its own`,
  ],
  [() => t.reorder(x, ["batch"]), `reorder: axis "pixels" is not named; name every axis once`],
  [() => t.reorder(x, ["batch", "latent"]), `reorder: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [
    () => t.reorder(x, ["batch", "batch", "pixels"]),
    `reorder: axis "batch" occurs twice in (batch 3, batch 3, pixels 4); give every axis a name of its own`,
  ],
  [
    () => t.expand(x, batch),
    `expand: axis "batch" occurs twice in (batch 3, pixels 4, batch 3); give every axis a name of its own`,
  ],
  [() => t.slice(x, "latent", 0, 1), `slice: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [() => t.slice(x, "pixels", 2, 5), `slice: axis "pixels" of size 4 has no part 2 .. 5; slice between 0 and its size`],
  [() => t.slice(x, "pixels", 2, 1), `slice: axis "pixels" of size 4 has no part 2 .. 1; slice between 0 and its size`],
  [() => t.slice(x, "pixels", -1, 1), `slice: axis "pixels" of size 4 has no part -1 .. 1; slice between 0 and its size`],
  [() => t.slice(x, "pixels", 0.5, 1), `slice: axis "pixels" of size 4 has no part 0.5 .. 1; slice between 0 and its size`],
  [() => t.slice(x, "pixels", 0, 1.5), `slice: axis "pixels" of size 4 has no part 0 .. 1.5; slice between 0 and its size`],
  [() => t.pad(x, "latent", 1, 1), `pad: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [() => t.pad(x, "pixels", -1, 0), `pad: axis "pixels" cannot grow by -1 before and 0 after; give whole numbers from 0`],
  [() => t.pad(x, "pixels", 0, 0.5), `pad: axis "pixels" cannot grow by 0 before and 0.5 after; give whole numbers from 0`],
  [() => t.concat([], "n"), `concat: no tensors to put together; give at least one`],
  [() => t.concat([x], "latent"), `concat: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [() => t.concat([x, y], "batch"), `concat: axis "latent" is in one part and not in the first; give all parts the same axes`],
  [() => t.concat([x, t.input("z", [batch])], "batch"), `reorder: there is no axis "pixels" among (batch 3); name one of these`],
  [
    () => t.concat([x, t.rename(x, { batch: "pixels", pixels: "batch" })], "batch"),
    `concat: axis "pixels" has size 4 in one part and 3 in another; make the sizes equal`,
  ],
  [() => t.reverse(x, "latent"), `reverse: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [() => t.gather(x, y, "latent"), `gather: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [() => t.gather(x, y, "batch"), `gather: the indices have the axis "batch" themselves; rename one of the two`],
  [
    () => t.gather(x, y, "pixels"),
    `gather: axis "batch" has size 5 in one operand and 3 in another; make the sizes equal or rename one of the axes`,
  ],
  [() => t.oneHot(x, pixels), `oneHot: the indices have the axis "pixels" themselves; rename one of the two`],

  [
    () => t.conv2d(image, kernel, { channels: { in: "colour", out: "width" } }),
    `conv2d: of the axes height, width, colour, width two have one name; name the channel axes apart`,
  ],
  [
    () => t.conv2d(image, kernel, { channels, strides: { height: 0, width: 1 } }),
    `conv2d: the stride along height is 0; a stride is a whole number from 1`,
  ],
  [
    () => t.conv2d(image, kernel, { channels, strides: { height: 1, width: 1.5 } }),
    `conv2d: the stride along width is 1.5; a stride is a whole number from 1`,
  ],
  [
    () => t.conv2d(image, kernel, { channels, padding: { ...padding, bottom: -1 } }),
    `conv2d: the padding at the bottom is -1; a padding is a whole number from 0`,
  ],
  [
    () => t.conv2d(image, x, { channels }),
    `conv2d's kernel: there is no axis "height" among (batch 3, pixels 4); name one of these`,
  ],
  [
    () => t.conv2d(image, t.expand(kernel, latent), { channels }),
    `conv2d: the kernel has the axis "latent"; its axes are height, width, colour, feature`,
  ],
  [
    () => t.conv2d(image, t.slice(kernel, "width", 0, 0), { channels }),
    `conv2d: the kernel has no width; give it at least one row and column`,
  ],
  [
    () => t.conv2d(image, t.slice(kernel, "colour", 0, 1), { channels }),
    `conv2d: axis "colour" has size 3 in the image and 1 in the kernel; make the sizes equal`,
  ],
  [() => t.conv2d(x, kernel, { channels }), `conv2d: there is no axis "colour" among (batch 3, pixels 4); name one of these`],
  [
    () => t.conv2d(t.sum(image, ["height"]), kernel, { channels }),
    `conv2d: there is no axis "height" among (batch 3, width 4, colour 3); name one of these`,
  ],
  [
    () => t.conv2d(t.expand(image, feature), kernel, { channels }),
    `conv2d: the image has the axis "feature" of the output; rename one of the two`,
  ],
  [
    () => t.conv2d(t.slice(image, "height", 0, 1), kernel, { channels, padding: { ...padding, top: 1 } }),
    `conv2d: the kernel's height 3 exceeds the padded image's 2; pad more or crop the kernel`,
  ],
  [
    () => t.conv2dTranspose(image, kernel, { channels, size }),
    `conv2dTranspose: there is no axis "feature" among (batch 3, height 4, width 4, colour 3); name one of these`,
  ],
  [
    () => t.conv2dTranspose(t.expand(output, colour), kernel, { channels, size }),
    `conv2dTranspose: the operand has the axis "colour" of the result; rename one of the two`,
  ],
  [
    () => t.conv2dTranspose(output, kernel, { channels, size: { height: 5, width: 4 } }),
    `conv2dTranspose: conv2d gives (batch 3, height 3, width 2, feature 8), the operand has (batch 3, height 2, width 2, feature 8); give the size that leads to the operand`,
  ],
  [
    () => t.conv2dTranspose(output, kernel, { channels, size: { height: -1, width: 4 } }),
    `conv2dTranspose: axis "height" has size -1; a size is a whole number from 0`,
  ],
  [
    () => t.conv2dTranspose(t.sum(output, ["width"]), kernel, { channels, size }),
    `conv2dTranspose: there is no axis "width" among (batch 3, height 2, feature 8); name one of these`,
  ],
  [
    () => t.conv2dKernel(image, output, { channels, size: { height: 2, width: 3 } }),
    `conv2dKernel: conv2d gives (batch 3, height 3, width 2, feature 8), the operand has (batch 3, height 2, width 2, feature 8); give the size that leads to the operand`,
  ],
  [
    () => t.conv2dKernel(image, t.sum(output, ["batch"]), { channels, size: { height: 3, width: 3 } }),
    `conv2dKernel: conv2d gives (batch 3, height 2, width 2, feature 8), the operand has (height 2, width 2, feature 8); give the size that leads to the operand`,
  ],
  [() => t.cholesky(x, "batch", "latent"), `cholesky: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [() => t.cholesky(x, "latent", "batch"), `cholesky: there is no axis "latent" among (batch 3, pixels 4); name one of these`],
  [() => t.cholesky(x, "batch", "batch"), `cholesky: axis "batch" is named for rows and columns; name two axes`],
  [() => t.cholesky(x, "batch", "pixels"), `cholesky: axes "batch" and "pixels" have sizes 3 and 4; give a square matrix`],
  [
    () => t.triangularSolve(x, x, { row: "batch", column: "pixels" }),
    `triangularSolve: axes "batch" and "pixels" have sizes 3 and 4; give a square matrix`,
  ],
  [
    () => t.triangularSolve(image, image, { row: "height", column: "width" }),
    `triangularSolve: the right side has the axis "width" of the unknowns; rename it there`,
  ],
  [
    () => t.triangularSolve(image, t.sum(image, ["height"]), { row: "height", column: "width" }),
    `triangularSolve: the right side has the axis "width" of the unknowns; rename it there`,
  ],
  [
    () => t.triangularSolve(image, x, { row: "height", column: "width" }),
    `triangularSolve: there is no axis "height" among (batch 3, pixels 4); name one of these`,
  ],
  [
    () => t.triangularSolve(image, t.expand(y, height), { row: "height", column: "width" }),
    `triangularSolve: axis "batch" has size 5 in one operand and 3 in another; make the sizes equal or rename one of the axes`,
  ],

  [() => t.scan({ axis: "pixels", sequences: [], ...nothing }), `scan: there is no sequence; give one along "pixels"`],
  [
    () => t.scan({ axis: "latent", sequences: [x], ...nothing }),
    `scan: there is no axis "latent" among (batch 3, pixels 4); name one of these`,
  ],
  [
    () => t.scan({ axis: "batch", sequences: [x, y], ...nothing }),
    `scan: axis "batch" has size 3 in one sequence and 5 in another; make the sizes equal`,
  ],
  [() => scanning(t.scalar(0), () => []), `scan: the body carries 0 states on, not 1; return one for each state`],
  [
    () => scanning(t.scalar(0), () => [y]),
    `scan: the axis "batch" of a state comes or goes in the body; carry on what was carried in`,
  ],
  [
    () => scanning(y, () => [t.scalar(0)]),
    `scan: the axis "batch" of a state comes or goes in the body; carry on what was carried in`,
  ],
  [
    () => scanning(y, () => [t.pad(y, "batch", 0, 1)]),
    `scan: axis "batch" of a state has size 5 before and 6 after the body; keep the size`,
  ],
  [() => scanning(x, (state) => [state]), `scan: the axis "pixels" of the scan is in a state or an output; rename it there`],
  [() => scanning(y, (state) => [state], x), `scan: the axis "pixels" of the scan is in a state or an output; rename it there`],
  [() => t.program({ leaked }), `scan: a node of its body is used outside of it; return it as a state or an output`],

  [() => t.gradients(x, [x]), `gradients: the output is no scalar: it has (batch 3, pixels 4); sum over these axes first`],
  [
    () => t.program({ sum: t.add(x, t.input("x", [batch])) }),
    `input x: two inputs have this name; make it once and use it twice`,
  ],
  [() => t.evaluate({ x }), `input x: no tensor is given; give one over (batch 3, pixels 4)`],
  [
    () => t.evaluate({ x }, { x: t.tensor([latent], [1, 2]) }),
    `input x: the tensor is over (latent 2); give one over (batch 3, pixels 4)`,
  ],
  [() => t.evaluate({ x }, { x: t.tensor([], [1]) }), `input x: the tensor is over (no axes); give one over (batch 3, pixels 4)`],
  [
    () => t.evaluate({ x }, { x: { axes: x.axes, values: new Float64Array(3) } }),
    `input x: 3 values for 12 places (batch 3, pixels 4); give one for each place`,
  ],
  [
    () => t.evaluate({ one: t.input("one", []) }, { one: t.tensor([t.axis("n", 1)], [1]) }),
    `input one: the tensor is over (n 1); give one over (no axes)`,
  ],
  [() => t.evaluate({ one: t.scalar(1) }, { x: t.tensor([], [1]) }), `input x: the program has no such input; it has none`],
  [
    () => t.evaluate({ x }, { x: t.tensor([batch, pixels], Array(12).fill(0)), z: t.tensor([], [1]) }),
    `input z: the program has no such input; it has x`,
  ],
];

describe("a shape error says in a line what is wrong and what to do", () => {
  it.each(refused.map(([build, message]) => ({ build, message })))("$message", ({ build, message }) => {
    let thrown: unknown;
    try {
      build();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(t.ShapeError);
    expect(thrown).toHaveProperty("message", message);
  });
});
