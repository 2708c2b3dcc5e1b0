import { fc } from "@fast-check/vitest";
import { expect, it } from "vitest";
import * as t from "../../../src/tensor/index.js";
import { drawnOver, someAxes } from "../arbitrary.js";
import { read, tabulate } from "../brute.js";
import { describeOperation } from "../contracts.js";
import { given } from "../given.js";

/** A tensor with at least one axis, one of its axes, and that axis with another size. */
const along = someAxes
  .filter((axes) => axes.length > 0)
  .chain((axes) => fc.record({ drawn: drawnOver(axes), axis: fc.constantFrom(...axes) }))
  .map(({ drawn, axis }) => ({
    ...drawn,
    axis,
    resized: (size: number) => drawn.tensor.axes.map((own) => (own === axis ? { name: own.name, size } : own)),
  }));

describeOperation("rename", ({ agrees, valueOf }) => {
  agrees("changes a name and nothing else", along, ({ node, tensor, axis }) => {
    const axes = tensor.axes.map((own) => (own === axis ? { name: "new", size: own.size } : own));
    return [[t.rename(node, { [axis.name]: "new" }), { axes, values: tensor.values }]];
  });

  it("may exchange two names", async () => {
    const x = t.constant([t.axis("a", 1), t.axis("b", 2)], [1, 2]);
    expect((await valueOf(t.rename(x, { a: "b", b: "a" }))).axes).toEqual([t.axis("b", 1), t.axis("a", 2)]);
  });
});

describeOperation("reorder", ({ agrees }) => {
  const permuted = someAxes.chain((axes) =>
    fc.record({ x: drawnOver(axes), axes: fc.shuffledSubarray([...axes], { minLength: axes.length }) }),
  );
  agrees("keeps the value at each index", permuted, ({ x, axes }) => {
    const names = axes.map(({ name }) => name);
    return [[t.reorder(x.node, names), tabulate(axes, (index) => read(x.tensor, index))]];
  });
});

describeOperation("merge and split", ({ agrees }) => {
  const merged = someAxes
    .filter((axes) => axes.length > 0)
    .chain((axes) => fc.record({ x: drawnOver(axes), group: fc.shuffledSubarray([...axes], { minLength: 1 }) }));

  agrees("merge lets the last named run fastest, split undoes it", merged, ({ x, group }) => {
    const names = group.map(({ name }) => name);
    const size = group.reduce((product, own) => product * own.size, 1);
    const [first] = names;
    const axes = x.tensor.axes
      .filter(({ name }) => name === first || !names.includes(name))
      .map((own) => (own.name === first ? { name: "all", size } : own));
    const expected = tabulate(axes, (index) => {
      let rest = index.all ?? NaN;
      const parts = group.toReversed().map(({ name, size }) => {
        const position = rest % size;
        rest = Math.floor(rest / size);
        return [name, position] as const;
      });
      return read(x.tensor, { ...index, ...Object.fromEntries(parts) });
    });
    const whole = t.merge(x.node, names, "all");
    const order = x.tensor.axes.map(({ name }) => name);
    return [
      [whole, expected],
      [t.reorder(t.split(whole, "all", group), order), x.tensor],
    ];
  });
});

describeOperation("expand", ({ agrees }) => {
  const repeated = fc.tuple(
    someAxes.chain((axes) => drawnOver(axes)),
    fc.nat({ max: 3 }),
  );
  agrees("repeats along a new last axis", repeated, ([x, size]) => {
    const axes = [...x.tensor.axes, t.axis("new", size)];
    return [[t.expand(x.node, t.axis("new", size)), tabulate(axes, (index) => read(x.tensor, index))]];
  });

  agrees("makes fill", someAxes, (axes) => {
    return [[t.fill(axes, 1.5), tabulate(axes, () => 1.5)]];
  });
});

describeOperation("slice", ({ agrees }) => {
  const sliced = along.chain((x) => fc.tuple(fc.constant(x), fc.nat({ max: x.axis.size }), fc.nat({ max: x.axis.size })));
  agrees("takes start .. end − 1", sliced, ([{ node, tensor, axis, resized }, one, other]) => {
    const [start, end] = [Math.min(one, other), Math.max(one, other)];
    const expected = tabulate(resized(end - start), (index) =>
      read(tensor, { ...index, [axis.name]: start + (index[axis.name] ?? NaN) }),
    );
    return [[t.slice(node, axis.name, start, end), expected]];
  });
});

describeOperation("pad", ({ agrees }) => {
  agrees(
    "puts zeros around",
    fc.tuple(along, fc.nat({ max: 2 }), fc.nat({ max: 2 })),
    ([{ node, tensor, axis, resized }, before, after]) => {
      const expected = tabulate(resized(before + axis.size + after), (index) => {
        const position = (index[axis.name] ?? NaN) - before;
        return position >= 0 && position < axis.size ? read(tensor, { ...index, [axis.name]: position }) : 0;
      });
      return [[t.pad(node, axis.name, before, after), expected]];
    },
  );
});

describeOperation("reverse", ({ agrees }) => {
  agrees("turns one axis round", along, ({ node, tensor, axis }) => {
    const expected = tabulate(tensor.axes, (index) =>
      read(tensor, { ...index, [axis.name]: axis.size - 1 - (index[axis.name] ?? NaN) }),
    );
    return [[t.reverse(node, axis.name), expected]];
  });
});

describeOperation("concat", ({ agrees }) => {
  const parts = along.chain(({ axis, resized }) =>
    fc
      .array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 })
      .chain((sizes) =>
        fc.tuple(
          ...sizes.map((size) =>
            fc.shuffledSubarray(resized(size), { minLength: resized(size).length }).chain((axes) => drawnOver(axes)),
          ),
        ),
      )
      .map((drawn) => ({ axis, drawn, resized })),
  );

  agrees("puts parts one after another, whatever the order of their axes", parts, ({ axis, drawn }) => {
    const positions = drawn.flatMap(({ tensor }) => {
      const { size = 0 } = tensor.axes.find(({ name }) => name === axis.name) ?? {};
      return Array.from({ length: size }, (_, i) => ({ tensor, i }));
    });
    const axes = (drawn[0]?.tensor.axes ?? []).map((own) =>
      own.name === axis.name ? { name: own.name, size: positions.length } : own,
    );
    const expected = tabulate(axes, (index) => {
      const found = positions[index[axis.name] ?? NaN];
      if (found === undefined) throw new Error("no such position");
      return read(found.tensor, { ...index, [axis.name]: found.i });
    });
    const nodes = drawn.map(({ node }) => node);
    return [[t.concat(nodes, axis.name), expected]];
  });
});

describeOperation("gather", ({ agrees, checksIndices, valueOf }) => {
  /** A table, and indices into one of its axes that share some of its other axes. */
  const looked = along
    .filter(({ axis }) => axis.size > 0)
    .chain(({ axis, ...table }) => {
      const others = table.tensor.axes.filter((own) => own !== axis);
      return fc
        .shuffledSubarray([...others, t.axis("place", 2)])
        .chain((axes) => drawnOver(axes, fc.nat({ max: axis.size - 1 })))
        .map((indices) => ({ axis, table, others, indices }));
    });

  agrees("takes from the table what the indices name", looked, ({ axis, table, others, indices }) => {
    const { axes } = indices.tensor;
    const result = [...axes, ...others.filter((own) => !axes.includes(own))];
    const expected = tabulate(result, (index) => read(table.tensor, { ...index, [axis.name]: read(indices.tensor, index) }));
    return [[t.gather(table.node, indices.node, axis.name), expected]];
  });

  const marked = someAxes.chain((axes) => drawnOver(axes, fc.integer({ min: -1, max: 3 })));
  agrees("oneHot marks the index", marked, (indices) => {
    const axes = [...indices.tensor.axes, t.axis("value", 3)];
    const expected = tabulate(axes, (index) => (read(indices.tensor, index) === index.value ? 1 : 0));
    return [[t.oneHot(indices.node, t.axis("value", 3)), expected]];
  });

  it.skipIf(!checksIndices).each([3, -1, 0.5, NaN])("refuses the index %d", async (index) => {
    const table = t.constant([t.axis("value", 3)], [1, 2, 3]);
    await expect(valueOf(t.gather(table, given(t.tensor([], [index])), "value"))).rejects.toThrow(
      `gather: ${index} is no index of axis "value" of size 3; give whole numbers from 0 to 2`,
    );
  });
});
