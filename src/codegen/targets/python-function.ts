import { domainWords, generatedBy, oneLine, sourceOf, summaryOf } from "../documentation.js";
import type { Parameter } from "../expression.js";
import { docstring, type PythonCode } from "./python.js";
import { WIDTH } from "./python-layout.js";

/** What makes a Python function of one library differ from that of another. */
export interface Style {
  readonly imports: readonly string[];
  readonly argument: string;
  readonly returns: string;
  /** The type of an argument in the docstring. */
  readonly argumentWords: string;
  readonly returnWords: string;
  /** What is done with the arguments before anything else. */
  readonly prepare: (names: readonly string[]) => readonly string[];
  readonly check: (parameter: Parameter, name: string) => readonly string[];
}

export const SIZE_HELPER = `def _size(dimension, **shapes):
    """The size that all the shapes agree on."""
    sizes = {name: shape[0] if shape else None for name, shape in shapes.items()}
    if None in sizes.values() or len(set(sizes.values())) > 1:
        raise ValueError(f"{dimension} must be one size, not {sizes}")
    return next(iter(sizes.values()))`;

/** A module with one documented function, and the helpers that it needs. */
export function pythonModule(code: PythonCode, style: Style, version: string): string {
  const { compiled } = code;
  const names = compiled.parameters.map((parameter) => code.name(parameter));
  const result = code.result();
  const body = [
    ...style.prepare(names),
    ...sizes(code),
    ...compiled.parameters.flatMap((parameter) => style.check(parameter, code.name(parameter))),
    result,
  ];
  const lines = [
    ...signature(code.functionName, names, names.length === 0 ? { ...style, returns: "float" } : style),
    ...docstring(documentation(code, style, version)),
    ...body,
  ];
  const text = lines.join("\n");
  const parts = [
    style.imports.filter((line) => isImported(line, `${text}\n${code.helpers.written().join("\n")}`)).join("\n"),
    text,
    ...code.helpers.written(),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n\n")}\n`;
}

/** An import that nothing uses is left out. */
function isImported(line: string, text: string): boolean {
  const name = line.split(" ").at(-1) ?? "";
  return new RegExp(`\\b${name.replace(".", "\\.")}\\b`).test(text);
}

function signature(name: string, parameters: readonly string[], { argument, returns }: Style): readonly string[] {
  const list = parameters.map((parameter) => `${parameter}: ${argument}`);
  const line = `def ${name}(${list.join(", ")}) -> ${returns}:`;
  if (line.length <= WIDTH) return [line];
  const inside = `    ${list.join(", ")}`;
  const arguments_ = inside.length <= WIDTH ? [inside] : list.map((each) => `    ${each},`);
  return [`def ${name}(`, ...arguments_, `) -> ${returns}:`];
}

function documentation(code: PythonCode, style: Style, version: string): readonly string[] {
  const { compiled } = code;
  const parameters = compiled.parameters.flatMap((parameter) => {
    const words = domainWords(parameter.domain);
    return [
      `${code.name(parameter)} : ${style.argumentWords}, shape ${code.shapeText(parameter.axes)}`,
      `    ${describe(parameter, words)}`,
    ];
  });
  const shape = code.shapeText(compiled.output === null ? [] : [compiled.output.dimension]);
  const returns = compiled.parameters.length === 0 ? "float" : `${style.returnWords}, shape ${shape}`;
  return [
    summaryOf(compiled),
    "",
    `    ${oneLine(compiled.latex)}`,
    "",
    ...(compiled.parameters.length > 0 ? ["The axes before those named are the batch, and broadcast.", ""] : []),
    sourceOf(compiled),
    generatedBy(version),
    ...(parameters.length > 0 ? ["", "Parameters", "----------", ...parameters] : []),
    "",
    "Returns",
    "-------",
    returns,
  ];
}

const describe = (parameter: Parameter, words: string | null): string =>
  `${oneLine(parameter.latex)}${words === null ? "" : parameter.domain === "positive" ? ", positive" : `, ${words}`}`;

/** Sizes that the code names or that several arrays share. */
function sizes(code: PythonCode): readonly string[] {
  return code.dimensions().flatMap((dimension) => {
    const uses = code.usesOf(dimension);
    const named = code.namedSizes.has(dimension.key);
    if (uses.length < 2 && !named) return [];
    const name = code.sizeName(dimension);
    const target = named ? `${name} = ` : "";
    const [only] = uses;
    if (uses.length === 1 && only !== undefined) return [`    ${target}${only.name}.shape[${only.slice.split(":")[0] ?? ""}]`];
    code.helpers.use("_size");
    // An array with two axes of one dimension gives it twice.
    const given = uses.map(({ name: array, slice }, i) => {
      const again = uses.slice(0, i).filter((use) => use.name === array).length;
      return `${array}${again === 0 ? "" : `_${again + 1}`}=${array}.shape[${slice}]`;
    });
    const line = `    ${target}_size("${name}", ${given.join(", ")})`;
    if (line.length <= WIDTH) return [line];
    const inside = `        "${name}", ${given.join(", ")}`;
    if (inside.length <= WIDTH) return [`    ${target}_size(\n${inside}\n    )`];
    return [`    ${target}_size(\n${[`"${name}"`, ...given].map((each) => `        ${each},`).join("\n")}\n    )`];
  });
}
