import { blank, withoutMarkup } from "./clean.js";
import { mayDefine, readDefinition } from "./macros.js";
import type { Definition } from "./macros.js";
import type { Source } from "./source.js";
import type { Equation, MacroDefinition, SourceRange, Unread } from "./types.js";

/** An equation before its section is known. */
export type FoundEquation = Omit<Equation, "section">;

/** Most formulas, macros and complaints that one document may yield. */
const MAX_FINDINGS = 100_000;

/** What the scan of a document has brought to light so far. */
export class Findings {
  readonly equations: FoundEquation[] = [];
  readonly macros: MacroDefinition[] = [];
  readonly unread: Unread[] = [];
  readonly #names = new Set<string>();
  #end = 0;

  /** No more is taken: the scan stops, and reports the rest of the document unread. */
  get isFull(): boolean {
    return this.equations.length + this.macros.length + this.unread.length >= MAX_FINDINGS;
  }

  /** Where the last formula, macro or complaint is over. */
  get end(): number {
    return this.#end;
  }

  report(start: number, end: number, reason: string): void {
    this.#end = Math.max(this.#end, end);
    this.unread.push({ range: { start, end }, reason });
  }

  /** Takes in a definition that was read. */
  define(at: number, definition: Definition): void {
    switch (definition.kind) {
      case "unread":
        this.report(at, definition.end, definition.reason);
        return;
      case "macro":
        this.#end = Math.max(this.#end, definition.end);
        if (definition.keepsEarlier && this.#names.has(definition.macro.name)) return;
        this.#names.add(definition.macro.name);
        this.macros.push(definition.macro);
    }
  }

  /** Takes in the mathematics in `inner`; what only defines macros, or holds nothing, is no equation. */
  add(source: Source, outer: SourceRange, inner: SourceRange, environment: string | null, display: boolean): void {
    const latex = source.text.slice(inner.start, inner.end);
    const { quotes } = source.blockAt(outer.start);
    const clean = this.#withoutDefinitions(withoutMarkup(source.text, inner, quotes, source.isInTable(outer.start)), inner.start);
    if (clean.trim() === "") return;
    this.#end = outer.end;
    this.equations.push({ outer, inner, latex, ...(clean === latex ? {} : { clean }), environment, display });
  }

  #withoutDefinitions(latex: string, offset: number): string {
    if (!mayDefine.test(latex)) return latex;
    const kept: string[] = [];
    let copied = 0;
    const commands = /\\(?:[A-Za-z]+|[\s\S])/g;
    for (let token = commands.exec(latex); token !== null; token = commands.exec(latex)) {
      const definition = readDefinition(latex, token.index, latex.length);
      if (definition === null) continue;
      this.define(token.index + offset, shifted(definition, offset));
      kept.push(latex.slice(copied, token.index), blank(latex.slice(token.index, definition.end)));
      copied = definition.end;
      commands.lastIndex = definition.end;
    }
    return kept.join("") + latex.slice(copied);
  }
}

function shifted(definition: Definition, offset: number): Definition {
  switch (definition.kind) {
    case "unread":
      return { ...definition, end: definition.end + offset };
    case "macro":
      return { ...definition, end: definition.end + offset, macro: { ...definition.macro, at: definition.macro.at + offset } };
  }
}
