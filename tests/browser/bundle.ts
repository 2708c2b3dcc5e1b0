import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The sources of what package.json exports, by the name that a user imports it by. */
export function exported(): Readonly<Record<string, string>> {
  const { name, exports } = z
    .object({ name: z.string(), exports: z.record(z.string(), z.union([z.string(), z.object({ default: z.string() })])) })
    .parse(JSON.parse(readFileSync(`${root}package.json`, "utf8")));
  return Object.fromEntries(
    Object.entries(exports).flatMap(([path, file]) => {
      if (typeof file === "string") return [];
      return [[path.replace(".", name), file.default.replace(/^\.\/dist\/(.*)\.js$/u, `${root}src/$1.ts`)]];
    }),
  );
}

/** Scripts for a browser by the names of their files. */
export interface Bundle {
  readonly scripts: ReadonlyMap<string, string>;
  /** What a bundler complains of, and imports that it leaves to the browser, which knows no names of modules. */
  readonly complaints: readonly string[];
}

/** Scripts of their own, each of one source: a file, or text that imports as a user's does. */
export async function bundle(
  sources: Readonly<Record<string, { readonly file: string } | { readonly text: string }>>,
): Promise<Bundle> {
  const complaints: string[] = [];
  const texts = new Map(
    Object.entries(sources).flatMap(([name, own]) => ("text" in own ? [[`${root}${name}.js`, own.text]] : [])),
  );
  const build = await rolldown({
    input: Object.fromEntries(
      Object.entries(sources).map(([name, own]) => [name, "file" in own ? `${root}${own.file}` : `${root}${name}.js`]),
    ),
    platform: "browser",
    resolve: { alias: exported() },
    onLog: (level, { message }) => {
      if (level === "warn") complaints.push(message);
    },
    plugins: [
      {
        name: "texts",
        resolveId: (id) => (texts.has(id) ? id : null),
        load: (id) => texts.get(id) ?? null,
      },
    ],
  });
  const { output } = await build.generate({ chunkFileNames: "[name].js" });
  await build.close();
  const chunks = output.filter((own) => own.type === "chunk");
  const scripts = new Map(chunks.map(({ fileName, code }) => [fileName, code]));
  const imports = chunks.flatMap((own) => [...own.imports, ...own.dynamicImports]);
  return {
    scripts,
    complaints: [...complaints, ...imports.filter((file) => !scripts.has(file)).map((name) => `${name} is not in the bundle`)],
  };
}
