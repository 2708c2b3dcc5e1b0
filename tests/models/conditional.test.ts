import { describe, expect, it } from "vitest";
import { ShapeError, tensor } from "../../src/tensor/index.js";
import type { Tensor } from "../../src/tensor/index.js";
import { Build, imageAxes } from "../../src/models/index.js";
import { axis, input } from "../../src/tensor/index.js";
import { bounded, size } from "./subjects.js";
import { dataOf, drawn, drawnFor, examplesOf, losses, subjectOf, tensorsFor, valuesOf } from "./world.js";
import type { Subject, Tensors } from "./world.js";

const BATCH = 3;
const cases = [
  ["dense layers", bounded["conditional VAE of dense layers"]],
  ["convolutions", bounded["conditional VAE of convolutions"]],
] as const;

const withLabels = (tensors: Tensors, labels: readonly number[]): Tensors => ({
  ...tensors,
  labels: tensor([axis("batch", labels.length)], labels),
});

/** The rows of a table over its first axis, the new row i being the old row order[i]. */
function permuted({ axes, values }: Tensor, order: readonly number[]): Tensor {
  const width = values.length / order.length;
  return tensor(
    axes,
    order.flatMap((row) => [...values.slice(row * width, (row + 1) * width)]),
  );
}

/** Every table of classes with its rows in another order. */
function withRows(tensors: Tensors, order: readonly number[], which = /condition$/): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, own]) => [name, which.test(name) ? permuted(own, order) : own]));
}

describe.each(cases)("a conditional VAE of %s", (_, settings) => {
  const subject: Subject = subjectOf(settings, size);
  const tensors = tensorsFor(subject, BATCH);

  it("has another loss for another class", () => {
    const [a, b, c] = [0, 1, 2].map((label) => losses(subject, BATCH, withLabels(tensors, [label, label, label])));
    for (const i of [0, 1, 2]) expect(new Set([a?.[i], b?.[i], c?.[i]]).size).toBe(3);
  });

  it("encodes and decodes otherwise for another class", () => {
    const build = new Build();
    const { labels, images } = examplesOf(subject, BATCH);
    const codes = subject.model.encode(build, { images, labels });
    const z = input("z", [axis("batch", BATCH), ...subject.model.code]);
    const decoded = subject.model.decode(build, z, labels).distribution.mean();
    const given = { ...drawnFor(build), ...dataOf(subject, BATCH), z: drawn("z", z.axes) };
    for (const node of [codes, decoded]) {
      const [one, other] = [valuesOf(node, withLabels(given, [0, 0, 0])), valuesOf(node, withLabels(given, [1, 0, 2]))];
      const width = one.length / BATCH;
      const moved = [0, 1, 2].map((i) => one.slice(i * width, (i + 1) * width).some((x, k) => x !== other[i * width + k]));
      expect(moved).toEqual([true, false, true]);
    }
  });

  it("knows classes by the rows of its tables alone", () => {
    const order = [2, 0, 1];
    const labels = [0, 1, 2];
    const renamed = labels.map((label) => order.indexOf(label));
    const before = losses(subject, BATCH, withLabels(tensors, labels));
    expect(losses(subject, BATCH, withLabels(withRows(tensors, order), renamed))).toEqual(before);
    expect(losses(subject, BATCH, withLabels(tensors, renamed))).not.toEqual(before);
    expect(losses(subject, BATCH, withRows(tensors, order))).not.toEqual(before);
    expect(losses(subject, BATCH, withLabels(withRows(tensors, order, /^encoder.*condition$/), renamed))).not.toEqual(before);
  });

  it("is the one without classes where its tables are 0", () => {
    const unconditional = subjectOf({ ...settings, kind: "vae" }, size);
    const zero = Object.fromEntries(
      Object.entries(tensors).map(([name, { axes, values }]) => [
        name,
        tensor(axes, name.endsWith("condition") ? values.map(() => 0) : values),
      ]),
    );
    expect(losses(subject, BATCH, zero)).toEqual(losses(unconditional, BATCH, zero));
    expect(losses(subject, BATCH, tensors)).not.toEqual(losses(unconditional, BATCH, tensors));
  });

  it("refuses to go without labels", () => {
    const { images } = examplesOf(subject, BATCH);
    const unlabelled = () => subject.model.loss(new Build(), { images, labels: null });
    expect(unlabelled).toThrow(new ShapeError("vae", "it sees 3 classes and is given no labels", "give one for each example"));
    const z = input("z", [axis("batch", BATCH), ...subject.model.code]);
    expect(() => subject.model.decode(new Build(), z, null)).toThrow(ShapeError);
  });
});

describe("a model without classes", () => {
  it("does not look at labels", () => {
    const { model } = subjectOf(bounded["VAE of dense layers"], size);
    const images = input("images", [axis("batch", BATCH), ...imageAxes(size)]);
    const build = new Build();
    model.loss(build, { images, labels: input("labels", [axis("batch", BATCH)]) });
    expect([...build.parameters.declared.keys()].filter((name) => name.includes("condition"))).toEqual([]);
  });

  it("has no layer to put classes in when it has no hidden layers", () => {
    const { network, ...settings } = bounded["conditional VAE of dense layers"];
    const subject = subjectOf({ ...settings, network: { ...network, hidden: [] } }, size);
    expect(() => subject.model.loss(new Build(), examplesOf(subject, BATCH))).toThrow(
      new ShapeError("mlp", "there is no hidden layer that classes could enter", "give it one"),
    );
  });
});
