import { execFileSync } from "node:child_process";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstInvalidByte } from "../../src/cli/utf8.js";
import { runIn, withFolder } from "./world.js";

describe("reading a document", () => {
  it.each<[string, readonly number[], string]>([
    ["UTF-16", [0xff, 0xfe, 97, 0], "is UTF-16: save it as UTF-8"],
    ["UTF-16, big end first", [0xfe, 0xff, 0, 97], "is UTF-16: save it as UTF-8"],
    ["NUL", [97, 98, 0], "is no text (byte 3 is NUL): name a Markdown file"],
    ["Latin-1", [97, 10, 98, 0xe9, 10], "is not UTF-8 (at byte 4, line 2): save it as UTF-8"],
    ["a cut character", [0xe5, 0x8f], "is not UTF-8 (at byte 1, line 1): save it as UTF-8"],
  ])("refuses %s", async (_name, bytes, complaint) => {
    await withFolder({ "a.md": new Uint8Array(bytes) }, async (folder) => {
      expect(await runIn(folder, ["check", "a.md"])).toEqual({ code: 2, out: "", err: `qedmark: a.md: ${complaint}\n` });
      const input = await runIn(folder, ["check", "-"], { input: new Uint8Array(bytes) });
      expect(input.err).toBe(`qedmark: standard input: ${complaint}\n`);
    });
  });

  it("refuses a file of a gigabyte before it is read", async () => {
    await withFolder({ "big.md": "" }, async (folder) => {
      await truncate(join(folder, "big.md"), 1024 ** 3);
      expect((await runIn(folder, ["check", "big.md"])).err).toBe("qedmark: big.md: larger than 64 MB: split the document\n");
    });
  });

  it.skipIf(process.platform === "win32")("refuses pipes and devices without waiting for them", async () => {
    await withFolder({}, async (folder) => {
      execFileSync("mkfifo", [join(folder, "pipe.md")]);
      for (const [given, name] of [
        ["pipe.md", "pipe.md"],
        [".", "pipe.md"],
        ["/dev/zero", "/dev/zero"],
      ] as const)
        expect(await runIn(folder, ["check", given])).toEqual({
          code: 2,
          out: "",
          err: `qedmark: ${name}: a pipe, device or socket, not a file: give its content on standard input, with - for the file\n`,
        });
    });
  });
});

describe("firstInvalidByte", () => {
  const isValid = (bytes: Uint8Array): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      return true;
    } catch {
      return false;
    }
  };

  it("finds none in any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(firstInvalidByte(new TextEncoder().encode(text))).toBeNull();
      }),
    );
  });

  it("finds the end of the longest text that the bytes begin with", () => {
    // Bytes near the borders of the encoding are frequent.
    const byte = fc.oneof(
      fc.constantFrom(0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff),
      fc.nat(255),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 8 }), (values) => {
        const bytes = Uint8Array.from(values);
        const invalid = firstInvalidByte(bytes);
        expect(invalid === null).toBe(isValid(bytes));
        if (invalid !== null) {
          expect(isValid(bytes.subarray(0, invalid))).toBe(true);
          for (let end = invalid + 1; end <= bytes.length; end++) expect(isValid(bytes.subarray(invalid, end))).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
