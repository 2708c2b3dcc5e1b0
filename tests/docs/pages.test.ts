import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Console, refreshed } from "./console.js";

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
  // A page is the snapshot of itself: `npx vitest run tests/docs -u` brings the outputs in it up to date.
  test("shows what its commands print", async () => {
    const now = await refreshed(read(page), new Console(root, read));
    await expect(now).toMatchFileSnapshot(join(root, page));
  });

  test("links to what is there", () => {
    const links = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)\s]*)?\)/gu)].map((match) => match[1] ?? "");
    const local = links.filter((link) => !/^[a-z]+:/u.test(link));
    expect(local.filter((link) => !existsSync(resolve(root, dirname(page), link)))).toEqual([]);
  });
});

describe("a page's commands", () => {
  test("stand in the README", () => {
    expect(read("README.md")).toMatch(/^```console\n\$ qedmark check /mu);
  });

  test("replace an output that is out of date, and nothing else", async () => {
    const page = "before\n\n```console\n$ qedmark nonsense\nall is well\n\n$ echo $?\n0\n```\n\n```text\n$ echo $?\n0\n```\n";
    const now = await refreshed(page, new Console(root, read));
    expect(now).toBe(
      "before\n\n```console\n$ qedmark nonsense\nqedmark: unknown command 'nonsense'; qedmark --help lists what there is\n\n$ echo $?\n2\n```\n\n```text\n$ echo $?\n0\n```\n",
    );
  });
});
