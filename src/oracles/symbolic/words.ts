/** The kernel's rules in words, for reports. A test holds the list against the kernel's. */
export const RULE_WORDS: Readonly<Record<string, string>> = {
  algebra: "algebra",
  definition: "definitions",
  hypothesis: "the form that the document gives",
  linearity: "linearity",
  factors: "products factor by factor",
  constant: "constant terms",
  exponentials: "products of exponentials",
  logarithm: "laws of logarithms",
  exponential: "exp undoes log",
  exchange: "exchange of sums and integrals",
  split: "splitting a range",
  "write out": "writing out a range",
  shift: "shifting an index",
  recursion: "telescoping",
  conditioning: "conditional densities",
  marginal: "marginalization",
  components: "components of a vector",
  join: "joining coordinates",
  nothing: "conditions on nothing",
  "normal moment": "moments of the normal distribution",
  substitution: "change of variables",
  "independent components": "independence of components",
  tangent: "the logarithm lies below its tangent",
  "not negative": "what is not negative",
};

export function ruleInWords(rule: string): string {
  return RULE_WORDS[rule] ?? rule;
}
