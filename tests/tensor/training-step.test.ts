import { describe, expect, it } from "vitest";
import { Build } from "../../src/models/index.js";
import type { CodedSettings } from "../../src/models/index.js";
import * as t from "../../src/tensor/index.js";
import { bounded } from "../models/subjects.js";
import { at, examplesOf, lossOf, subjectOf, tensorsFor } from "../models/world.js";
import type { Subject as Model, Tensors } from "../models/world.js";
import { subjects } from "./engines.js";
import { reference } from "./subject.js";
import type { Subject } from "./subject.js";

/** What a loss, or a value of its gradient, of these models may be off by in single precision, relatively to the largest of its tensor. */
const SINGLE = 2 ** -18;
/** Of the reference against itself, whose sums come in another order where a batch is cut. */
const DOUBLE = 2 ** -44;

const size = { channels: 1, height: 5, width: 4 };
const BATCH = 2;
const cases = ["VAE of dense layers", "VAE of convolutions"] as const;

const modelOf = (settings: CodedSettings): Model => subjectOf(settings, size);

/** Numbers that every engine is given alike. */
function given(model: Model): Tensors {
  const single = Object.entries(tensorsFor(model, BATCH)).map(([name, { axes, values }]): [string, t.Tensor] => [
    name,
    t.tensor(axes, values.map(Math.fround)),
  ]);
  return Object.fromEntries(single);
}

/** The mean loss of a batch, and its gradient with respect to everything that is learned. */
async function stepOn(subject: Subject, model: Model, batch: number, tensors: Tensors): Promise<readonly t.Tensor[]> {
  const build = new Build();
  const loss = t.mean(lossOf(model, build, examplesOf(model, batch)), ["batch"]);
  const learned = [...build.parameters.declared.values()].map(({ node }) => node);
  return subject.valuesOf([loss, ...t.gradients(loss, learned)], tensors);
}

/** The largest difference, relatively to the largest value of its tensor. */
function distance(actual: readonly t.Tensor[], expected: readonly t.Tensor[]): number {
  const errors = expected.map(({ values }, i) => {
    const scale = Math.max(...values.map(Math.abs));
    return Math.max(...values.map((value, k) => Math.abs((actual[i]?.values[k] ?? NaN) - value))) / scale;
  });
  return Math.max(...errors);
}

/** The mean of lists of the same tensors, value by value. */
function meanOf(lists: readonly (readonly t.Tensor[])[]): readonly t.Tensor[] {
  const [first = []] = lists;
  return first.map(({ axes, values }, i) =>
    t.tensor(
      axes,
      values.map((_, k) => lists.reduce((total, own) => total + (own[i]?.values[k] ?? NaN), 0) / lists.length),
    ),
  );
}

describe.each(cases)("a training step of a %s", (name) => {
  const model = modelOf(bounded[name]);
  const tensors = given(model);

  const steps = new Map<Subject, Promise<readonly t.Tensor[]>>();
  const stepOf = (subject: Subject): Promise<readonly t.Tensor[]> => {
    const step = steps.get(subject) ?? stepOn(subject, model, BATCH, tensors);
    steps.set(subject, step);
    return step;
  };

  const others = subjects.filter((own) => own !== reference);
  it.each(others)("is that of the reference on the engine $name", async (subject) => {
    expect(distance(await stepOf(subject), await stepOf(reference))).toBeLessThan(SINGLE);
  });

  it.each(subjects)("is the mean of those of its examples alone on the engine $name", async (subject) => {
    const alone: (readonly t.Tensor[])[] = [];
    for (let i = 0; i < BATCH; i++) alone.push(await stepOn(subject, model, 1, at(tensors, "batch", i)));
    expect(distance(await stepOf(subject), meanOf(alone))).toBeLessThan(subject.precision === "double" ? DOUBLE : SINGLE);
  });

  it("is seen not to be that of a loss that counts the divergence a thousandth more", async () => {
    const own = await stepOn(reference, modelOf({ ...bounded[name], beta: 1.001 }), BATCH, tensors);
    expect(distance(own, await stepOf(reference))).toBeGreaterThan(4 * SINGLE);
  });

  it("is seen not to be that of an example alone", async () => {
    const alone = await stepOn(reference, model, 1, at(tensors, "batch", 0));
    expect(distance(alone, await stepOf(reference))).toBeGreaterThan(4 * SINGLE);
  });
});
