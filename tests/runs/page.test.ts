import { createHash } from "node:crypto";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { aligned, chartsOf, thinned } from "../../src/runs/page/charts.js";
import { pageOf } from "../../src/runs/page/page.js";
import type { RunPage } from "../../src/runs/page/page.js";
import { recordAt } from "./example.js";

const PNG = new Uint8Array([137, 80, 78, 71]);

const PAGE: RunPage = {
  title: "Variational auto-encoder",
  status: "2 of 2 epochs",
  command: "qedmark train vae --seed 0",
  results: [{ name: "negative ELBO", value: "105.5 nats", definition: "test split, no binarization" }],
  pictures: [
    {
      title: "Samples",
      caption: "z ~ N(0, I)",
      frames: [
        { label: "epoch 1", image: { png: PNG } },
        { label: "epoch 2", image: { svg: "<svg/>" } },
      ],
    },
  ],
  metrics: [recordAt(1), recordAt(2), { step: 2, epoch: 1, split: "test", unit: "nats", loss: 7 }],
  configuration: { model: "vae", optimizer: { name: "adam", betas: [0.9, 0.999] } },
};

/** What the page's own script is given to draw. */
function curvesOf(html: string): unknown {
  const [, json = ""] = /<script type="application\/json" id="curves">(.*?)<\/script>/su.exec(html) ?? [];
  return JSON.parse(json);
}

describe("the page of a run", () => {
  it("shows all that it is given", async () => {
    const html = await pageOf(PAGE);
    for (const text of [
      "105.5 nats",
      "test split, no binarization",
      "z ~ N(0, I)",
      "qedmark train vae --seed 0",
      "2 of 2 epochs",
    ]) {
      expect(html).toContain(text);
    }
    expect(html).toContain(`<th scope="row">optimizer.betas</th><td>[0.9,0.999]</td>`);
    expect(html).toContain(`alt="Samples, epoch 1" data-label="epoch 1" hidden src="data:image/png;base64,iVBORw=="`);
    expect(html).toContain(`alt="Samples, epoch 2" data-label="epoch 2" src="data:image/svg+xml;base64,PHN2Zy8+"`);
    // Without a script: the last values.
    expect(html).toMatch(/<noscript>.*<td>loss<\/td><td>test, nats<\/td><td>2<\/td><td>7<\/td>.*<\/noscript>/su);
    expect(curvesOf(html)).toEqual([
      {
        labels: ["train", "test"],
        data: [
          [1, 2],
          [543, 321.5],
          [null, 7],
        ],
      },
      {
        labels: ["kl"],
        data: [
          [1, 2],
          [0, 0.693147],
        ],
      },
    ]);
  });

  it("is the same for the same content", async () => {
    expect(await pageOf(PAGE)).toBe(await pageOf(PAGE));
  });

  it("reaches for nothing outside of itself, and runs no script but its own", async () => {
    const html = await pageOf(PAGE);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(html)?.[1] ?? "";
    const script = /<script>(.*)<\/script>\n<\/body>/su.exec(html)?.[1] ?? "";
    const digest = createHash("sha256").update(script).digest("base64");
    expect(policy).toBe(`default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${digest}'`);
    expect(html.match(/\b(?:src|href)="(?!data:)/gu)).toBeNull();
  });

  it("shows texts as they are, whatever they look like", async () => {
    const hostile = `</script><script>alert("1")</script><img src=x onerror='alert(2)'>&amp;`;
    const frame = { label: hostile, image: { png: PNG } };
    const html = await pageOf({
      title: hostile,
      status: hostile,
      command: hostile,
      results: [{ name: hostile, value: hostile, definition: hostile }],
      pictures: [{ title: hostile, caption: hostile, frames: [frame, frame] }],
      metrics: [1, 2].map((step) => ({ step, split: hostile, [hostile]: step })),
      configuration: { [hostile]: hostile },
    });
    const plain = await pageOf(PAGE);
    const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
    expect(count(html, /<script/gu)).toBe(count(plain, /<script/gu));
    expect(count(html, /<\/script/gu)).toBe(count(plain, /<\/script/gu));
    expect(html).not.toContain("<img src=x");
    expect(html).toContain("&lt;img src=x onerror=&#39;alert(2)&#39;&gt;&amp;amp;");
    expect(curvesOf(html)).toEqual([
      {
        labels: [hostile],
        data: [
          [1, 2],
          [1, 2],
        ],
      },
    ]);
  });

  it("leaves out what there is nothing of", async () => {
    const html = await pageOf({ ...PAGE, results: [], pictures: [], metrics: [recordAt(1)] });
    expect([...html.matchAll(/<h2>(.*?)<\/h2>/gu)].map(([, heading]) => heading)).toEqual(["Configuration"]);
  });
});

describe("curves", () => {
  it("are of one quantity each, told apart by what differs", () => {
    const record = { step: 1, epoch: 0, unit: "nats", loss: 1 };
    const charts = chartsOf([
      { ...record, split: "test", k: "1" },
      { ...record, split: "test", k: "5000", bound: 2 },
      { step: 2, learningRate: 3 },
    ]);
    expect(charts).toEqual([
      {
        quantity: "loss",
        of: "nats, test",
        series: [
          { label: "k 1", points: [[1, 1]] },
          { label: "k 5000", points: [[1, 1]] },
        ],
      },
      { quantity: "bound", of: "nats, test, k 5000", series: [{ label: "bound", points: [[1, 2]] }] },
      { quantity: "learningRate", of: "", series: [{ label: "learningRate", points: [[2, 3]] }] },
    ]);
  });

  test.prop([fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 500 }), fc.integer({ min: 2, max: 60 })])(
    "keep their ends in height when they are thinned",
    (values, count) => {
      // There is one zero to a curve.
      const points = values.map((value, step) => [step, value + 0] as const);
      const kept = thinned(points, count);
      expect(kept.length).toBeLessThanOrEqual(count);
      expect(Math.max(...kept.map(([, value]) => value))).toBe(Math.max(...values) + 0);
      expect(Math.min(...kept.map(([, value]) => value))).toBe(Math.min(...values) + 0);
      const steps = kept.map(([step]) => step);
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    },
  );

  it("share their steps", () => {
    expect(
      aligned([
        [
          [1, 5],
          [3, 6],
        ],
        [
          [2, 7],
          [3, 8],
        ],
      ]),
    ).toEqual([
      [1, 2, 3],
      [5, null, 6],
      [null, 7, 8],
    ]);
  });
});
