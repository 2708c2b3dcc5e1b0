import type { Term } from "../../../kernel/term.js";
import type { Derivation, Path } from "./derivation.js";

/** How much of what is known a normal form uses. */
export interface Means {
  /** Where conditional densities are written as quotients of joint ones. */
  readonly quotients: "nowhere" | "in logarithms" | "everywhere";
  /** Write densities in the forms that the document gives them. */
  readonly forms: boolean;
  /** Coordinates whose components are looked at one by one. */
  readonly ranged: ReadonlySet<string>;
}

/** The same, at one place of a term. */
export interface Mode extends Means {
  /** Variables of the integrals around: a density of one of them is a weight. */
  readonly integrated: readonly Term[];
  /** Weights keep their names until the integral is looked at; normal ones always. */
  readonly keepsNames: boolean;
  /** Brings a part into its normal form: what simplifies one kind of node needs it for others. */
  readonly normalize: (derivation: Derivation, path: Path, mode: Mode) => void;
}
