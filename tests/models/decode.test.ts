import { describe, expect, it } from "vitest";
import { axis, input, mean, namesOf, reorder, reverse, ShapeError } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { Build, IMAGE, imageAxes } from "../../src/models/index.js";
import type { CodedSettings } from "../../src/models/index.js";
import { differs, first } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { all, bounded, size } from "./subjects.js";
import { at, dataOf, drawn, drawnFor, examplesOf, subjectOf, valueOf, valuesOf } from "./world.js";
import type { Subject } from "./world.js";

const BATCH = 2;
const SAMPLES = 3;
const cases: readonly (readonly [string, CodedSettings])[] = Object.entries(all);

type Result = (subject: Subject, build: Build, z: Node, batch: number) => Node;
const meanOf: Result = (subject, build, z, batch) =>
  subject.model.decode(build, z, examplesOf(subject, batch).labels).distribution.mean();
const nllOf: Result = (subject, build, z, batch) => {
  const { images, labels } = examplesOf(subject, batch);
  return subject.model.decode(build, z, labels).nll(images);
};

/** Codes over batch, samples and latent dimensions are decoded as those of each sample alone. */
function eachSample(subject: Subject, result: Result): Complaint {
  const axes = [axis("batch", BATCH), axis("sample", SAMPLES), ...subject.model.code];
  const build = new Build();
  const together = result(subject, build, input("z", axes), BATCH);
  if (!namesOf(together.axes).includes("sample"))
    return "what is made of several samples has one value: summed over the wrong axes";
  const tensors = { ...drawnFor(build), ...dataOf(subject, BATCH), z: drawn("z", axes) };
  const whole = { together: valueOf(together, tensors) };
  return first(
    Array.from({ length: SAMPLES }, (_, i) => {
      const own = at(tensors, "sample", i);
      const alone = valuesOf(result(subject, new Build(), input("z", own.z?.axes ?? []), BATCH), own);
      const found = at(whole, "sample", i).together?.values ?? [];
      if (found.length !== alone.length) return `sample ${i} has ${found.length} values, not ${alone.length}`;
      return first(alone.map((value, k) => differs(`sample ${i}`, found[k] ?? NaN, value, 1e-12 * (1 + Math.abs(value)))));
    }),
  );
}

describe.each(cases)("decoding by a %s", (_, settings) => {
  const subject = subjectOf(settings, size);

  it("gives an image for each code", () => {
    const z = input("z", [axis("batch", BATCH), ...subject.model.code]);
    const images = meanOf(subject, new Build(), z, BATCH);
    expect(reorder(images, ["batch", ...IMAGE]).axes).toEqual([axis("batch", BATCH), ...imageAxes(size)]);
  });

  it("gives several codes of an image what it gives each alone", () => {
    expect(eachSample(subject, meanOf)).toBeNull();
    expect(eachSample(subject, nllOf)).toBeNull();
  });

  it("refuses what is no code", () => {
    const { labels } = examplesOf(subject, BATCH);
    const decode = (node: Node) => () => subject.model.decode(new Build(), node, labels);
    expect(decode(input("z", [axis("batch", BATCH), axis("code", 2)]))).toThrow(
      new ShapeError("decode", 'there is no axis "latent" among (batch 2, code 2)', "give a code for each example"),
    );
  });
});

it("samples that are mixed are seen", () => {
  const subject = subjectOf(bounded["VAE of dense layers"], size);
  const averaged: Result = (...given) => mean(nllOf(...given), ["sample"]);
  const turned: Result = (...given) => {
    const nll = nllOf(...given);
    return namesOf(nll.axes).includes("sample") ? reverse(nll, "sample") : nll;
  };
  expect(eachSample(subject, averaged)).toContain("summed over the wrong axes");
  expect(eachSample(subject, turned)).toContain("sample 0 is");
});
