import { isNaming } from "./heads.js";
import { isBlank, isSign, type Layout } from "./layout.js";
import { relationOf } from "./relations.js";

const PROSE = new Set(
  "where and for if with since by as or otherwise when so hence thus then such that subject to s.t. i.e. e.g. because also is are let we iff from in of any all all each every given using assume assuming note i.i.d. iid const. here up".split(
    " ",
  ),
);

/** A text node that says something about the formula. A single word beside an operator or before parentheses is the name of something. */
export function isProse(item: Layout, before: Layout | undefined, after: Layout | undefined): boolean {
  if (item.kind !== "word") return false;
  if (item.text === "") return true;
  if (item.text === "d" && after !== undefined && isNaming(after)) return false;
  if (PROSE.has(item.text.toLowerCase()) && item.text !== "const.") return true;
  if (!/^\p{L}[\p{L}\p{N}\-. ]*$/u.test(item.text)) return true;
  if (item.upright) return false;
  if (/\s/.test(item.text) && !/^arg (?:min|max)$/.test(item.text)) return true;
  return !(
    operative(before) ||
    isPrefix(before) ||
    operative(after) ||
    after?.kind === "fence" ||
    (after?.kind === "scripts" && after.base?.kind === "fence")
  );
}

const PREFIXES = new Set([
  "\\sum",
  "\\prod",
  "\\int",
  "\\iint",
  "\\iiint",
  "\\log",
  "\\ln",
  "\\exp",
  "\\min",
  "\\max",
  "\\argmin",
  "\\argmax",
  "\\nabla",
  "\\partial",
]);

/** Operators that need an operand on their right. */
function isPrefix(item: Layout | undefined): boolean {
  const base = item?.kind === "scripts" ? item.base : item;
  return base?.kind === "sign" && PREFIXES.has(base.text);
}

/** Operators and relations: what stands beside them is part of the formula. */
export function operative(item: Layout | undefined): boolean {
  if (item === undefined) return false;
  return isSign(item, "+", "-", "\\cdot", "\\times", "\\odot", "/", "*") || relationOf(item) !== null;
}

/**
 * Brackets that hold a remark: `(\text{by } p \ge 0)`; where a space or a bracket sets them off from what is before, also `(\text{Jensen})` and
 * `(\text{law of total probability})`.
 */
export function isRemark(item: Layout, before: Layout | undefined): boolean {
  if (item.kind !== "fence" || item.open !== "(") return false;
  const items = item.row.items.filter((inner) => !isBlank(inner));
  const words = items.flatMap((inner) => (inner.kind === "word" ? [inner.text] : []));
  if (words.some((text) => PROSE.has(/^\S*/.exec(text.toLowerCase())?.[0] ?? ""))) return true;
  const apart = before?.kind === "space" || before?.kind === "fence";
  return apart && words.length > 0 && (items.length === 1 || words.some((text) => /\s/.test(text)));
}
