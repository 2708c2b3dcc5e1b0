import fc from "fast-check";

/** Numbers of single precision of very different sizes, and 0. */
export const values: fc.Arbitrary<number> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(-1, 1), fc.double({ min: 1, max: 2, noNaN: true }), fc.integer({ min: -30, max: 30 }))
      .map(([sign, mantissa, exponent]) => Math.fround(sign * mantissa * 2 ** exponent)),
  },
);

/** From 0 on. */
export const magnitudes = values.map(Math.abs);

/** Lengths of 0 to 19: whole vectors, and all that is left over after some. */
export const lengths = fc.integer({ min: 0, max: 19 });

/** Numbers as a kernel takes them: a scalar that single precision holds exactly brings no rounding of its own. */
export const parts = fc.constantFrom(0, 0.5, 0.9, 0.99, 0.999);
export const rates = fc.constantFrom(1e-4, 1e-3, 0.1, 1);
export const scales = fc.constantFrom(0.25, 0.0123, 1, 3);
