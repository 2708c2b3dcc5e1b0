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

/** The check that the right code passes complains of the wrong one, by name. What does not wait is said at once: the mutants' own runner does not wait. */
export function describeMutant<T>({ bug, mistake, right, wrong, check, message }: Mutant<T>): void {
  describe(`bug ${bug}: ${mistake}`, () => {
    it("is not in the code", () =>
      whenSaid(check(right), (complaint) => {
        expect(complaint).toBeNull();
      }));

    it("is seen", () =>
      whenSaid(check(wrong), (complaint) => {
        expect(complaint ?? "no complaint").toContain(message);
      }));
  });
}

function whenSaid(complaint: Complaint | Promise<Complaint>, judge: (complaint: Complaint) => void): Promise<void> | undefined {
  if (complaint instanceof Promise) return complaint.then(judge);
  judge(complaint);
  return undefined;
}
