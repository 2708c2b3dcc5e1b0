import fc from "fast-check";
import katex from "katex";
import { expect, it } from "vitest";
import { rowText } from "../../src/notation/layout.js";
import { layoutOf } from "../../src/notation/parse.js";

/**
 * KaTeX is an independent reader of TeX's rules for groups, arguments and scripts. Its parse tree is untyped and internal, which is why the project
 * reads layout itself; here the two must put every sign at the same place.
 */
function katexText(latex: string): string {
  const parse: unknown = Reflect.get(katex, "__parse");
  if (typeof parse !== "function") throw new Error("KaTeX has no __parse");
  return text(Reflect.apply(parse, katex, [latex, { strict: "ignore" }]));
}

function field(node: object, name: string): unknown {
  return Reflect.get(node, name);
}

function absent(node: object, name: string): boolean {
  const value = field(node, name);
  return value === null || value === undefined;
}

function text(node: unknown): string {
  if (Array.isArray(node)) return node.map(text).join("");
  if (typeof node !== "object" || node === null) return "";
  const type = field(node, "type");
  const script = (name: string, sign: string): string => (absent(node, name) ? "" : `${sign}{${text(field(node, name))}}`);
  switch (type) {
    case "mathord":
    case "textord":
    case "atom":
      return String(field(node, "text"));
    case "op":
      return String(field(node, "name"));
    case "ordgroup":
    case "font":
    case "styling":
      return text(field(node, "body"));
    case "supsub":
      return text(field(node, "base")) + script("sub", "_") + script("sup", "^");
    case "genfrac":
      return `\\frac{${text(field(node, "numer"))}}{${text(field(node, "denom"))}}`;
    case "sqrt":
      return `\\sqrt${absent(node, "index") ? "" : `[${text(field(node, "index"))}]`}{${text(field(node, "body"))}}`;
    case "accent":
      return `${String(field(node, "label"))}{${text(field(node, "base"))}}`;
    case "leftright":
      return String(field(node, "left")) + text(field(node, "body")) + String(field(node, "right"));
    case "spacing":
    case "kern":
      return "";
    default:
      throw new Error(`a node of another kind: ${String(type)}`);
  }
}

const plain = (latex: string): string => latex.replaceAll(" ", "");

const letters = fc.constantFrom("x", "y", "2", "7", "\\mu", "+", "=", ",", "\\sum", "\\log", "\\cdot", "z'", "\\,");
const { list } = fc.letrec<{ list: string; item: string }>((tie) => {
  const group = tie("list").map((inner) => `{${inner} x}`);
  const single = fc.constantFrom(" x", " 2", "\\mu ");
  const argument = fc.oneof(single, group);
  const script = fc.oneof(single, group, fc.constantFrom("\\mathbf x", "\\frac12"));
  const scripted = fc.constantFrom("x", "2", "\\sigma", "\\mathbf{x}", "\\tilde p", ")", "|", "\\sum", "\\frac{a}{b}", "{x}");
  return {
    item: fc.oneof(
      { maxDepth: 3 },
      letters,
      group,
      fc.tuple(argument, argument).map(([a, b]) => `\\frac${a}${b}`),
      fc.tuple(scripted, script).map(([base, sub]) => `${base}_${sub}`),
      fc.tuple(scripted, script).map(([base, sup]) => `${base}^${sup}`),
      fc.tuple(scripted, script, script).map(([base, sub, sup]) => `${base}_${sub}^${sup}`),
      fc.tuple(scripted, script, script).map(([base, sup, sub]) => `${base} ^ ${sup} _ ${sub}`),
      tie("list").map((inner) => `\\left(${inner}\\right]`),
      fc.tuple(tie("list"), script).map(([inner, sup]) => `\\left(${inner}\\right)^${sup}`),
      group.map((inner) => `\\sqrt${inner}`),
      group.map((inner) => `\\sqrt[3]${inner}`),
      argument.map((inner) => `\\hat${inner}`),
      argument.map((inner) => `\\mathbf${inner}`),
    ),
    list: fc.array(tie("item"), { minLength: 1, maxLength: 3 }).map((items) => items.join(" ")),
  };
});

it("puts every sign where KaTeX puts it", () => {
  fc.assert(
    fc.property(list, (latex) => {
      expect(plain(rowText(layoutOf(latex, {}).row.items))).toBe(plain(katexText(latex)));
    }),
    { numRuns: 800 },
  );
});
