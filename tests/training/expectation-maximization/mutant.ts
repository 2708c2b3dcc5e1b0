import { describe, expect, it } from "vitest";
import type { Complaint } from "../../probability/checks.js";
import type { Mutant } from "../../probability/mutant.js";

/** As `describeMutant`, for checks that run programs on an engine. */
export function describeSlowMutant<T>({
  bug,
  mistake,
  right,
  wrong,
  check,
  message,
}: Omit<Mutant<T>, "check"> & { readonly check: (own: T) => Promise<Complaint> }): void {
  describe(`bug ${bug}: ${mistake}`, () => {
    it("is not in the code", async () => {
      expect(await check(right)).toBeNull();
    });

    it("is seen", async () => {
      expect((await check(wrong)) ?? "no complaint").toContain(message);
    });
  });
}
