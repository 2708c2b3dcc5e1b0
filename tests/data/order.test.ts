import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { epochOrder } from "../../src/data/order.js";
import { keyedRandom } from "../../src/numbers/random.js";

describe("the order of an epoch", () => {
  property.prop([fc.integer({ min: 1, max: 500 }), fc.nat(), fc.nat()])("has every image once", (count, seed, epoch) => {
    expect([...epochOrder(count, seed, epoch)].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
  });

  test("is known by seed and epoch, on every machine", () => {
    expect([...epochOrder(10, 0, 0)]).toEqual([1, 8, 2, 0, 7, 3, 5, 9, 4, 6]);
    expect(epochOrder(1000, 3, 7)).toEqual(epochOrder(1000, 3, 7));
  });

  test("is another for every seed, epoch and count", () => {
    const orders = [
      epochOrder(100, 0, 0),
      epochOrder(100, 0, 1),
      epochOrder(100, 1, 0),
      epochOrder(100, 10, 0),
      epochOrder(100, 0, 10),
    ];
    expect(new Set(orders.map((order) => order.join())).size).toBe(5);
    expect([...epochOrder(101, 0, 0)].filter((image) => image < 100)).not.toEqual([...epochOrder(100, 0, 0)]);
  });

  test.each([0, -1, 1.5, NaN, 2 ** 32])("is refused of %d images", (count) => {
    expect(() => epochOrder(count, 0, 0)).toThrow(RangeError);
  });

  describe("is any of the 24 orders of four images with the same probability", () => {
    const DRAWS = 24_000;
    // Under equal probabilities the statistic has 23 degrees of freedom; it exceeds this with probability 1e-9.
    const LIMIT = 89.1;

    const statistic = (orderOf: (epoch: number) => Uint32Array): number => {
      const counts = new Map<string, number>();
      for (let epoch = 0; epoch < DRAWS; epoch++) {
        const key = orderOf(epoch).join();
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const expected = DRAWS / 24;
      const seen = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      return seen + (24 - counts.size) * expected;
    };

    test("over epochs", () => {
      expect(statistic((epoch) => epochOrder(4, 5, epoch))).toBeLessThan(LIMIT);
    });

    test("over seeds", () => {
      expect(statistic((seed) => epochOrder(4, seed, 5))).toBeLessThan(LIMIT);
    });

    test("which a shuffle that swaps each place with any other has not", () => {
      const random = keyedRandom("biased shuffle");
      const biased = (): Uint32Array => {
        const order = Uint32Array.of(0, 1, 2, 3);
        for (let place = 0; place < 4; place++) {
          const other = random.integer(0, 3);
          const moved = order[place] ?? 0;
          order[place] = order[other] ?? 0;
          order[other] = moved;
        }
        return order;
      };
      expect(statistic(biased)).toBeGreaterThan(LIMIT);
    });
  });
});
