import { keyedRandom } from "../../src/numbers/random.js";
import { Build, codedOf, imageAxes } from "../../src/models/index.js";
import type { CodedModel, CodedSettings, Examples, ImageSize, LatentVariableModel, Model } from "../../src/models/index.js";
import { add, axis, compile, constant, elements, input, multiply, program, slice, tensor } from "../../src/tensor/index.js";
import type { Axes, Node, Tensor } from "../../src/tensor/index.js";

export type Tensors = Readonly<Record<string, Tensor>>;

/** A model under test. */
export interface Subject {
  readonly size: ImageSize;
  readonly classes: number;
  readonly model: CodedModel;
}

/** One that bounds log p(x). */
export interface BoundedSubject extends Subject {
  readonly model: LatentVariableModel;
}

export function subjectOf(settings: CodedSettings, size: ImageSize): Subject {
  const { model, classes } = codedOf(settings, size);
  return { size, classes, model };
}

/** @throws Error for an auto-encoder, which bounds nothing */
export function boundedSubjectOf(settings: CodedSettings, size: ImageSize): BoundedSubject {
  const { latentVariable, classes } = codedOf(settings, size);
  if (latentVariable === null) throw new Error(`${settings.kind} bounds nothing`);
  return { size, classes, model: latentVariable };
}

/** The examples of a batch as inputs of a graph: `images`, and `labels` where there are classes. */
export function examplesOf({ size, classes }: Subject, batch: number): Examples {
  const over = axis("batch", batch);
  return {
    images: input("images", [over, ...imageAxes(size)]),
    labels: classes === 0 ? null : input("labels", [over]),
  };
}

/** Numbers between −½ and ½, the same for the same name and axes. */
export function drawn(name: string, axes: Axes): Tensor {
  const random = keyedRandom("tests/models", name);
  return tensor(
    axes,
    Float64Array.from({ length: elements(axes) }, () => random.uniform() - 0.5),
  );
}

/** Black and white images, and labels that take every value in turn. */
export function dataOf(subject: Subject, batch: number): Tensors {
  const { images, labels } = examplesOf(subject, batch);
  const random = keyedRandom("tests/models", "images");
  const bits = Float64Array.from({ length: elements(images.axes) }, () => random.integer(0, 1));
  return {
    images: tensor(images.axes, bits),
    ...(labels === null
      ? {}
      : {
          labels: tensor(
            labels.axes,
            Float64Array.from({ length: batch }, (_, i) => i % subject.classes),
          ),
        }),
  };
}

/** All that a graph learns and all noise that it draws, drawn anew. */
export function drawnFor(build: Build): Tensors {
  const all = [...build.parameters.declared, ...build.noises];
  return Object.fromEntries(all.map(([name, { axes }]) => [name, drawn(name, axes)]));
}

/** What a loss needs: everything drawn. */
export function tensorsFor(subject: Subject, batch: number): Tensors {
  const build = new Build();
  subject.model.loss(build, examplesOf(subject, batch));
  return { ...drawnFor(build), ...dataOf(subject, batch) };
}

/** The value of a node, given at least what it is made of. */
export function valueOf(node: Node, tensors: Tensors): Tensor {
  const whole = program({ node });
  const given = Object.entries(tensors).filter(([name]) => whole.inputs.has(name));
  const { node: value } = compile(whole)(Object.fromEntries(given));
  if (value === undefined) throw new Error("no value");
  return value;
}

export const valuesOf = (node: Node, tensors: Tensors): readonly number[] => [...valueOf(node, tensors).values];

/** Σ weight · value: the loss of each example. */
export function lossOf({ model }: Subject, build: Build, examples: Examples): Node {
  return Object.values(model.loss(build, examples)).reduce<Node>(
    (sum, { value, weight }) => add(sum, multiply(value, weight)),
    constant([], [0]),
  );
}

/** The loss of each example of a batch. */
export function losses(subject: Subject, batch: number, tensors: Tensors): readonly number[] {
  return valuesOf(lossOf(subject, new Build(), examplesOf(subject, batch)), tensors);
}

/** The value of one term of the loss, for each example of a batch. @throws Error when the loss has no such term */
export function termOf(subject: Subject, name: string, batch: number): Node {
  const term = subject.model.loss(new Build(), examplesOf(subject, batch))[name];
  if (term === undefined) throw new Error(`the loss has no term ${name}`);
  return term.value;
}

/** The subject with the values of its terms changed. */
export function withValues<S extends Subject>(subject: S, change: (value: Node, term: string) => Node): S {
  const loss: Model["loss"] = (build, examples) =>
    Object.fromEntries(
      Object.entries(subject.model.loss(build, examples)).map(([name, term]) => [
        name,
        { ...term, value: change(term.value, name) },
      ]),
    );
  return { ...subject, model: { ...subject.model, loss } };
}

/** The noise of the loss, as inputs of its names, for a sample made outside of the loss with the same noise. */
export function noiseOf(subject: Subject, batch: number): readonly Node[] {
  const build = new Build();
  subject.model.loss(build, examplesOf(subject, batch));
  return [...build.noises].map(([name, { axes }]) => input(name, axes));
}

/** One position of an axis, in the tensors that have it. */
export function at(tensors: Tensors, name: string, i: number): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([key, own]) => {
      const isThere = own.axes.some((axis) => axis.name === name);
      return [key, isThere ? valueOf(slice(constant(own.axes, own.values), name, i, i + 1), {}) : own];
    }),
  );
}
