import { describe, expect, it } from "vitest";
import type { Complaint } from "./checks.js";

/** A bug that was really shipped, by its number in the list that the project keeps of them, as wrong code beside the right. */
export interface Mutant<T> {
  readonly bug: number;
  readonly mistake: string;
  readonly right: T;
  readonly wrong: T;
  readonly check: (own: T) => Complaint | Promise<Complaint>;
  /** Part of the check's complaint of the wrong code: it names the mistake. */
  readonly message: string;
}

/** The check that the right code passes complains of the wrong one, by name. */
export function describeMutant<T>({ bug, mistake, right, wrong, check, message }: Mutant<T>): void {
  describe(`bug ${bug}: ${mistake}`, () => {
    it("is not in the code", async () => {
      expect(await check(right)).toBeNull();
    });

    it("is seen", async () => {
      expect((await check(wrong)) ?? "no complaint").toContain(message);
    });
  });
}
