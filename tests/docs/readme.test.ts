import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Console, shownCommands } from "./console.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const pages = [
  "README.md",
  "proofs/README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

describe.each(pages)("%s", (page) => {
  test("shows what its commands print", async () => {
    const console = new Console(root, read);
    for (const { line, command, output } of shownCommands(read(page)))
      expect(await console.output(command), `${page}:${line}: ${command}`).toBe(output);
  });

  test("links to files that are there", () => {
    const links = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)\s]*)?\)/gu)].map((match) => match[1] ?? "");
    const local = links.filter((link) => !/^[a-z]+:/u.test(link));
    for (const link of local) expect(() => readdirOrFile(resolve(root, dirname(page), link)), `${page}: ${link}`).not.toThrow();
  });
});

test("the README shows commands at all", () => {
  expect(shownCommands(read("README.md")).filter(({ command }) => command.startsWith("qedmark check")).length).toBeGreaterThan(0);
});

test("a wrong output would be seen", async () => {
  const page = "```console\n$ qedmark --version\nqedmark 999\n```\n";
  const [shown] = shownCommands(page);
  expect(shown).toEqual({ line: 2, command: "qedmark --version", output: "qedmark 999" });
  expect(await new Console(root, read).output(shown?.command ?? "")).not.toBe(shown?.output);
});

function readdirOrFile(path: string): void {
  try {
    readdirSync(path);
  } catch {
    readFileSync(path);
  }
}
