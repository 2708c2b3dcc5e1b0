/** Ways to a proof that a person may name in the prose before a step. */
export type NamedRule = "conditioning" | "forms" | "averages" | "tangents" | "linearity";

/** How each is called, in English and in Chinese. */
const NAMES: Readonly<Record<NamedRule, RegExp>> = {
  conditioning: /\bbayes|chain rule|product rule|conditional|条件概率|贝叶斯|链式法则/iu,
  forms: /\bgaussian|\bnormal|moment|variance|closed form|plug|insert|substitut|正态|高斯|方差|代入/iu,
  averages: /\bgibbs|jensen|divergence is never|concav|non-?negativ|never negative|琴生|詹森|非负/iu,
  tangents: /\btangent|log(?:arithm)? (?:lies|is) below|切线/iu,
  linearity: /\blinear|constant in|pull(?:s|ed|ing)? out|moves? out|splits?\b|线性/iu,
};

/** The rules that a piece of prose names, in the order of the table. What is named is tried first; nothing is believed because of it. */
export function rulesNamedIn(prose: string): readonly NamedRule[] {
  return named.filter((rule) => NAMES[rule].test(prose));
}

const named: readonly NamedRule[] = ["conditioning", "forms", "averages", "tangents", "linearity"];
