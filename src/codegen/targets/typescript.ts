import type { Compiled } from "../compiled.js";
import { domainWords, generatedBy, oneLine, sizeWords, sourceOf, summaryOf } from "../documentation.js";
import {
  type Dimension,
  type Expression,
  type ExpressionOf,
  type FunctionName,
  type Index,
  type Parameter,
  type Place,
} from "../expression.js";
import { camelCase, Names, wordsOfLatex } from "../names.js";
import { NotComputableError } from "../not-computable.js";
import { Arithmetic, atom, type Code, Helpers, LEVEL, operand } from "./code.js";
import { HELPERS } from "./typescript-helpers.js";
import { layOut, type Scope } from "./typescript-layout.js";

const RESERVED =
  "abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do else enum eval export extends false finally for from function get if implements import in instanceof interface let module namespace never new null number object of package private protected public require return set static string super switch symbol this throw true try type typeof undefined unknown var void while with yield Math Number Array RangeError NaN Infinity value values row rows index term total largest sum product logSumExp logAddExp softplus sigmoid xlogy xlog1py";

const FUNCTIONS: Readonly<Record<FunctionName, string | null>> = {
  log: "Math.log",
  exp: "Math.exp",
  sqrt: "Math.sqrt",
  abs: "Math.abs",
  sin: "Math.sin",
  cos: "Math.cos",
  tan: "Math.tan",
  tanh: "Math.tanh",
  erf: null,
  log1p: "Math.log1p",
  expm1: "Math.expm1",
  softplus: "softplus",
  sigmoid: "sigmoid",
};

/** A module with one documented function, and the helpers that it needs. @throws NotComputableError for a function that JavaScript lacks */
export function typescript(compiled: Compiled, version: string): string {
  return new TypescriptModule(compiled, version).text();
}

class TypescriptModule extends Arithmetic<Scope> {
  protected override readonly parenthesizeMixed = true;
  private readonly names = new Names({ join: camelCase, taken: new Set(RESERVED.split(" ")) });
  private readonly functionName: string;
  private readonly parameterNames = new Map<string, string>();
  private readonly sizeNames = new Map<string, string>();
  private readonly helpers = new Helpers(HELPERS);

  constructor(
    private readonly compiled: Compiled,
    private readonly version: string,
  ) {
    super();
    for (const parameter of compiled.parameters) this.parameterNames.set(parameter.key, this.names.name(parameter.words));
    for (const dimension of this.dimensions()) this.sizeNames.set(dimension.key, this.names.name(sizeWords(dimension), "size"));
    this.functionName = this.names.name(compiled.words, "formula");
  }

  text(): string {
    const { compiled } = this;
    const { output } = compiled;
    const list = compiled.parameters.map((parameter) => `${this.name(parameter)}: ${typeOf(parameter)}`);
    const body = output === null ? layOut(this, compiled.expression, new Map(), "  return ", ";", 2) : this.components(output);
    const head = `export function ${this.functionName}(${list.join(", ")}): ${output === null ? "number" : "number[]"} {`;
    const signature =
      head.length <= 100
        ? head
        : `export function ${this.functionName}(\n${list.map((each) => `  ${each},\n`).join("")}): ${output === null ? "number" : "number[]"} {`;
    const lines = [...this.documentation(), signature, ...this.checks(body), body, "}"];
    return `${[lines.join("\n"), ...this.helpers.written()].join("\n\n")}\n`;
  }

  private components(output: NonNullable<Compiled["output"]>): string {
    const scope = this.enter(new Map(), output.index);
    const index = scope.get(output.index.key) ?? "";
    const size = this.sizeNames.get(output.dimension.key) ?? "";
    const body = operand(this.code(this.compiled.expression, scope), LEVEL.sum);
    const line = `  return Array.from({ length: ${size} }, (_, ${index}) => ${body});`;
    if (line.length <= 100) return line;
    return layOut(
      this,
      this.compiled.expression,
      scope,
      `  return Array.from(\n    { length: ${size} },\n    (_, ${index}) =>\n      `,
      ",\n  );",
      6,
    );
  }

  protected override special(e: Parameters<Arithmetic<Scope>["special"]>[0], scope: Scope): Code {
    const argument = (part: Expression): string => operand(this.code(part, scope), LEVEL.sum);
    switch (e.kind) {
      case "constant":
        return atom(e.name === "pi" ? "Math.PI" : "Math.E");
      case "place":
        return this.place(e.place, scope, 1);
      case "read": {
        const subscripts = e.places.map((place) => `[${this.place(place, scope, 0).text}]!`);
        return atom(`${this.name(e.parameter)}${subscripts.join("")}`);
      }
      case "power": {
        const base = this.code(e.base, scope);
        return {
          text: `${operand(base, LEVEL.atom)} ** ${operand(this.code(e.exponent, scope), LEVEL.unary)}`,
          level: LEVEL.power,
        };
      }
      case "call": {
        const name = FUNCTIONS[e.name];
        if (name === null) throw new NotComputableError(`JavaScript has no ${e.name}: choose another target`);
        return atom(`${name in HELPERS ? this.helpers.use(name) : name}(${argument(e.argument)})`);
      }
      case "pair":
        return atom(`${this.helpers.use(e.name)}(${argument(e.left)}, ${argument(e.right)})`);
      case "fold": {
        const { head, body } = this.foldParts(e, scope);
        return atom(`${head.join(", ")} => ${operand(this.code(e.body, body), LEVEL.sum)})`);
      }
    }
  }

  /** `sum(0`, `d`, `(k)`, and the scope of the body. */
  foldParts(e: ExpressionOf<"fold">, scope: Scope): { readonly head: readonly string[]; readonly body: Scope } {
    const body = this.enter(scope, e.index);
    const range = [this.place(e.lower, scope, 0).text, this.place(e.upper, scope, 1).text];
    return { head: [`${this.helpers.use(e.name)}(${range[0] ?? ""}`, range[1] ?? "", `(${body.get(e.index.key) ?? ""})`], body };
  }

  /** A whole number. Indices count from 0 in code: their values as numbers are larger by `base` 1. */
  private place({ of, offset }: Place, scope: Scope, base: 0 | 1): Code {
    if (of === null) return atom(`${offset - 1 + base}`);
    const name = of.kind === "index" ? scope.get(of.index.key) : this.sizeNames.get(of.dimension.key);
    const shift = offset + (of.kind === "index" ? base : base - 1);
    if (shift === 0) return atom(name ?? "");
    return { text: `${name ?? ""} ${shift < 0 ? "-" : "+"} ${Math.abs(shift)}`, level: LEVEL.sum };
  }

  /** `-a ** b` is no JavaScript, wherever it stands. */
  protected override underMinus(code: Code): string {
    return startsWithPower(code.text) ? `(${code.text})` : super.underMinus(code);
  }

  private enter(scope: Scope, index: Index): Scope {
    const taken = new Set([...scope.values(), ...this.parameterNames.values(), ...this.sizeNames.values(), this.functionName]);
    const fresh = new Names({ join: camelCase, taken: new Set([...RESERVED.split(" "), ...taken]) });
    return new Map([...scope, [index.key, fresh.name(wordsOfLatex(index.latex), "i")]]);
  }

  private dimensions(): readonly Dimension[] {
    const found = new Map(this.compiled.parameters.flatMap(({ axes }) => axes).map((dimension) => [dimension.key, dimension]));
    return [...found.values()];
  }

  private name(parameter: Parameter): string {
    return this.parameterNames.get(parameter.key) ?? "";
  }

  private documentation(): readonly string[] {
    const { compiled } = this;
    const parameters = compiled.parameters.map((parameter) => {
      const [name, latex] = [this.name(parameter), oneLine(parameter.latex)];
      return `@param ${name} - ${latex === name ? "" : `${latex}: `}${this.kindOf(parameter)}`;
    });
    const throws = this.conditions();
    const lines = [
      summaryOf(compiled),
      "",
      `    ${oneLine(compiled.latex)}`,
      "",
      sourceOf(compiled),
      generatedBy(this.version),
      ...(parameters.length > 0 ? ["", ...parameters] : []),
      ...(throws ? ["@throws RangeError when lengths do not agree or a value lies outside of its domain"] : []),
    ];
    return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd().replaceAll("*/", "*\\/")), " */"];
  }

  private conditions(): boolean {
    const shared = new Map<string, number>();
    for (const { key } of this.compiled.parameters.flatMap(({ axes }) => axes)) shared.set(key, (shared.get(key) ?? 0) + 1);
    return (
      [...shared.values()].some((count) => count > 1) ||
      this.compiled.parameters.some(({ domain }) => domainWords(domain) !== null)
    );
  }

  private kindOf({ axes, domain }: Parameter): string {
    const [rows, columns] = axes.map(({ key }) => this.sizeNames.get(key) ?? "");
    const words = domainWords(domain);
    if (rows === undefined) return domain === "positive" ? "a positive number" : `a number${words === null ? "" : `, ${words}`}`;
    const each =
      words === null
        ? "numbers"
        : domain === "positive"
          ? "positive numbers"
          : `numbers, ${domain === "simplex" ? "" : "each "}${words}`;
    return columns === undefined ? `${rows} ${each}` : `${rows} rows of ${columns} ${each}`;
  }

  /** Sizes that the code names, then what has to hold of the arguments. */
  private checks(body: string): readonly string[] {
    const lines: string[] = [];
    const refuse = (condition: string, message: string): void => {
      const line = `  if (${condition}) throw new RangeError(${message});`;
      const broken = `  if (${condition})\n    throw new RangeError(${message});`;
      const [left, right] = condition.split(" || Math");
      const apart = `  if (\n    ${left ?? ""} ||\n    Math${right ?? ""}\n  )\n    throw new RangeError(${message});`;
      lines.push(line.length <= 100 ? line : condition.length <= 94 ? broken : apart);
    };
    for (const dimension of this.dimensions()) {
      const size = this.sizeNames.get(dimension.key) ?? "";
      const uses = this.compiled.parameters.flatMap((parameter) =>
        parameter.axes.flatMap((axis, i) => (axis.key === dimension.key ? [{ name: this.name(parameter), axis: i }] : [])),
      );
      const [first, ...others] = [...uses.filter(({ axis }) => axis === 0), ...uses.filter(({ axis }) => axis > 0)];
      if (first === undefined) continue;
      const rows = first.axis > 0;
      if (others.length > 0 || rows || new RegExp(`\\b${size}\\b`).test(body))
        lines.push(`  const ${size} = ${first.name}${"[0]".repeat(first.axis)}${rows ? "?.length ?? 0" : ".length"};`);
      for (const { name, axis } of rows ? [first, ...others] : others) {
        if (axis === 0)
          refuse(`${name}.length !== ${size}`, `\`${name} has \${${name}.length} values, ${first.name} has \${${size}}\``);
        else refuse(`!${name}.every((row) => row.length === ${size})`, `\`every row of ${name} must have \${${size}} values\``);
      }
    }
    for (const parameter of this.compiled.parameters) {
      const test = TESTS[parameter.domain];
      const words = domainWords(parameter.domain);
      const name = this.name(parameter);
      if (test === undefined || words === null) continue;
      const all = [`!${name}.every((value) => ${test})`, `!${name}.every((row) => row.every((value) => ${test}))`];
      const single = test.replaceAll("value", name);
      const scalar = /^\w+(?:\.\w+\(\w+\))$/.test(single) ? `!${single}` : `!(${single})`;
      const condition = parameter.axes.length === 0 ? scalar : (all[parameter.axes.length - 1] ?? "false");
      const total = `Math.abs(${name}.reduce((total, value) => total + value, 0) - 1) > 1e-6`;
      if (parameter.domain === "simplex" && parameter.axes.length === 1)
        refuse(`${condition} || ${total}`, `"${name} must be ${words}"`);
      else refuse(condition, `"${name} must be ${words}"`);
    }
    return lines;
  }
}

const TESTS: Readonly<Partial<Record<Parameter["domain"], string>>> = {
  positive: "value > 0",
  unit: "value >= 0 && value <= 1",
  binary: "value === 0 || value === 1",
  simplex: "value >= 0",
  natural: "Number.isInteger(value) && value >= 0",
};

function typeOf({ axes }: Parameter): string {
  return axes.reduce((inner) => `readonly ${inner.startsWith("readonly") ? `(${inner})` : inner}[]`, "number");
}

function startsWithPower(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    if ("([".includes(text.charAt(i))) depth += 1;
    if (")]".includes(text.charAt(i))) depth -= 1;
    if (depth === 0 && text.charAt(i) === " ") return text.startsWith(" ** ", i);
  }
  return false;
}
