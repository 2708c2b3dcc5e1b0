/** Why sampling cannot decide; the oracle's answer is then "unknown" with this reason. */
export class Undecidable extends Error {
  override readonly name = "Undecidable";
}
