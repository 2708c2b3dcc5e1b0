import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { animatedGrid } from "../../src/runs/gif.js";

const grid = { count: 2, channels: 1, height: 2, width: 1, columns: 2, gap: 1, scale: 2 } as const;
const frames = [Float32Array.of(0, 0, 0, 0), Float32Array.of(1, 0, 0, 0), Float32Array.of(1, 0, 1, 1)];

/** The levels of a frame's places, one for each four pixels. */
async function levelsOf(gif: Uint8Array, page: number): Promise<readonly (readonly number[])[]> {
  const { data, info } = await sharp(gif, { page }).greyscale().raw().toBuffer({ resolveWithObject: true });
  const at = (y: number, x: number): number => data[(y * info.width + x) * info.channels] ?? NaN;
  return Array.from({ length: info.height / 2 }, (_, y) =>
    Array.from({ length: info.width / 2 }, (_place, x) => at(2 * y, 2 * x)),
  );
}

describe("an animated grid", () => {
  it("has a frame for each state, and stays on the last", async () => {
    const {
      pages,
      pageHeight,
      width,
      delay = [],
      loop,
    } = await sharp(await animatedGrid(frames, grid), { animated: true }).metadata();
    expect({ pages, pageHeight, width, loop }).toEqual({ pages: 3, pageHeight: 8, width: 10, loop: 0 });
    expect(delay.at(-1)).toBeGreaterThan(delay[0] ?? Infinity);
  });

  it("shows the images of each state side by side", async () => {
    const gif = await animatedGrid(frames, grid);
    for (const [page, [a = NaN, b = NaN, c = NaN, d = NaN]] of frames.entries()) {
      const levels = await levelsOf(gif, page);
      expect([levels[1]?.[1], levels[2]?.[1], levels[1]?.[3], levels[2]?.[3]]).toEqual([a, b, c, d].map((value) => 255 * value));
    }
  });

  it("is the same bytes again, and others for other images", async () => {
    expect(await animatedGrid(frames, grid)).toEqual(await animatedGrid(frames, grid));
    expect(await animatedGrid(frames.toReversed(), grid)).not.toEqual(await animatedGrid(frames, grid));
  });

  it("refuses to be without a frame", async () => {
    await expect(animatedGrid([], grid)).rejects.toThrow("without a frame");
  });
});
