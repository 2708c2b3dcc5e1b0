import type { Verdict } from "../verdicts/result.js";
import type { Tone } from "./styled.js";

/** All verdicts, from the strongest assent to the least said: the order of every list and count. */
export const VERDICTS: readonly Verdict[] = ["proved", "exact", "supported", "assumed", "undecided", "not-understood", "refuted"];

/** Words for people. What rests on numbers is `supported`, which is not called a proof anywhere. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  proved: "proved",
  exact: "exact",
  supported: "supported",
  refuted: "refuted",
  assumed: "assumed",
  undecided: "undecided",
  "not-understood": "not understood",
};

export const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = {
  proved: "good",
  exact: "good",
  supported: "good",
  refuted: "bad",
  assumed: "given",
  undecided: "doubt",
  "not-understood": "doubt",
};
