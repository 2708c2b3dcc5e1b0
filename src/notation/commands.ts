import type { Style } from "./layout.js";

/** What a command that takes arguments or changes the layout does. Signs are in signs.ts. */
export type Command =
  | { readonly kind: "fraction" }
  | { readonly kind: "root" }
  | { readonly kind: "accent"; readonly accent: string }
  | { readonly kind: "style"; readonly style: Style }
  /** Applies to the rest of the group: `{\bf x}`. */
  | { readonly kind: "switch"; readonly style: Style }
  | { readonly kind: "text" }
  | { readonly kind: "operatorname" }
  | { readonly kind: "overset" }
  | { readonly kind: "underset" }
  | { readonly kind: "brace" }
  /** Says nothing about the mathematics: only its last argument counts. */
  | { readonly kind: "transparent"; readonly skipped: number }
  /** No argument, no meaning: `\displaystyle`, `\limits`. */
  | { readonly kind: "ignored" }
  | { readonly kind: "space"; readonly wide: boolean; readonly arguments: number }
  | { readonly kind: "note"; readonly arguments: number }
  | { readonly kind: "delimiter"; readonly side: "open" | "close" | "middle" | null }
  | { readonly kind: "not" }
  | { readonly kind: "newRow" }
  | { readonly kind: "begin" }
  | { readonly kind: "end" }
  | { readonly kind: "over" }
  /** Known, takes arguments, and means nothing here. */
  | { readonly kind: "foreign"; readonly arguments: number; readonly reason: string };

const table = new Map<string, Command>();
const add = (names: string, command: Command): void => {
  for (const name of names.trim().split(/\s+/)) table.set(`\\${name}`, command);
};

add("frac dfrac tfrac cfrac nicefrac sfrac", { kind: "fraction" });
add("sqrt", { kind: "root" });
for (const accent of ["tilde", "hat", "bar", "dot", "ddot", "check", "breve", "acute", "grave", "mathring"]) {
  add(accent, { kind: "accent", accent: `\\${accent}` });
}
add("widetilde", { kind: "accent", accent: "\\tilde" });
add("widehat", { kind: "accent", accent: "\\hat" });
add("overline", { kind: "accent", accent: "\\bar" });
add("underline underbar", { kind: "accent", accent: "\\underline" });
// An arrow above, like weight, only says that the letter is a vector.
add("mathbf boldsymbol bm pmb bold mathbfit vec overrightarrow symbf", { kind: "style", style: "bold" });
add("mathit mathnormal", { kind: "style", style: "italic" });
add("mathrm mathsf mathtt mathup", { kind: "style", style: "roman" });
add("mathcal", { kind: "style", style: "calligraphic" });
add("mathscr", { kind: "style", style: "script" });
add("mathfrak frak", { kind: "style", style: "fraktur" });
add("mathbb mathbbm mathds Bbb", { kind: "style", style: "blackboard" });
add("bf bfseries", { kind: "switch", style: "bold" });
add("it mit", { kind: "switch", style: "italic" });
add("rm sf tt", { kind: "switch", style: "roman" });
add("cal", { kind: "switch", style: "calligraphic" });
add("text textrm textbf textit textnormal textsf texttt textsc textmd textup mbox hbox emph intertext shortintertext", {
  kind: "text",
});
add("operatorname operatornamewithlimits", { kind: "operatorname" });
add("overset stackrel", { kind: "overset" });
add("underset", { kind: "underset" });
add("underbrace overbrace", { kind: "brace" });
add("boxed fbox mathop mathrel mathbin mathord mathopen mathclose mathpunct mathinner cancel bcancel xcancel smash ensuremath", {
  kind: "transparent",
  skipped: 0,
});
add("textcolor mathcolor colorbox", { kind: "transparent", skipped: 1 });
add(
  "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits displaylimits centering allowbreak nobreak mathstrut strut relax",
  {
    kind: "ignored",
  },
);
add(", : ; ! > enspace thinspace medspace thickspace negthinspace negmedspace negthickspace nobreakspace space", {
  kind: "space",
  wide: false,
  arguments: 0,
});
table.set("\\ ", { kind: "space", wide: false, arguments: 0 });
table.set("~", { kind: "space", wide: false, arguments: 0 });
add("quad qquad hfill hfil", { kind: "space", wide: true, arguments: 0 });
add("hspace vspace hskip mspace phantom hphantom vphantom color", { kind: "space", wide: false, arguments: 1 });
add("label tag ref eqref cite footnote", { kind: "note", arguments: 1 });
add("nonumber notag hline toprule bottomrule", { kind: "note", arguments: 0 });
add("tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge", { kind: "ignored" });
add("left bigl Bigl biggl Biggl", { kind: "delimiter", side: "open" });
add("right bigr Bigr biggr Biggr", { kind: "delimiter", side: "close" });
add("middle bigm Bigm biggm Biggm", { kind: "delimiter", side: "middle" });
add("big Big bigg Bigg", { kind: "delimiter", side: null });
add("not", { kind: "not" });
add("\\ cr newline", { kind: "newRow" });
add("begin", { kind: "begin" });
add("end", { kind: "end" });
add("over", { kind: "over" });
add("binom dbinom tbinom", { kind: "foreign", arguments: 2, reason: "binomial coefficients have no meaning here" });
add("substack", { kind: "foreign", arguments: 1, reason: "stacked conditions have no meaning here" });
add("xrightarrow xleftarrow", { kind: "foreign", arguments: 1, reason: "a labelled arrow has no meaning here" });
add("atop choose", { kind: "foreign", arguments: 0, reason: "stacked terms have no meaning here" });

export function commandOf(token: string): Command | undefined {
  return table.get(token);
}

/** Environments whose cells are parts of one derivation. */
export const DERIVATION_ENVIRONMENTS: ReadonlySet<string> = new Set([
  "aligned",
  "align",
  "align*",
  "split",
  "gather",
  "gather*",
  "gathered",
  "eqnarray",
  "eqnarray*",
  "array",
  "multline",
  "multline*",
  "equation",
  "equation*",
  "flalign",
  "flalign*",
  "alignat",
  "alignat*",
  "alignedat",
]);
