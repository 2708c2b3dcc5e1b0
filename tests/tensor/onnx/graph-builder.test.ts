import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../../src/tensor/engines/onnx/graph-builder.js";

const info = (name: string) => ({ name, type: "float", dimensions: [] }) as const;

/** Kinds of the operations of a graph with these outputs, in their order. */
function order(outputs: readonly string[], build: (graph: GraphBuilder) => void): readonly string[] {
  const graph = new GraphBuilder(["x", ...outputs]);
  build(graph);
  return graph.finish("graph", [info("x")], outputs.map(info)).operations.map(({ operator }) => operator);
}

describe("operations", () => {
  it("that give nothing but outputs are last, in the order of the outputs", () => {
    const found = order(["loss", "first", "last"], (graph) => {
      const loss = graph.emit("Exp", ["x"]);
      const ofLast = graph.emit("Neg", [loss]);
      const last = graph.emit("Abs", [ofLast]);
      const ofFirst = graph.emit("Relu", [ofLast]);
      const first = graph.emit("Sign", [ofFirst]);
      graph.name(last, "last");
      graph.name(first, "first");
      graph.name(loss, "loss");
    });
    expect(found).toEqual(["Exp", "Neg", "Relu", "Identity", "Sign", "Identity", "Abs", "Identity"]);
  });

  it("come after what they use, also where that is an output", () => {
    const found = order(["one", "two", "same"], (graph) => {
      const one = graph.emit("Exp", ["x"]);
      graph.name(one, "one");
      const two = graph.emit("Neg", ["one"]);
      graph.name(two, "two");
      graph.name(two, "same");
    });
    expect(found).toEqual(["Exp", "Identity", "Neg", "Identity", "Identity"]);
  });

  it("that no output needs are left out", () => {
    const found = order(["y"], (graph) => {
      graph.name(graph.emit("Exp", ["x"]), "y");
      graph.emit("Neg", ["x"]);
    });
    expect(found).toEqual(["Exp", "Identity"]);
  });
});
