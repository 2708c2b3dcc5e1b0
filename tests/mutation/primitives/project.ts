import { dirname, relative, resolve } from "node:path";
import ts from "typescript";
import { editsOf, edited, numbered } from "./mutants.js";
import type { Mutant } from "./mutants.js";
import type { Edit, Look } from "./place.js";

/** The folders whose builders are edited. */
const FOLDERS = ["src/probability", "src/tensor/graph", "src/tensor/gradients"];
const BUILDERS_MODULE = "src/tensor/index.ts";

/** Unused names are no mistake in a mutant: what used them was edited. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.NodeNext,
  types: ["node"],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: true,
  noEmit: true,
};

/** The files as TypeScript sees them, and its opinion of mutants. */
export class Project {
  readonly paths: readonly string[] = FOLDERS.flatMap((folder) => ts.sys.readDirectory(folder, [".ts"])).map((path) =>
    relative("", path),
  );
  private readonly host = ts.createCompilerHost(OPTIONS, true);
  private readonly parsed = new Map<string, ts.SourceFile | undefined>();
  private readonly program = this.programWith(null);

  file(path: string): ts.SourceFile {
    const file = this.program.getSourceFile(path);
    if (file === undefined) throw new Error(`there is no file ${path}`);
    return file;
  }

  mutants(): readonly Mutant[] {
    const checker = this.program.getTypeChecker();
    return numbered(
      this.paths.map((path) => {
        const file = this.file(path);
        return { path, edits: editsOf(file, lookAt(file, checker)) };
      }),
    );
  }

  /** Whether the file with the edit type-checks, and is another program than without it. */
  isProgram(mutant: Edit & { readonly path: string }): boolean {
    const builders = relative(dirname(mutant.path), BUILDERS_MODULE).replace(/\.ts$/u, ".js");
    const text = edited(this.file(mutant.path), mutant, builders.startsWith(".") ? builders : `./${builders}`);
    if (emitted(text) === emitted(this.file(mutant.path).text)) return false;
    const program = this.programWith({ path: mutant.path, text });
    const file = program.getSourceFile(mutant.path);
    if (file === undefined) return false;
    return program.getSyntacticDiagnostics(file).length + program.getSemanticDiagnostics(file).length === 0;
  }

  private programWith(changed: { readonly path: string; readonly text: string } | null): ts.Program {
    const read = (path: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined => {
      if (changed !== null && resolve(path) === resolve(changed.path))
        return ts.createSourceFile(path, changed.text, options, true);
      if (!this.parsed.has(path)) this.parsed.set(path, this.host.getSourceFile(path, options));
      return this.parsed.get(path);
    };
    const host: ts.CompilerHost = { ...this.host, getSourceFile: read };
    const before = changed === null ? undefined : this.program;
    return ts.createProgram({
      rootNames: this.paths,
      options: OPTIONS,
      host,
      ...(before === undefined ? {} : { oldProgram: before }),
    });
  }
}

function emitted(text: string): string {
  return ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2023, removeComments: true } }).outputText;
}

function lookAt(file: ts.SourceFile, checker: ts.TypeChecker): Look {
  const imported = new Map<string, string>();
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined && file.fileName.includes("tensor/graph/"))
      imported.set(statement.name.text, statement.name.text);
    if (ts.isVariableStatement(statement) && file.fileName.includes("tensor/graph/"))
      for (const { name } of statement.declarationList.declarations) imported.set(name.getText(), name.getText());
    if (
      !ts.isImportDeclaration(statement) ||
      !/tensor\/index|graph\/|elementwise|reductions/u.test(statement.moduleSpecifier.getText())
    )
      continue;
    const names = statement.importClause?.namedBindings;
    if (names === undefined || !ts.isNamedImports(names)) continue;
    for (const { name, propertyName } of names.elements) imported.set(name.text, propertyName?.text ?? name.text);
  }
  return {
    builderOf: (callee) => (ts.isIdentifier(callee) ? (imported.get(callee.text) ?? null) : null),
    typeOf: (node) => checker.typeToString(checker.getTypeAtLocation(node)),
  };
}
