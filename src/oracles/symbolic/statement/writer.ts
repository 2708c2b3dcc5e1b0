import type { Term } from "../../../kernel/term.js";
import type { Term as Surface } from "../../../terms/term.js";
import type { Names } from "./names.js";
import type { Presupposed } from "./presupposed.js";
import type { Scope } from "./scope.js";
import type { Subject } from "./subject.js";
import type { Value } from "./values.js";

/** What writes the terms of one claim in the kernel's language; all methods throw Unsupported. */
export interface Writer {
  readonly subject: Subject;
  readonly names: Names;
  readonly presupposed: Presupposed;
  value(term: Surface, scope: Scope): Value;
  /** The value of a term that stands where a number is needed. */
  number(term: Surface, scope: Scope): Term;
  /** An index or bound. */
  index(term: Surface, scope: Scope): Term;
}
