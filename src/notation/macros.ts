import { NotUnderstood } from "./failure.js";
import { LIMITS } from "./limits.js";
import { tokenize, type Token } from "./tokens.js";

/** Names that authors define in a preamble which a Markdown file often does not show; a document's own definition wins. */
const CUSTOMARY: Readonly<Record<string, string>> = {
  "\\E": "\\mathbb{E}",
  "\\bbE": "\\mathbb{E}",
  "\\KL": "\\text{KL}",
  "\\Var": "\\text{Var}",
  "\\giv": "\\mid",
  "\\given": "\\mid",
  "\\dd": "\\mathrm{d}",
  "\\diff": "\\mathrm{d}",
  "\\d": "\\mathrm{d}",
  "\\R": "\\mathbb{R}",
  "\\argmin": "\\arg\\min",
  "\\argmax": "\\arg\\max",
  "\\tr": "\\operatorname{tr}",
};

/**
 * Replaces macro calls by their bodies. A token of a body takes the range of the whole call, a token of an argument keeps its own.
 *
 * @throws NotUnderstood where a macro lacks an argument or expansion goes over its limits
 */
export function expandMacros(tokens: readonly Token[], macros: Readonly<Record<string, string>>): readonly Token[] {
  const bodies = new Map<string, Body | null>();
  const bodyOf = (name: string): Body | null => {
    const known = bodies.get(name);
    if (known !== undefined) return known;
    const source = Object.hasOwn(macros, name) ? macros[name] : Object.hasOwn(CUSTOMARY, name) ? CUSTOMARY[name] : undefined;
    const body = source === undefined ? null : readBody(source);
    bodies.set(name, body);
    return body;
  };

  const output: Token[] = [];
  const pending = [...tokens].reverse();
  let expansions = 0;
  for (let token = pending.pop(); token !== undefined; token = pending.pop()) {
    const body = bodyOf(token.text);
    if (body === null) {
      output.push(token);
      continue;
    }
    expansions++;
    const call = readCall(token, body.parameters, pending);
    if (expansions > LIMITS.expansions || pending.length + output.length > LIMITS.tokens) {
      throw new NotUnderstood(token.span, `the macro ${token.text} expands too far, or without end`);
    }
    for (const piece of [...body.pieces].reverse()) {
      if (typeof piece === "number") pending.push(...[...(call.parameters[piece - 1] ?? [])].reverse());
      else pending.push({ text: piece, span: call.span });
    }
  }
  return output;
}

interface Body {
  /** Texts of tokens, and numbers of parameters. */
  readonly pieces: readonly (string | number)[];
  readonly parameters: number;
}

function readBody(source: string): Body {
  const pieces: (string | number)[] = [];
  let parameters = 0;
  const { tokens } = tokenize(source.slice(0, LIMITS.length));
  for (let k = 0; k < tokens.length; k++) {
    const text = tokens[k]?.text ?? "";
    const digit = text === "#" ? /^[1-9]$/.exec(tokens[k + 1]?.text ?? "") : null;
    if (digit === null) {
      pieces.push(text);
      continue;
    }
    const number = Number(digit[0]);
    parameters = Math.max(parameters, number);
    pieces.push(number);
    k++;
  }
  return { pieces, parameters };
}

function readCall(name: Token, count: number, pending: Token[]): { span: Token["span"]; parameters: Token[][] } {
  const parameters: Token[][] = [];
  let { start, end } = name.span;
  const take = (): Token => {
    const token = pending.pop();
    if (token === undefined)
      throw new NotUnderstood(name.span, `the macro ${name.text} needs ${count} argument${count === 1 ? "" : "s"}`);
    start = Math.min(start, token.span.start);
    end = Math.max(end, token.span.end);
    return token;
  };
  while (parameters.length < count) {
    let token = take();
    while (token.text === " ") token = take();
    if (token.text !== "{") {
      parameters.push([token]);
      continue;
    }
    const parameter: Token[] = [];
    for (let depth = 1; ;) {
      token = take();
      depth += token.text === "{" ? 1 : token.text === "}" ? -1 : 0;
      if (depth === 0) break;
      parameter.push(token);
    }
    parameters.push(parameter);
  }
  return { span: { start, end }, parameters };
}
