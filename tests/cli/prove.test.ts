import { mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runIn, withFolder, type Ran } from "./world.js";

const DOCUMENT = "$$\n\\log p(x) = \\log p(x) \\int q(z|x)\\,dz\n$$\n\n$$\na^2 - b^2 = (a - b)(a + b)\n$$\n";
const PROVED = /^notes\/a\.md: 2 of 2 steps proved/u;

interface World {
  readonly prove: (...argv: readonly string[]) => Promise<Ran>;
  readonly read: (path: string) => Promise<string>;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly at: (path: string) => string;
}

/** A folder with one document and an empty folder for its certificates. */
async function inWorld<T>(body: (world: World) => Promise<T>, document = DOCUMENT): Promise<T> {
  return await withFolder({ "notes/a.md": document }, async (folder) => {
    const at = (path: string): string => join(folder, path);
    await mkdir(at("proofs"));
    return await body({
      at,
      prove: (...argv) => runIn(folder, ["prove", ...argv]),
      read: (path) => readFile(at(path), "utf8"),
      write: (path, text) => writeFile(at(path), text),
    });
  });
}

describe("qedmark prove", () => {
  test("finds certificates, keeps them in a file beside the documents, and replays them", async () => {
    await inWorld(async ({ prove, read }) => {
      const lacking = await prove("notes");
      expect(lacking.code).toBe(1);
      expect(lacking.out).toMatch(
        /^notes\/a\.md: 0 of 2 steps proved\n {2}proofs\/a\.json: step \w+ \(notes\/a\.md:2\): has no certificate: qedmark prove --update notes\/a\.md\n {2}proofs\/a\.json: step \w+ \(notes\/a\.md:6\)/u,
      );
      expect(await prove("notes", "--update")).toEqual({
        code: 0,
        out: "notes/a.md: 2 of 2 steps proved; proofs/a.json: 2 new\n",
        err: "",
      });
      expect(await read("proofs/a.json")).toContain(
        '{ "rule": "algebra", "at": [], "terms": ["(* (+ a() (* -1 b())) (+ a() b()))"],\n',
      );
      expect(await prove("notes")).toEqual({ code: 0, out: "notes/a.md: 2 of 2 steps proved\n", err: "" });
    });
  });

  test("keeps what still holds as it is", async () => {
    await inWorld(async ({ prove, read, write, at }) => {
      await prove("notes", "--update");
      const text = JSON.stringify(JSON.parse(await read("proofs/a.json")));
      await write("proofs/a.json", text);
      const before = await stat(at("proofs/a.json"));
      expect(await prove("notes", "--update")).toEqual({ code: 0, out: "notes/a.md: 2 of 2 steps proved\n", err: "" });
      expect(await read("proofs/a.json")).toBe(text);
      expect((await stat(at("proofs/a.json"))).ino).toBe(before.ino);
    });
  });

  test("keeps a proof that no search would find for what the step means now", async () => {
    await inWorld(async ({ prove, read, write }) => {
      await prove("notes", "--update");
      const text = (await read("proofs/a.json")).replace('{ "rule": "algebra",', '{ "rule": "algebra", "because": "by hand",');
      expect(text).toContain("by hand");
      await write("proofs/a.json", text);
      // The same step, written otherwise: another id, the same meaning.
      await write("notes/a.md", DOCUMENT.replace("\\int q(z|x)\\,dz", "\\int q(z \\mid x) \\, dz"));
      expect((await prove("notes")).out).toMatch(/the document makes no such claim any more \(no-such-step\)\n/u);
      expect((await prove("notes", "--update")).out).toMatch(/2 of 2 steps proved; proofs\/a\.json: 1 new, 1 dropped\n$/u);
      expect(await read("proofs/a.json")).toContain("by hand");
      expect((await prove("notes")).code).toBe(0);
    });
  });

  test("drops the certificate of a step that is gone", async () => {
    await inWorld(async ({ prove, read, write }) => {
      await prove("notes", "--update");
      await write("notes/a.md", DOCUMENT.slice(0, DOCUMENT.indexOf("$$\na^2")));
      const { code, out } = await prove("notes");
      expect(code).toBe(1);
      expect(out).toMatch(
        /^notes\/a\.md: 1 of 1 steps proved\n {2}proofs\/a\.json: step \w+: the document makes no such claim any more \(no-such-step\)\n$/u,
      );
      expect((await prove("notes", "--update")).out).toBe("notes/a.md: 1 of 1 steps proved; proofs/a.json: 1 dropped\n");
      expect(await read("proofs/a.json")).not.toContain("a^2");
    });
  });

  test("says file, step and line of a certificate that does not hold, and mends it", async () => {
    await inWorld(async ({ prove, read, write }) => {
      await prove("notes", "--update");
      const text = await read("proofs/a.json");
      await write("proofs/a.json", text.replace('"rule": "algebra"', '"rule": "belief"'));
      const { code, out } = await prove("notes");
      expect(code).toBe(1);
      expect(out).toMatch(
        /^notes\/a\.md: 1 of 2 steps proved\n {2}proofs\/a\.json: step \w+ \(notes\/a\.md:2\): line 1: there is no rule belief \(no-such-rule\)\n$/u,
      );
      expect((await prove("notes", "--update")).out).toMatch(PROVED);
      expect(await read("proofs/a.json")).toBe(text);
    });
  });

  test("does not take a certificate for that of a step with another meaning", async () => {
    await inWorld(async ({ prove, read, write }) => {
      await prove("notes", "--update");
      const certificate = await read("proofs/a.json");
      const declared = "---\nlabel: a\ntitle: A\nsymbols:\n  a: { sort: scalar, domain: positive }\n---\n\n";
      await write("notes/a.md", declared + DOCUMENT);
      const { code, out } = await prove("notes");
      expect(code).toBe(1);
      expect(out).toMatch(
        /step \w+ \(notes\/a\.md:13\): fact 0 is not what the document presupposes there \(other-statement\)\n/u,
      );
      expect((await prove("notes", "--update")).out).toMatch(/1 new\n$/u);
      expect(await read("proofs/a.json")).not.toBe(certificate);
      expect((await prove("notes")).code).toBe(0);
    });
  });

  test("loses aloud what can be proved no more", async () => {
    const declared = "---\nlabel: a\ntitle: A\nsymbols:\n  a: { sort: scalar, domain: positive }\n---\n\n";
    const root = "$$\n\\sqrt{a^2} = a\n$$\n";
    await inWorld(async ({ prove, read, write }) => {
      expect((await prove("notes", "--update")).out).toMatch(/1 of 1 steps proved/u);
      await write("notes/a.md", root);
      const { code, out } = await prove("notes", "--update");
      expect(code).toBe(1);
      expect(out).toMatch(
        /^notes\/a\.md: 0 of 1 steps proved\n {2}proofs\/a\.json: step \w+ \(notes\/a\.md:2\): fact 0 is presupposed by nothing in the document \(other-statement\)\n$/u,
      );
      expect(await read("proofs/a.json")).toBe('{\n  "schema": 1,\n  "steps": []\n}\n');
      expect((await prove("notes", "--update")).code).toBe(0);
    }, declared + root);
  });

  test("leaves a file alone that it cannot read", async () => {
    await inWorld(async ({ prove, read, write }) => {
      await write("proofs/a.json", "<<<<<<< ours\n");
      const { code, out } = await prove("notes");
      expect([code, out]).toEqual([
        1,
        expect.stringMatching(/\n {2}proofs\/a\.json: the file is not JSON( from line 1 on)? \(malformed\)\n$/u),
      ]);
      const again = await prove("notes", "--update");
      expect([again.code, again.out]).toEqual([1, expect.stringMatching(/\(malformed\): remove it to have it written anew\n$/u)]);
      expect(await read("proofs/a.json")).toBe("<<<<<<< ours\n");
    });
  });

  test("takes another folder", async () => {
    await inWorld(async ({ prove, read }) => {
      expect((await prove("notes", "--update", "--proofs", "kept/here")).out).toContain("kept/here/a.json: 2 new\n");
      expect((await prove("notes", "--proofs", "kept/here")).code).toBe(0);
      expect(JSON.parse(await read("kept/here/a.json"))).toMatchObject({ schema: 1 });
    });
  });

  test("writes to where a link leads", async () => {
    await inWorld(async ({ prove, read, write, at }) => {
      await write("elsewhere.json", '{ "schema": 1, "steps": [] }');
      await symlink(at("elsewhere.json"), at("proofs/a.json"));
      expect((await prove("notes", "--update")).code).toBe(0);
      expect(await read("elsewhere.json")).toContain('"rule"');
    });
  });

  test("has nothing to say of a step that is refuted", async () => {
    await inWorld(async ({ prove }) => {
      expect(await prove("notes", "--update")).toEqual({ code: 0, out: "notes/a.md: 0 of 1 steps proved\n", err: "" });
      expect((await prove("notes")).code).toBe(0);
    }, "$$\na + b = a - b\n$$\n");
  });

  test.each([
    [["-"], "prove -: what comes from standard input has no certificates: name a file"],
    [["nowhere.md"], "nowhere.md: no such file or folder: check the path"],
    [["notes", "--proofs"], "option '--proofs <folder>' argument missing; qedmark --help lists what there is"],
  ])("refuses %j", async (argv, message) => {
    await inWorld(async ({ prove }) => {
      expect(await prove(...argv)).toEqual({ code: 2, out: "", err: `qedmark: ${message}\n` });
    });
  });

  test("refuses two documents with one certificate file", async () => {
    await inWorld(async ({ prove, write }) => {
      await write("notes/a.markdown", DOCUMENT);
      expect(await prove("notes")).toMatchObject({
        code: 2,
        err: "qedmark: proofs/a.json: would be the certificate file of notes/a.markdown and of notes/a.md: rename one\n",
      });
    });
  });

  test("refuses to make a folder that nobody named", async () => {
    await withFolder({ "elsewhere/notes/a.md": DOCUMENT }, async (folder) => {
      const { code, err } = await runIn(folder, ["prove", "elsewhere/notes", "--update"]);
      expect([code, err]).toEqual([2, "qedmark: elsewhere/proofs/a.json: no such file or folder: check the path\n"]);
    });
  });

  test.runIf(process.env.QEDMARK_FULL === "1")("finds every certificate of the project in order", async () => {
    const { code, out } = await runIn(fileURLToPath(new URL("../..", import.meta.url)), ["prove", "derivations"]);
    expect([code, out.split("\n").filter((line) => !/^derivations\/[\w-]+\.md: (\d+) of \1 steps proved$/u.test(line))]).toEqual([
      0,
      [""],
    ]);
  });
});
