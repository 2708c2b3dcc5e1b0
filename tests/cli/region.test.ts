import { describe, expect, it } from "vitest";
import { regionOf } from "../../src/cli/region.js";

const image = { channels: 1, height: 5, width: 4 };

describe("a part of an image", () => {
  it("is a half, or where its corner lies and how large it is", () => {
    expect(regionOf("bottom", image)).toEqual({ rows: [2, 5], columns: [0, 4] });
    expect(regionOf("right", image)).toEqual({ rows: [0, 5], columns: [2, 4] });
    expect(regionOf("1,2,3,1", image)).toEqual({ rows: [1, 4], columns: [2, 3] });
    expect(regionOf("0,0,5,4", image)).toEqual({ rows: [0, 5], columns: [0, 4] });
  });

  it.each(["0,0,6,4", "0,1,5,4", "1,1,0,1", "-1,0,2,2", "0x1,0,1,1", "1e0,0,1,1", "1,2,3", "top", "", " 1,1,1,1"])(
    "is not %s",
    (text) => {
      expect(() => regionOf(text, image)).toThrow(`--hide ${text}: is no part of images of 5 × 4`);
    },
  );
});
