import { describe, expect, it } from "vitest";
import { runIn, withFolder } from "../cli/world.js";

const DOCUMENT = `The encoder is $q(z|x) = \\prod_{k=1}^d \\mathcal{N}(z_k; \\mu_k(x), \\sigma_k^2(x))$ and the prior
$p(z) = \\prod_{k=1}^d \\mathcal{N}(z_k; 0, 1)$.

$$
KL(q(z|x) \\| p(z)) = \\frac12 \\sum_{k=1}^d \\left(\\mu_k^2(x) + \\sigma_k^2(x) - \\log \\sigma_k^2(x) - 1\\right)
$$
`;
const declaring = (yaml: string): string => `---\n${yaml}\n---\n${DOCUMENT}`;
const CODE = `export const kl = (mu, sigma) => mu.reduce((sum, m, k) => sum + (m * m + sigma[k] ** 2 - Math.log(sigma[k] ** 2) - 1) / 2, 0);
export const twice = (mu, sigma) => 2 * kl(mu, sigma);
export function hangs(mu, sigma) { for (;;); }
export const loud = (mu, sigma) => { console.log("step 1"); return kl(mu, sigma); };
export const throws = (mu, sigma) => { throw new RangeError("no data"); };
export const constant = 3;
`;
const ALLOWED = JSON.stringify({ qedmark: { implementations: { "code/": {} } } });
const files = { "homework.md": DOCUMENT, "kl.mjs": CODE };

describe("qedmark pair", () => {
  it("compares a document with the function named", async () => {
    await withFolder(files, async (folder) => {
      const ran = await runIn(folder, ["pair", "homework.md", "--implementation", "./kl.mjs#kl", "--budget", "quick"]);
      expect(ran).toMatchObject({ code: 0, err: "" });
      expect(ran.out).toMatch(/✓ \.\/kl\.mjs#kl +5 /u);
      expect(ran.out).toContain("The pair holds at every input tried.");
    });
  });

  it("says which line the code contradicts, and at which input", async () => {
    await withFolder(files, async (folder) => {
      const ran = await runIn(folder, ["pair", "homework.md", "--implementation", "./kl.mjs#twice", "--budget", "quick"]);
      expect(ran.code).toBe(1);
      expect(ran.out.split("\n").slice(0, 6)).toEqual([
        "✗ homework.md:5 KL(q(z|x) \\| p(z)) and ./kl.mjs#twice, line 2: the code does not compute the formula",
        "    at d = 1, \\mu_{1}(x) = 1, \\sigma_{1}(x) = 1",
        "    given mu = [1], sigma = [1]",
        "    the formula is 0.5, the code gives 1",
        "    It contradicts line 5.",
        "    Most likely: the code has twice the value at every input.",
      ]);
      const json = await runIn(folder, [
        "pair",
        "homework.md",
        "--implementation",
        "./kl.mjs#twice",
        "--format",
        "json",
        "--budget",
        "quick",
      ]);
      expect(JSON.parse(json.out)).toMatchObject({
        schema: 1,
        pairs: [{ path: "homework.md", line: 5, function: "./kl.mjs#twice", functionLine: 2, verdict: "contradicts" }],
        summary: { pairs: 1, hold: 0, contradict: 1 },
      });
    });
  });

  it("prints the same bytes for the same seed", async () => {
    await withFolder(files, async (folder) => {
      const once = (): Promise<{ readonly out: string }> =>
        runIn(folder, [
          "pair",
          "homework.md",
          "--implementation",
          "./kl.mjs#kl",
          "--format",
          "json",
          "--seed",
          "7",
          "--budget",
          "quick",
        ]);
      expect((await once()).out).toBe((await once()).out);
    });
  });

  it.each([
    ["throws", /kl\.mjs#throws, line 5: RangeError: no data \(line 5\)/u],
    ["hangs", /kl\.mjs#hangs, line 3: took longer than 5 s/u],
  ])("reports a function that %s", async (name, message) => {
    await withFolder(files, async (folder) => {
      const ran = await runIn(folder, ["pair", "homework.md", "--implementation", `./kl.mjs#${name}`, "--budget", "quick"]);
      expect(ran.code).toBe(1);
      expect(ran.out).toMatch(message);
    });
  });

  it("tells what the code prints", async () => {
    await withFolder(files, async (folder) => {
      const ran = await runIn(folder, ["pair", "homework.md", "--implementation", "./kl.mjs#loud", "--budget", "quick"]);
      expect(ran.code).toBe(0);
      expect(ran.out).toContain("./kl.mjs#loud: the code prints: step 1.");
    });
  });

  it.each([
    [["--implementation", "./kl.mjs"], "./kl.mjs: names no function: write the file, # and the function's name, as in kl.mjs#kl"],
    [["--implementation", "./none.mjs#kl"], "qedmark: ./none.mjs: no such file or folder: check the path"],
    [["--implementation", "./kl.mjs#none"], "qedmark: ./kl.mjs: has no export none: it has hangs, kl, loud, throws, twice"],
    [
      ["--implementation", "./kl.mjs#constant"],
      "qedmark: ./kl.mjs:6: constant is a value of type number, not a function: name a function",
    ],
    [["--formula", "x"], "--formula and --arguments: belong to --implementation: name the function too"],
    [[], "homework.md: no document names an implementation in its front matter: name one with --implementation FILE#NAME"],
  ])("refuses %j in one line", async (options, message) => {
    await withFolder(files, async (folder) => {
      const ran = await runIn(folder, ["pair", "homework.md", ...options]);
      expect(ran.code).toBe(2);
      expect(ran.out).toBe("");
      expect(ran.err).toContain(message);
      expect(ran.err.trimEnd()).not.toContain("\n");
    });
  });

  it.each([
    [["--formula", "KL(q(z|x) \\| \\nu(z))"], "the document has no formula"],
    [["--formula", "\\mu_1(x) + 3"], "the document has no formula"],
    [["--formula", "\\frac{"], "is not understood"],
    [["--arguments", "\\mu(x); \\frac"], "the argument \\frac is not understood"],
    [
      ["--arguments", "\\mu(x); \\log \\tau"],
      "the argument \\log \\tau has the letter \\tau, which the formula KL(q(z|x) \\| p(z)) does not have",
    ],
  ])("cannot compare with %j, and says why", async (options, message) => {
    await withFolder(files, async (folder) => {
      const ran = await runIn(folder, ["pair", "homework.md", "--implementation", "./kl.mjs#kl", ...options]);
      expect(ran.code).toBe(1);
      expect(ran.out.replace(/\s+/gu, " ")).toContain(message);
    });
  });
});

describe("a document's front matter", () => {
  const declared =
    "implementation: { function: code/kl.mjs#kl, arguments: [$\\mu(x)$, $\\sigma(x)$], formula: 'KL(q(z|x) \\| p(z))' }";

  it("names code that the project allows", async () => {
    const project = { "package.json": ALLOWED, "code/kl.mjs": CODE, "notes/a.md": declaring(declared) };
    await withFolder(project, async (folder) => {
      const ran = await runIn(folder, ["pair", "notes", "--budget", "quick", "--check"]);
      expect(ran).toMatchObject({ code: 0, err: "" });
      expect(ran.out).toMatch(/notes\/a\.md {2}3 steps:/u);
      expect(ran.out).toMatch(/✓ code\/kl\.mjs#kl/u);
    });
  });

  const refusals: readonly (readonly [string, Readonly<Record<string, string>>, string, string])[] = [
    ["no package.json allows it", {}, "code/kl.mjs#kl", "no package.json above the document allows code to run"],
    [
      "a package.json allows nothing",
      { "package.json": "{}" },
      "code/kl.mjs#kl",
      "no package.json above the document allows code to run",
    ],
    [
      "it lies in another folder",
      { "package.json": ALLOWED, "other/kl.mjs": CODE },
      "other/kl.mjs#kl",
      "package.json allows code below code/ only",
    ],
    ["it lies outside the project", { "package.json": ALLOWED }, "../../etc/kl.mjs#kl", "lies outside the project"],
    ["its path is absolute", { "package.json": ALLOWED }, "/etc/kl.mjs#kl", "lies outside the project"],
    ["it is not there", { "package.json": ALLOWED }, "code/none.mjs#kl", "no such file: check the path"],
    ["it names no function", { "package.json": ALLOWED }, "code/kl.mjs", "names no function"],
  ];
  it.each(refusals)("names code in vain where %s", async (_, project, path, message) => {
    const text = declaring(declared.replace("code/kl.mjs#kl", path));
    await withFolder({ ...project, "code/kl.mjs": CODE, "a.md": text }, async (folder) => {
      const ran = await runIn(folder, ["pair", "a.md", "--budget", "quick"]);
      expect(ran.code).toBe(1);
      expect(ran.out.replace(/\s+/gu, " ")).toContain(message);
    });
  });

  it("may narrow the numbers that letters are drawn from, within their domains", async () => {
    const overflowing = `export const kl = (mu, sigma) => mu.reduce((sum, m, k) => sum + (m * m + sigma[k] ** 40 / sigma[k] ** 38 - Math.log(sigma[k] ** 2) - 1) / 2, 0);\n`;
    const at = async (ranges: string): Promise<{ readonly code: number; readonly out: string }> => {
      const text = declaring(declared.replace(" }", `, ranges: { ${ranges} } }`));
      const project = { "package.json": ALLOWED, "code/kl.mjs": overflowing, "a.md": text };
      return await withFolder(project, (folder) => runIn(folder, ["pair", "a.md", "--budget", "quick"]));
    };
    expect((await at("\\mu: [-3, 3]")).out).toContain("it overflows");
    expect((await at("\\sigma: [1e-2, 1e2]")).code).toBe(0);
    expect((await at("\\sigma: [-1, 1]")).out.replace(/\s+/gu, " ")).toContain(
      "the range of \\sigma, from -1 to 1, leaves its domain: it is positive",
    );
  });

  it("never makes standard input run code", async () => {
    await withFolder({ "package.json": ALLOWED, "code/kl.mjs": CODE }, async (folder) => {
      const ran = await runIn(folder, ["pair", "-"], { input: declaring(declared) });
      expect(ran.code).toBe(1);
      expect(ran.out.replace(/\s+/gu, " ")).toContain("code that standard input names is never run");
    });
  });
});
