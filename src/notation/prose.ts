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
  if (PROSE.has(item.text.toLowerCase()) && item.text !== "const.") return true;
  if (!/^\p{L}[\p{L}\p{N}\-. ]*$/u.test(item.text)) return true;
  if (item.upright) return false;
  if (/\s/.test(item.text) && !/^arg (?:min|max)$/.test(item.text)) return true;
  return !(
    operative(before) ||
    operative(after) ||
    after?.kind === "fence" ||
    (after?.kind === "scripts" && after.base?.kind === "fence")
  );
}

/** Operators and relations: what stands beside them is part of the formula. */
export function operative(item: Layout | undefined): boolean {
  if (item === undefined) return false;
  return isSign(item, "+", "-", "\\cdot", "\\times", "\\odot", "/", "*") || relationOf(item) !== null;
}

/** Brackets that hold a remark: `(\text{Jensen})`, `(\text{by } p \ge 0)`. */
export function isRemark(item: Layout): boolean {
  if (item.kind !== "fence") return false;
  const items = item.row.items.filter((inner) => !isBlank(inner));
  return items.some(
    (inner, k) =>
      isProse(inner, items[k - 1], items[k + 1]) &&
      (items.length === 1 || !/^[A-Za-z]+$/.test(inner.kind === "word" ? inner.text : "a")),
  );
}
