import { describe, expect, it } from "vitest";
import { alternate, spread, spreadText } from "../../bench/samples.js";

describe("spread", () => {
  it("takes the middle of an odd number of times and the mean of the two middle ones of an even number", () => {
    expect(spread([5, 1, 30])).toEqual({ median: 5, minimum: 1, maximum: 30 });
    expect(spread([8, 1, 30, 4])).toEqual({ median: 6, minimum: 1, maximum: 30 });
  });

  it("orders times as numbers", () => {
    expect(spread([100, 9, 20]).median).toBe(20);
  });

  it("reads as a median between the extremes", () => {
    expect(spreadText(spread([1.26, 2, 10]), 1)).toBe("2.0 ms (1.3–10.0)");
  });
});

describe("alternate", () => {
  it("runs the works in turn, once more than it counts", () => {
    const order: string[] = [];
    const spreads = alternate([() => order.push("a"), () => order.push("b")], 2);
    expect(order.join("")).toBe("ababab");
    expect(spreads).toHaveLength(2);
  });

  it("times each work by the clock it is given, the first round left out", () => {
    let now = 0;
    const lasting = (times: number[]) => (): void => {
      now += times.shift() ?? Number.NaN;
    };
    const spreads = alternate([lasting([100, 3, 5]), lasting([200, 7, 7])], 2, () => now);
    expect(spreads.map(({ median }) => median)).toEqual([4, 7]);
  });
});
