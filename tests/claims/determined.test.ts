import { describe, expect, it } from "vitest";
import { areDetermined, type Conditional } from "../../src/claims/determined.js";

/** `x|z`, `x,y`. */
function conditional(written: string): Conditional {
  const [targets = "", given = ""] = written.split("|");
  const letters = (text: string): string[] => (text === "" ? [] : text.split(","));
  return { targets: letters(targets), given: letters(given) };
}

const determine = (known: readonly string[], sought: string): boolean =>
  areDetermined(conditional(sought), known.map(conditional));

describe("known densities", () => {
  it.each([
    [["x"], "x"],
    [["x,z"], "x"],
    [["x,z"], "z|x"],
    [["z", "x|z"], "x"],
    [["z", "x|z"], "z|x"],
    [["x|z", "z"], "x,z"],
    [["z", "y|z", "x|y"], "x"],
    [["z", "y|z", "x|y,z"], "x|z"],
    [["x|z"], "x|z"],
    [["x,y|z"], "y|z"],
    [["x,y|z"], "x|y,z"],
    [["y|z", "x|y,z"], "x|z"],
  ])("%s determine %s", (known, sought) => {
    expect(determine(known, sought)).toBe(true);
  });

  it.each([
    [[], "x"],
    [["x", "y"], "x,y"],
    [["x", "y"], "x|y"],
    [["x|z"], "x"],
    [["x|z", "z|x"], "x"],
    [["z", "y|z", "x|y"], "x|z"],
    [["z", "y|z", "x|y"], "x|y,z"],
    [["x|z"], "x|y,z"],
    [["y|z", "x|y"], "x|z"],
  ])("%s do not determine %s", (known, sought) => {
    expect(determine(known, sought)).toBe(false);
  });
});
