import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { Pace } from "../../src/runs/pace.js";
import { durationText, epochLine, progressLine } from "../../src/runs/progress.js";
import type { TrainingProgress } from "../../src/runs/progress.js";

const PROGRESS: TrainingProgress = {
  epoch: 3,
  epochs: 10,
  images: 37_200,
  ofImages: 60_000,
  imagesPerSecond: 41_203.4,
  terms: [
    ["loss", 108.314],
    ["reconstruction", 83.1],
    ["kl", 2.5214],
  ],
  secondsLeft: 72.4,
};

describe("the line of progress", () => {
  it("says how far it is, how fast, with what loss, and how long it takes", () => {
    expect(progressLine(PROGRESS, { width: 140, unicode: true })).toBe(
      "epoch 3/10 ━━━━━━━━━━━━━━━━━━────────────  62%  41,203 images/s  loss 108.31  reconstruction 83.10  kl 2.5214  1:12 left",
    );
    expect(progressLine(PROGRESS, { width: 140, unicode: false })).toContain(`${"#".repeat(18)}${"-".repeat(12)}  62%`);
  });

  it("drops first the bar, then the terms from the last on", () => {
    const line = (width: number): string => progressLine(PROGRESS, { width, unicode: true });
    expect(line(90)).toBe("epoch 3/10  62%  41,203 images/s  loss 108.31  reconstruction 83.10  kl 2.5214  1:12 left");
    expect(line(80)).toBe("epoch 3/10  62%  41,203 images/s  loss 108.31  reconstruction 83.10  1:12 left");
    expect(line(20)).toBe("epoch 3/10  62%");
    for (let width = 0; width < 140; width++) expect(line(width).length).toBeLessThanOrEqual(width);
  });

  test.prop([
    fc.integer({ min: 0, max: 200 }),
    fc.boolean(),
    fc.record({
      epoch: fc.nat({ max: 1000 }),
      epochs: fc.nat({ max: 1000 }),
      images: fc.nat({ max: 70_000 }),
      ofImages: fc.nat({ max: 70_000 }),
      imagesPerSecond: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
      terms: fc.array(fc.tuple(fc.constantFrom("loss", "kl", "reconstruction"), fc.double()), { maxLength: 5 }),
      secondsLeft: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
    }),
  ])("is never wider than its place", (width, unicode, progress) => {
    const line = progressLine(progress, { width, unicode });
    expect(line.length).toBeLessThanOrEqual(width);
    expect(line).not.toContain("\n");
  });

  it("is for an epoch that is over without what was only so for a moment", () => {
    expect(epochLine(PROGRESS)).toBe("epoch 3/10  loss 108.31  reconstruction 83.10  kl 2.5214  41,203 images/s");
  });

  it.each([
    [0, "0:00"],
    [9.4, "0:09"],
    [59.6, "1:00"],
    [754, "12:34"],
    [11_220, "3:07:00"],
  ])("says %d seconds as %s", (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

describe("the pace", () => {
  it("is that of the last ten seconds", () => {
    let time = 5_000;
    const pace = new Pace(() => time);
    expect([pace.perSecond, pace.secondsFor(100)]).toEqual([null, null]);
    for (let second = 0; second < 60; second++) {
      time += 1_000;
      pace.add(second < 45 ? 10 : 200);
      if (second === 44) expect(pace.perSecond).toBe(10);
    }
    expect(pace.perSecond).toBe(200);
    expect(pace.secondsFor(1000)).toBe(5);
  });

  it("is known when one piece of work takes longer than that", () => {
    let time = 0;
    const pace = new Pace(() => time);
    for (time = 60_000; time <= 180_000; time += 60_000) {
      pace.add(30);
      expect(pace.perSecond).toBe(0.5);
    }
  });
});
