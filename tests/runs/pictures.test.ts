import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { pairedRows } from "../../src/runs/grids.js";
import { latentMap } from "../../src/runs/latent-map.js";
import { imageGrid, rasterized } from "../../src/runs/png.js";

async function pixelsOf(png: Uint8Array): Promise<{ width: number; height: number; channels: number; values: number[] }> {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, values: [...data] };
}

const G = 112;

describe("a grid of images", () => {
  it("holds grey images row after row, with a gap around each", async () => {
    // Three images of one row and two columns, two in a row of the grid.
    const images = Float32Array.of(0, 1, 0.2, 0.4, -3, 7);
    const png = await imageGrid(images, { count: 3, channels: 1, height: 1, width: 2, columns: 2 });
    expect(await sharp(png).metadata()).toMatchObject({ format: "png", channels: 1, width: 10, height: 8 });
    const values = [...(await sharp(png).extractChannel(0).raw().toBuffer())];
    const rows = Array.from({ length: 8 }, (_, y) => values.slice(y * 10, y * 10 + 10));
    const gap = new Array<number>(10).fill(G);
    expect(rows).toEqual([gap, gap, [G, G, 0, 255, G, G, 51, 102, G, G], gap, gap, [G, G, 0, 255, G, G, G, G, G, G], gap, gap]);
  });

  it("takes colours channel by channel, and enlarges without blurring", async () => {
    const images = Float32Array.of(1, 0, 0, 0.2, 0, 0.4);
    const { width, height, channels, values } = await pixelsOf(
      await imageGrid(images, { count: 1, channels: 3, height: 1, width: 2, columns: 5, scale: 3 }),
    );
    expect([width, height, channels]).toEqual([18, 15, 3]);
    const at = (x: number, y: number): number[] => values.slice((y * 18 + x) * 3, (y * 18 + x) * 3 + 3);
    expect([at(6, 6), at(8, 8), at(9, 6), at(11, 8), at(5, 6), at(12, 8)]).toEqual([
      [255, 0, 0],
      [255, 0, 0],
      [0, 51, 102],
      [0, 51, 102],
      [G, G, G],
      [G, G, G],
    ]);
  });

  it("has the same bytes each time", async () => {
    const images = Float32Array.from({ length: 4 * 784 }, (_, i) => (i % 97) / 96);
    const grid = { count: 4, channels: 1, height: 28, width: 28, columns: 2, scale: 2 };
    expect(await imageGrid(images, grid)).toEqual(await imageGrid(images, grid));
  });

  it.each([
    [[0, Number.NaN], { count: 1 }, "not a number"],
    [[0, 0, 0], { count: 1 }, "3 values for 1 images"],
    [[], { count: 0 }, "0 values for 0 images"],
    [[0, 0, 0, 0], { count: 1, channels: 2 }, "1 channel or 3, not 2"],
  ])("is refused for %j with %j", async (values, change, reason) => {
    const grid = { channels: 1, height: 1, width: 2, columns: 1, ...change };
    await expect(imageGrid(Float32Array.from(values), grid)).rejects.toThrow(reason);
  });

  it("pairs rows, the first list above", () => {
    expect([...pairedRows(Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6, 7, 8), 2)]).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
    expect(() => pairedRows(new Float32Array(3), new Float32Array(3), 2)).toThrow(RangeError);
    expect(() => pairedRows(new Float32Array(2), new Float32Array(4), 2)).toThrow(RangeError);
  });
});

describe("a map of codes", () => {
  const codes = Float32Array.of(1, 1, -1, 0, 0, -1, 0.5, 0.5);

  it("has a dot for each code at its place, in the colour of its class", () => {
    const svg = latentMap({ codes, labels: Uint8Array.of(0, 1, 1, 0), classes: ["a<b", "c"] });
    // The reach is 1.05; up is positive.
    const place = (value: number): string => ((value / Math.fround(1) / 1.05 + 1) * 240).toFixed(1);
    const [first = "", second = ""] = [...svg.matchAll(/<path stroke="(#\w+)" d="([^"]*)"/gu)].map(([, , path]) => path);
    expect(first).toBe(`M${place(1)} ${place(-1)}h0M${place(0.5)} ${place(-0.5)}h0`);
    expect(second).toBe(`M${place(-1)} ${place(0)}h0M${place(0)} ${place(1)}h0`);
    expect(svg).toContain(">a&lt;b</text>");
  });

  it("can be a PNG", async () => {
    const svg = latentMap({ codes, labels: new Uint8Array(4), classes: ["all"] });
    expect(await sharp(await rasterized(svg, 300)).metadata()).toMatchObject({ format: "png", width: 300 });
  });

  it("refuses labels without a class and coordinates without a label", () => {
    expect(() => latentMap({ codes, labels: Uint8Array.of(0, 1, 2, 0), classes: ["a", "b"] })).toThrow("of class 2, of 2");
    expect(() => latentMap({ codes, labels: new Uint8Array(3), classes: ["a"] })).toThrow(RangeError);
  });
});
