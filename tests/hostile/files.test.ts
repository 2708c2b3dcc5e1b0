import { execFileSync } from "node:child_process";
import { link, mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runIn, withFolder } from "../cli/world.js";
import { expectComplaint, expectHarmless } from "./hostile.js";

const LATER = process.platform === "win32";

/** Every command that reads documents. `explain` is asked for a place in the document. */
const COMMANDS: readonly (readonly [name: string, argv: (path: string) => readonly string[]])[] = [
  ["check", (path) => ["check", path]],
  ["check --format json", (path) => ["check", "--format", "json", path]],
  ["explain", (path) => ["explain", `${path}:1`]],
  ["mutate", (path) => ["mutate", path]],
];

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

const BINARY = Uint8Array.from({ length: 4096 }, (_, i) => (i * 197 + 13) % 256);

/** Files that are no documents, and what is said of them behind their name. */
const UNREADABLE: readonly (readonly [name: string, content: Uint8Array, said: RegExp])[] = [
  [
    "a picture",
    bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0),
    /is no text \(byte 9 is NUL\): name a Markdown file/u,
  ],
  ["random bytes", BINARY, /is (?:no text|not UTF-8) \(.*\): /u],
  ["NUL bytes", new Uint8Array(1000), /is no text \(byte 1 is NUL\)/u],
  ["Latin-1", bytes(0x24, 0xe9, 0x3d, 0x31, 0x24), /is not UTF-8 \(at byte 2, line 1\): save it as UTF-8/u],
  ["UTF-16", bytes(0xff, 0xfe, 0x24, 0, 0x78, 0), /is UTF-16: save it as UTF-8/u],
  ["UTF-16 without its mark", bytes(0x24, 0, 0x78, 0, 0x24, 0), /is no text \(byte 2 is NUL\)/u],
  ["UTF-32", bytes(0xff, 0xfe, 0, 0, 0x24, 0, 0, 0), /is UTF-16: save it as UTF-8/u],
  ["an overlong encoding", bytes(0x24, 0xc0, 0xaf, 0x24), /is not UTF-8 \(at byte 2, line 1\)/u],
  ["a lone surrogate", bytes(0xed, 0xa0, 0x80), /is not UTF-8 \(at byte 1, line 1\)/u],
  ["a code point beyond the last", bytes(0x0a, 0xf4, 0x90, 0x80, 0x80), /is not UTF-8 \(at byte 2, line 2\)/u],
];

describe.each(COMMANDS)("%s", (_name, argv) => {
  it.each(UNREADABLE)("refuses %s in one line", async (_what, content, said) => {
    await withFolder({ "a.md": content }, async (folder) => {
      expectComplaint(await runIn(folder, argv("a.md")), said);
    });
  });

  it("refuses what is not there, what holds nothing, and a name that is too long", async () => {
    await withFolder({}, async (folder) => {
      await mkdir(join(folder, "empty.md"));
      expectComplaint(await runIn(folder, argv("nope.md")), "nope.md: no such file or folder: check the path");
      expectComplaint(await runIn(folder, argv("empty.md")), /^qedmark: empty\.md: holds no Markdown/u);
      expectComplaint(await runIn(folder, argv("a".repeat(5000))), /: the name is too long: choose a shorter one\n$/u);
    });
  });

  it.skipIf(LATER)("refuses a circle of links, a pipe and a device, without waiting", async () => {
    await withFolder({}, async (folder) => {
      await symlink("b.md", join(folder, "a.md"));
      await symlink("a.md", join(folder, "b.md"));
      execFileSync("mkfifo", [join(folder, "pipe.md")]);
      expectComplaint(await runIn(folder, argv("a.md")), "a.md: its symbolic links lead in a circle: name the file itself");
      for (const path of ["pipe.md", "/dev/null", "/dev/zero"])
        expectComplaint(await runIn(folder, argv(path)), /: a pipe, device or socket, not a file: /u);
    });
  });

  it("takes an empty file for a document without steps", async () => {
    await withFolder({ "a.md": "", "b.md": "\uFEFF", "c.md": "\n\n" }, async (folder) => {
      for (const path of ["a.md", "b.md", "c.md"]) {
        const ran = await runIn(folder, argv(path));
        if (argv(path)[0] === "explain") expectComplaint(ran, `${path}:1: no step stands here: the document has none`);
        else expect(ran).toMatchObject({ code: 0, err: "" });
      }
    });
  });
});

describe("an argument", () => {
  it("is no current folder when it is empty", async () => {
    await withFolder({ "a.md": "$a = b$" }, async (folder) => {
      const said = "an argument is empty: name files, folders or globs, or . for the current folder";
      expectComplaint(await runIn(folder, ["check", ""]), said);
      expectComplaint(await runIn(folder, ["mutate", ""]), said);
      expectComplaint(await runIn(folder, ["explain", "abc", ""]), said);
      expectComplaint(await runIn(folder, ["explain", ""]), /names no step/u);
    });
  });

  it.skipIf(process.platform !== "linux")("may be a name that is no UTF-8, which is said", async () => {
    await withFolder({}, async (folder) => {
      execFileSync("sh", ["-c", "printf x > \"$(printf 'a\\377.md')\""], { cwd: folder });
      expectComplaint(await runIn(folder, ["check"]), "a\uFFFD.md: a name that is not UTF-8: rename it");
    });
  });

  it.skipIf(LATER)("may be a name that steers a terminal, shown harmlessly", async () => {
    const names = ["a\u001b[31mb.md", "a\nb.md", "a\u202eb.md", "::error::a.md", "-a.md", "$(reboot).md", "a'b.md"];
    await withFolder(Object.fromEntries(names.map((name) => [name, "a = b !refuted\n"])), async (folder) => {
      const all = await runIn(folder, ["check"]);
      expect(all).toMatchObject({ code: 1, err: "" });
      expectHarmless(all.out);
      // Replaying must not run what stands in a name.
      expect(all.out).toContain("qedmark explain '$(reboot).md#a-b'");
      for (const name of names) {
        for (const format of ["pretty", "markdown", "json"]) {
          const { code, out } = await runIn(folder, ["check", "--format", format, "--", name]);
          expect(code).toBe(1);
          expectHarmless(out);
        }
        expectComplaint(await runIn(folder, ["check", "--", `${name}.gone`]), /: (?:no such file|matches no Markdown)/u);
      }
    });
  });

  it("names all that is wrong, and checks nothing", async () => {
    await withFolder({ "a.md": "a = b\n", "b.md": bytes(0), "c.md": bytes(0xff) }, async (folder) => {
      const { code, out, err } = await runIn(folder, ["check", "a.md", "b.md", "c.md"]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err.split("\n").map((line) => line.slice(0, 13))).toEqual(["qedmark: b.md", "qedmark: c.md", ""]);
    });
  });
});

describe("an output", () => {
  const DOCUMENT = "a = b\n";

  it.skipIf(LATER)("never overwrites an input, by whatever name", async () => {
    await withFolder({ "in.md": DOCUMENT, "sub/x.md": DOCUMENT }, async (folder) => {
      await symlink("in.md", join(folder, "link.txt"));
      await link(join(folder, "in.md"), join(folder, "hard.txt"));
      await symlink(".", join(folder, "here"));
      for (const out of ["in.md", "./in.md", "sub/../in.md", "link.txt", "hard.txt", "here/in.md", join(folder, "in.md")])
        expectComplaint(
          await runIn(folder, ["check", "in.md", "--out", out]),
          `--out ${out}: is the document in.md, which would be overwritten: choose another file`,
        );
      expectComplaint(await runIn(folder, ["check", ".", "--out", "sub/x.md"]), /is the document sub\/x\.md/u);
      expect(await readFile(join(folder, "in.md"), "utf8")).toBe(DOCUMENT);
    });
  });

  it.skipIf(process.platform !== "linux")("that cannot be written is said, and leaves nothing behind", async () => {
    await withFolder({ "in.md": DOCUMENT }, async (folder) => {
      await mkdir(join(folder, "folder"));
      const check = async (out: string): Promise<Awaited<ReturnType<typeof runIn>>> =>
        runIn(folder, ["check", "in.md", "--out", out]);
      expectComplaint(await check("gone/x.txt"), "--out gone/x.txt: no such file or folder: check the path");
      expectComplaint(await check("folder"), "--out folder: is a folder: name a file");
      expectComplaint(await check("in.md/x.txt"), /a part of the path is a file/u);
      expectComplaint(await check(""), "--out: the file name is empty: name a file");
      expectComplaint(await check("/dev/full"), "--out /dev/full: the disk is full: free some space");
      expectComplaint(await check("a".repeat(300)), /the name is too long/u);
      expect(execFileSync("ls", ["-A", folder], { encoding: "utf8" })).toBe("folder\nin.md\n");
    });
  });
});
