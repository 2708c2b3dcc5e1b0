import { node, number, plus, termKey } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { FamilyCall, Term as Surface, TermOf } from "../../../terms/term.js";
import { familyName } from "./families.js";
import { checkLabels } from "./labels.js";
import { checkRange, componentIndex } from "./letters.js";
import type { Scope } from "./scope.js";
import { need, Unsupported } from "./unsupported.js";
import { isSingle, isWhole, variableOf } from "./variables.js";
import type { Writer } from "./writer.js";

/** The density of a family at its arguments. */
export function writeDensity(call: FamilyCall, scope: Scope, writer: Writer): Term {
  const name = familyName(call, scope, writer.subject);
  writer.presupposed.add({ kind: "positiveFamily", name });
  need(call.targets.length > 0, `a density ${name} of nothing`);
  const slots = (kind: "target" | "given", terms: readonly Surface[]): Term[] =>
    terms.map((term) => slotOf(kind, term, scope, writer));
  const all = [...slots("target", call.targets), ...slots("given", call.given)];
  all.forEach((slot, i) => {
    checkOnce(slot, all.slice(i + 1), name);
  });
  return node("density", all, name);
}

/** @throws Unsupported where a density certainly has a coordinate twice */
function checkOnce(slot: Term, others: readonly Term[], family: string): void {
  const place = (of: Term): string =>
    of.parts
      .slice(1)
      .map((part) => termKey(part))
      .join();
  const again = others.some(
    (other) => other.name === slot.name && (slot.parts.length === 1 || other.parts.length === 1 || place(slot) === place(other)),
  );
  need(!again, `${family} has one of its variables twice, or is conditioned on its own target`);
}

function slotOf(kind: "target" | "given", term: Surface, scope: Scope, writer: Writer): Term {
  const slot = (coordinate: string, { space }: Term, ...parts: readonly Term[]): Term => node(kind, parts, coordinate, space);
  switch (term.kind) {
    case "labelled":
      return slotOf(kind, term.body, scope, writer);
    case "symbol":
    case "component": {
      const letter = term.kind === "symbol" ? term : term.of;
      if (letter.kind === "symbol") checkLabels(letter.name, scope);
      const { variable, coordinate } = variableOf(term, writer.subject);
      if (term.kind === "symbol" || isSingle(term, writer.subject)) return slot(coordinate, variable, variable);
      const index = componentIndex(term, variable, scope, writer);
      return slot(coordinate, variable, variable, index, index);
    }
    case "range": {
      const { variable, coordinate } = variableOf(term, writer.subject);
      const [from, to] = rangeOf(term, variable, scope, writer);
      return isWhole(variable, from, to) ? slot(coordinate, variable, variable) : slot(coordinate, variable, variable, from, to);
    }
    case "event": {
      const { variable, coordinate } = variableOf(term.variable, writer.subject);
      const isPart = term.variable.kind === "component" && !isSingle(term.variable, writer.subject);
      need(variable.parts.length === 0 && !isPart, "a value of a vector");
      return slot(coordinate, variable, writer.number(term.value, scope));
    }
    default:
      throw new Unsupported("an argument of a density that is no variable");
  }
}

/** The first and the last component of a list, which may be empty. */
export function rangeOf(term: TermOf<"range">, vector: Term, scope: Scope, writer: Writer): readonly [Term, Term] {
  const [from, to] = [writer.index(term.from, scope), writer.index(term.to, scope)];
  checkRange(vector, from, to, scope, writer);
  writer.presupposed.order(from, plus(to, number(1)), scope, `a list of components of ${vector.name} that ends before it begins`);
  return [from, to];
}
