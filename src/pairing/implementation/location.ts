/** Looks for a name in a source text; nothing is evaluated. The first pattern that is found anywhere counts. */
type Patterns = (name: string) => readonly string[];

const declaration = (name: string): string =>
  `^[ \\t]*(?:export[ \\t]+)?(?:default[ \\t]+)?(?:declare[ \\t]+)?(?:abstract[ \\t]+)?(?:(?:async[ \\t]+)?function\\b[ \\t]*\\*?|const\\b|let\\b|var\\b|class\\b)[ \\t]*${name}(?![\\w$])`;

const javaScript: Patterns = (name) => [
  declaration(name),
  `^[ \\t]*(?:module\\.)?exports\\.${name}[ \\t]*=`,
  `^[ \\t]*(?:export[ \\t]+)?(?:const|let|var)\\b[^=]*[\\s,{[]${name}(?![\\w$])`,
  `^[ \\t]*export[ \\t]*(?:type[ \\t]*)?\\{[^}]*(?<![\\w$])${name}(?![\\w$])`,
  `^[ \\t]*module\\.exports[ \\t]*=[^]*?(?<![\\w$])${name}(?![\\w$])`,
];

const ofDefault: readonly string[] = [
  "^[ \\t]*export[ \\t]+default\\b",
  "^[ \\t]*export[ \\t]*\\{[^}]*\\bdefault\\b",
  "^[ \\t]*module\\.exports[ \\t]*=",
];

const python: Patterns = (name) => [
  `^(?:async[ \\t]+)?def[ \\t]+${name}\\b`,
  `^class[ \\t]+${name}\\b`,
  `^${name}\\b[^=\\n]*=(?!=)`,
  `^(?:from|import)\\b[^#\\n]*\\b${name}\\b`,
  `^[ \\t]+(?:(?:async[ \\t]+)?def[ \\t]+)?${name}\\b`,
];

const escaped = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** The line where an export stands, 1-based; null where the text does not show it. */
export function lineOfExport(text: string, name: string, language: "python" | "javascript"): number | null {
  const renamed = language === "python" ? null : localName(text, name);
  const patterns = [
    ...(renamed === null ? [] : [declaration(escaped(renamed))]),
    ...(language === "python" ? python(escaped(name)) : name === "default" ? ofDefault : javaScript(escaped(name))),
  ];
  for (const pattern of patterns) {
    const found = new RegExp(pattern, "mu").exec(text);
    if (found !== null) return lineAt(text, found.index);
  }
  return null;
}

/** `export { local as name }` */
function localName(text: string, name: string): string | null {
  const found = new RegExp(`\\{[^}]*?([\\w$]+)[ \\t]+as[ \\t]+${escaped(name)}(?![\\w$])`, "u").exec(text);
  return found?.[1] ?? null;
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split(/\r\n|\r|\n/).length;
