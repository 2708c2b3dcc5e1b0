import type { Rule } from "../../src/tensor/passes/rewrite.js";
import type { ImageSize } from "../../src/models/index.js";
import { maskA, maskB } from "../../src/probability/index.js";
import { diagonalBiLstmModel, gatedPixelCnn, pixelCnn, rowLstmModel } from "../../src/models/autoregressive/index.js";
import type { Complaint } from "../probability/checks.js";
import { describeMutant } from "../probability/mutant.js";
import { readsWhatComesBefore } from "./pixel-checks.js";
import { changedAt, insteadOf, masks, movedUp, planted, turned } from "./pixel-models.js";
import type { PixelModel } from "./pixel-models.js";

// Mistakes that people shipped in what a pixel sees, each in a whole model and seen by its Jacobian.

const settings = { features: 12, blocks: 1, classes: 0, observation: { kind: "bernoulli" } } as const;
const KINDS = {
  PixelCNN: pixelCnn,
  "gated PixelCNN": gatedPixelCnn,
  "Row LSTM": rowLstmModel,
  "Diagonal BiLSTM": diagonalBiLstmModel,
} as const;
type KindName = keyof typeof KINDS;

const grey = (height: number, width: number): ImageSize => ({ channels: 1, height, width });
/** So narrow that every pixel of every model sees all that comes before it, and so wide that no first layer does alone. */
const row = grey(1, 5);
const square = grey(2, 2);
const twoRows = grey(2, 5);
const colours: ImageSize = { channels: 3, height: 1, width: 1 };

const made = new Map<string, PixelModel>();
/** The library's model of images of this size: one for each size, so that it is looked at once. */
function right(kind: KindName, image: ImageSize): PixelModel {
  const key = `${kind} ${Object.values(image).join()}`;
  const before = made.get(key);
  if (before !== undefined) return before;
  const subject = { model: KINDS[kind](settings, image), image };
  made.set(key, subject);
  return subject;
}

const looked = new Map<PixelModel, Complaint>();
const check = (subject: PixelModel): Complaint => {
  const before = looked.get(subject);
  if (before !== undefined) return before;
  const complaint = readsWhatComesBefore(subject);
  looked.set(subject, complaint);
  return complaint;
};

interface Mistake {
  readonly bug: number;
  readonly mistake: string;
  readonly image: ImageSize;
  /** What is changed in each model that has the piece, and what is said then. */
  readonly of: Readonly<Partial<Record<KindName, readonly [rule: Rule, message: string]>>>;
}

const isKind = (name: string): name is KindName => Object.hasOwn(KINDS, name);

function describeMistakes(mistakes: readonly Mistake[]): void {
  for (const { bug, mistake, image, of } of mistakes) {
    for (const [kind, [rule, message]] of Object.entries(of)) {
      if (!isKind(kind)) throw new Error(kind);
      const subject = right(kind, image);
      describeMutant<PixelModel>({
        bug,
        mistake: `${mistake} in a ${kind}`,
        right: subject,
        wrong: planted(subject, rule),
        check,
        message,
      });
    }
  }
}

/** The kernels that see the images. */
const FIRST = /^first\.(?:horizontal\.)?kernel$/u;
const withoutCentreRow = changedAt((value, at) => (at === 0 ? 0 : value));
const withoutCentre = changedAt((value, at, column) => (at === 0 && column === 0 ? 0 : value));

const ownRow = "its own row is hidden";
const toTheRight = "it sees what is to its right, against the scan order";
const blind = "what is to the right above is hidden, a blind spot";
const betweenColours = "an earlier colour of its pixel is hidden";
const asMaskA = insteadOf(maskA, square);

describeMistakes([
  {
    bug: 16,
    mistake: "mask B whose centre row is zero",
    image: row,
    of: {
      PixelCNN: [masks(/^block\d\.kernel$/u, withoutCentreRow), ownRow],
      "gated PixelCNN": [masks(/^block\d\.horizontal\.kernel$/u, withoutCentreRow), ownRow],
      "Row LSTM": [masks(/\.input\.kernel$/u, withoutCentreRow), ownRow],
      "Diagonal BiLSTM": [masks(/\.left\.kernel$/u, withoutCentreRow), ownRow],
    },
  },
  {
    bug: 17,
    mistake: "a first mask against the scan order",
    image: row,
    of: {
      PixelCNN: [masks(FIRST, turned), toTheRight],
      "gated PixelCNN": [masks(FIRST, turned), toTheRight],
      "Row LSTM": [masks(FIRST, turned), toTheRight],
      "Diagonal BiLSTM": [masks(FIRST, turned), toTheRight],
    },
  },
  {
    bug: 18,
    mistake: "mask A on 1 × 1 convolutions",
    image: square,
    of: {
      PixelCNN: [masks(/^last\.kernel$/u, asMaskA), ownRow],
      "gated PixelCNN": [masks(/\.above\.kernel$/u, asMaskA), "a row above is hidden"],
      "Row LSTM": [masks(/^output\.kernel$/u, asMaskA), ownRow],
    },
  },
  {
    bug: 18,
    mistake: "mask A on the 1 × 1 convolution that shows the pixels to the stream from the right",
    image: twoRows,
    of: { "Diagonal BiLSTM": [masks(/\.pixels\.kernel$/u, asMaskA), blind] },
  },
  {
    bug: 19,
    mistake: "a vertical stack masked as the rest",
    image: twoRows,
    of: { "gated PixelCNN": [masks(/\.vertical\.kernel$/u, insteadOf(maskB, twoRows)), blind] },
  },
  {
    bug: 20,
    mistake: "mask A that hides R from G",
    image: colours,
    of: {
      PixelCNN: [masks(FIRST, withoutCentre), betweenColours],
      "gated PixelCNN": [masks(FIRST, withoutCentre), betweenColours],
      "Row LSTM": [masks(FIRST, withoutCentre), betweenColours],
      "Diagonal BiLSTM": [masks(FIRST, withoutCentre), betweenColours],
    },
  },
  {
    bug: 21,
    mistake: "a stream that is not moved down",
    image: twoRows,
    of: {
      "gated PixelCNN": [movedUp, toTheRight],
      "Diagonal BiLSTM": [movedUp, toTheRight],
    },
  },
]);
describeMutant<PixelModel>({
  bug: 19,
  mistake: "masked convolutions stacked, without a stack for the rows above",
  right: right("gated PixelCNN", twoRows),
  wrong: right("PixelCNN", twoRows),
  check,
  message: blind,
});
