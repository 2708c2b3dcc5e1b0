import { describe, expect, it } from "vitest";
import { momentsOf } from "../../../src/training/optimizers/optimizer.js";
import type { OptimizerSettings } from "../../../src/training/optimizers/settings.js";
import { optimizers } from "./cases.js";
import { courseOf, valuesOf, walk } from "./runs.js";

const { adam, sgd } = optimizers;
const subjects: readonly (readonly [string, OptimizerSettings])[] = [
  ["Adam", adam],
  ["SGD", sgd],
  ["SGD with momentum", { ...sgd, momentum: 0.9 }],
];

describe.each(subjects)("%s", (_, settings) => {
  const course = courseOf(settings, 3, 20);
  const all = Array.from({ length: 20 }, (_, step) => step);

  it("goes on bit for bit from parameters, moments and the number of the step", async () => {
    const whole = await walk(course);
    for (const step of all) whole.step(step);

    const before = await walk(course);
    for (const step of all.slice(0, 7)) before.step(step);
    const after = await walk(course);
    for (const section of ["parameters", ...momentsOf(settings)] as const) {
      after.arena.section(section).set(before.arena.section(section));
    }
    for (const step of all.slice(7)) after.step(step);
    expect(valuesOf(after)).toEqual(valuesOf(whole));
  });

  it("keeps all that lasts in what momentsOf names", async () => {
    const forgetful = await walk(course);
    const whole = await walk(course);
    for (const step of all) {
      for (const moment of momentsOf(settings)) forgetful.arena.section(moment).fill(0);
      forgetful.step(step);
      whole.step(step);
    }
    if (momentsOf(settings).length > 0) expect(valuesOf(forgetful)).not.toEqual(valuesOf(whole));
    else expect(valuesOf(forgetful)).toEqual(valuesOf(whole));
  });

  it("writes no padding", async () => {
    const walker = await walk(course);
    for (const step of all) walker.step(step);
    for (const section of ["parameters", "gradients", ...momentsOf(settings)] as const) {
      const values = walker.arena.section(section);
      const padding = [...values].filter((_, i) => i >= 18 && i < 20);
      expect([...padding, values.at(-1)]).toEqual([0, 0, 0]);
    }
  });
});
