import { describe, expect, it } from "vitest";
import { rulesNamedIn } from "../../src/meaning/named-rules.js";

describe("the rules that prose names", () => {
  it.each([
    ["By Bayes' rule,", ["conditioning"]],
    ["由贝叶斯公式", ["conditioning"]],
    ["Since the mean of a normal variable is known,", ["forms"]],
    ["代入高斯分布的密度", ["forms"]],
    ["Jensen's inequality gives", ["averages"]],
    ["由琴生不等式", ["averages"]],
    ["The logarithm lies below its tangent.", ["tangents"]],
    ["By linearity of expectation and the chain rule", ["conditioning", "linearity"]],
    ["As was to be shown", []],
    ["an abnormal case", []],
  ])("in %j are %j", (prose, named) => {
    expect(rulesNamedIn(prose)).toEqual(named);
  });
});
