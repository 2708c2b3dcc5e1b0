import { chmod, link, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RequestError } from "../../src/cli/errors.js";
import { findDocuments } from "../../src/cli/files.js";
import { withFolder } from "./world.js";

const TREE = {
  "b.md": "",
  "a.markdown": "",
  "C.MD": "",
  "notes.txt": "",
  "sub/z.md": "",
  "sub/deep/y.md": "",
  "sub/node_modules/x.md": "",
  ".hidden/w.md": "",
  "sub/.v.md": "",
  "we[i]rd.md": "",
};

const found = async (folder: string, ...given: readonly string[]): Promise<readonly string[]> =>
  (await findDocuments(given, folder)).documents.map(({ path }) => path);

const problems = async (folder: string, ...given: readonly string[]): Promise<readonly string[]> => {
  try {
    await findDocuments(given, folder);
  } catch (error) {
    if (error instanceof RequestError) return error.problems;
    throw error;
  }
  return [];
};

describe("findDocuments", () => {
  it("takes all Markdown below a folder, sorted, without node_modules and dot names", async () => {
    await withFolder(TREE, async (folder) => {
      const all = ["C.MD", "a.markdown", "b.md", "sub/deep/y.md", "sub/z.md", "we[i]rd.md"];
      expect(await found(folder)).toEqual(all);
      expect(await found(folder, ".")).toEqual(all);
      expect(await found(folder, "./sub/")).toEqual(["sub/deep/y.md", "sub/z.md"]);
      expect(await found(folder, join(folder, "sub", "deep"))).toEqual([join(folder, "sub/deep/y.md")]);
      expect(await found(folder, ".hidden", "sub/node_modules")).toEqual([".hidden/w.md", "sub/node_modules/x.md"]);
    });
  });

  it("keeps the order of the arguments and takes nothing twice", async () => {
    await withFolder(TREE, async (folder) => {
      expect(await found(folder, "sub/z.md", "b.md", "./b.md", "sub", "-", "-")).toEqual([
        "sub/z.md",
        "b.md",
        "sub/deep/y.md",
        "-",
      ]);
    });
  });

  it("takes a file that is named whatever its name", async () => {
    await withFolder(TREE, async (folder) => {
      expect(await found(folder, "notes.txt", "we[i]rd.md", "sub/.v.md")).toEqual(["notes.txt", "we[i]rd.md", "sub/.v.md"]);
    });
  });

  it("expands globs, to Markdown only", async () => {
    await withFolder(TREE, async (folder) => {
      expect(await found(folder, "*")).toEqual(["a.markdown", "b.md", "C.MD", "we[i]rd.md"].sort());
      expect(await found(folder, "**/*.md")).toEqual(["b.md", "sub/deep/y.md", "sub/z.md", "we[i]rd.md"]);
      expect(await found(folder, `${folder}/sub/{z,q}.md`)).toEqual([`${folder}/sub/z.md`]);
      expect(await problems(folder, "*.nothing")).toEqual([
        "*.nothing: matches no Markdown (*.md, *.markdown): check the pattern",
      ]);
    });
  });

  it("follows symbolic links, and their circles once", async () => {
    await withFolder(TREE, async (folder) => {
      await symlink("..", join(folder, "sub/up"));
      await symlink(join(folder, "sub"), join(folder, "sub/self"));
      await symlink("../b.md", join(folder, "sub/link.md"));
      await symlink("sub/deep", join(folder, "alias"));
      const paths = await found(folder, "sub");
      expect(paths).toEqual(expect.arrayContaining(["sub/link.md", "sub/up/a.markdown"]));
      expect(paths.filter((path) => path.endsWith("z.md"))).toHaveLength(1);
      expect(await found(folder, "alias", "sub/deep")).toEqual(["alias/y.md"]);
    });
  });

  it("sees in two hard links two documents", async () => {
    await withFolder({ "a.md": "" }, async (folder) => {
      await link(join(folder, "a.md"), join(folder, "b.md"));
      expect(await found(folder)).toEqual(["a.md", "b.md"]);
    });
  });

  it("names everything that is wrong", async () => {
    await withFolder({ "a.md": "", "plain.txt": "" }, async (folder) => {
      await mkdir(join(folder, "empty"));
      await symlink("nowhere.md", join(folder, "dangling.md"));
      await symlink("circle.md", join(folder, "circle.md"));
      expect(await problems(folder, "missing.md", "empty", "a.md/b.md", "dangling.md", "circle.md", "a.md")).toEqual([
        "missing.md: no such file or folder: check the path",
        "empty: holds no Markdown (*.md, *.markdown): name files, folders or globs",
        "a.md/b.md: a part of the path is a file, not a folder: check the path",
        "dangling.md: no such file or folder: check the path",
        "circle.md: its symbolic links lead in a circle: name the file itself",
      ]);
    });
  });

  it.skipIf(process.getuid?.() === 0)("says that a folder may not be read", async () => {
    await withFolder({ "closed/a.md": "" }, async (folder) => {
      await chmod(join(folder, "closed"), 0);
      expect(await problems(folder)).toEqual(["closed: no permission: change its permissions or choose another"]);
      await chmod(join(folder, "closed"), 0o700);
    });
  });
});
