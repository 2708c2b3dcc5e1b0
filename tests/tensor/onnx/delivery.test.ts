import { describe, expect, it, vi } from "vitest";
import * as library from "onnxruntime-node";
import { deliveryOf, openOnnxNative } from "../../../src/tensor/engines/onnx/native.js";
import { openSession } from "../../../src/tensor/engines/onnx/session.js";
import type { Library, Runtime } from "../../../src/tensor/engines/onnx/session.js";
import * as t from "../../../src/tensor/index.js";

type Session = Awaited<ReturnType<Library["InferenceSession"]["create"]>>;

/** The library, with what a run does changed. */
function changed(run: (session: Session, ...given: Parameters<Session["run"]>) => ReturnType<Session["run"]>): Library {
  return {
    ...library,
    InferenceSession: {
      create: async (model, options) => {
        const session = await library.InferenceSession.create(model, options);
        return new Proxy(session, {
          get: (own, name) => {
            if (name === "run") return (...given: Parameters<Session["run"]>) => run(own, ...given);
            const value: unknown = Reflect.get(own, name);
            return typeof value === "function" ? (...given: unknown[]): unknown => Reflect.apply(value, own, given) : value;
          },
        });
      },
    },
  };
}

const STOP = "Non tensor type is temporarily not supported.";

describe("how onnxruntime-node gives outputs", () => {
  it("is in the arrays given for them", async () => {
    expect(await deliveryOf(library)).toBe("given arrays");
  });

  it.each([
    ["stops before it computes", () => Promise.reject(new Error(STOP))],
    ["stops for another reason", () => Promise.reject(new Error("no sequences here"))],
    [
      "computes elsewhere",
      (session: Session, feeds: Parameters<Session["run"]>[0]) => session.run(feeds, session.outputNames.slice(1)),
    ],
  ] as const)("is in new ones too of a version that %s", async (_, run) => {
    expect(await deliveryOf(changed(run))).toBe("given arrays and new ones");
  });

  it("is found out without leaving a session open where the run fails", async () => {
    const releases: (() => unknown)[] = [];
    const failing = changed((session) => {
      releases.push(vi.spyOn(session, "release"));
      return Promise.reject(new Error("no sequences here"));
    });
    await deliveryOf(failing);
    expect(releases).toHaveLength(1);
    expect(releases[0]).toHaveBeenCalledOnce();
  });

  it("is in the arrays given for them of a version that has a value for a sequence", async () => {
    const willing = changed(async (session, feeds, fetches) => {
      await session.run(feeds, fetches).catch(() => undefined);
      return {};
    });
    expect(await deliveryOf(willing)).toBe("given arrays");
  });

  it.each(["given arrays", "given arrays and new ones"] as const)("fails as the run does: %s", async (delivery) => {
    const broken = changed(() => Promise.reject(new Error("out of\nmemory")));
    const executable = await openSession(
      { ...broken, delivery, channelsOfBlock: null },
      t.program({ y: t.exp(t.input("x", [])) }),
      {},
      {},
    );
    await expect(executable.run()).rejects.toThrow("onnxruntime could not run the program: out of memory");
  });

  it("makes no garbage of them, and would without the sequence", async () => {
    const long = t.axis("place", 250_000);
    const program = t.program({ y: t.exp(t.input("x", [long])) });
    const made = async (delivery: Runtime["delivery"]): Promise<number> => {
      const executable = await openSession({ ...library, delivery, channelsOfBlock: null }, program, {}, {});
      // The garbage of other tests may be collected meanwhile: what grows is counted, and what shrinks is not.
      let bytes = 0;
      for (let i = 0; i < 5; i++) {
        const before = process.memoryUsage().arrayBuffers;
        await executable.run();
        bytes += Math.max(0, process.memoryUsage().arrayBuffers - before);
      }
      await executable.close();
      return bytes;
    };
    expect(await made("given arrays")).toBeLessThan(1_000_000);
    expect(await made("given arrays and new ones")).toBeGreaterThan(2_000_000);
  });
});

it("every run of the engine writes its outputs", async () => {
  const engine = await openOnnxNative({ threads: 1 });
  const x = t.input("x", [t.axis("place", 2)]);
  const executable = await engine.prepare(t.program({ y: t.negate(x) }));
  for (const value of [1, 2, 3]) {
    executable.inputs.x?.fill(value);
    await executable.run();
    expect(executable.outputs.y).toEqual(Float32Array.of(-value, -value));
  }
  await executable.close();
});
