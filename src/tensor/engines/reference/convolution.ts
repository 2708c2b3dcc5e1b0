import { findAxis, withoutAxes } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { Convolution } from "../../graph/convolution-geometry.js";
import type { KernelOf } from "./kernel.js";
import { allocate, at, offsets, strideOf } from "./offsets.js";

/** The three tensors of the form Σ image · kernel · output, and where their values meet. */
interface Form {
  /** Called with where the channels of an image place, of a kernel place and of an output place begin, wherever the three meet. */
  readonly forEachMeeting: (visit: (image: number, kernel: number, output: number) => void) => void;
  readonly channels: { readonly in: number; readonly out: number };
  /** The steps from channel to channel. */
  readonly image: number;
  readonly output: number;
  readonly kernel: { readonly in: number; readonly out: number };
}

function formOf({ channels, strides, padding }: Convolution, image: Axes, kernel: Axes, output: Axes): Form {
  const batch = withoutAxes(image, ["height", "width", channels.in]);
  const [imageStarts, outputStarts] = [offsets(batch, image), offsets(batch, output)];
  const rows = meetings("height", strides.height, padding.top, image, kernel, output);
  const columns = meetings("width", strides.width, padding.left, image, kernel, output);
  return {
    forEachMeeting: (visit) => {
      for (let n = 0; n < imageStarts.length; n++) {
        const [imageStart, outputStart] = [at(imageStarts, n), at(outputStarts, n)];
        for (const row of rows) {
          for (const column of columns) {
            visit(imageStart + row.image + column.image, row.kernel + column.kernel, outputStart + row.output + column.output);
          }
        }
      }
    },
    channels: { in: findAxis("conv2d", kernel, channels.in).size, out: findAxis("conv2d", kernel, channels.out).size },
    image: strideOf(image, channels.in),
    output: strideOf(output, channels.out),
    kernel: { in: strideOf(kernel, channels.in), out: strideOf(kernel, channels.out) },
  };
}

interface Meeting {
  readonly image: number;
  readonly kernel: number;
  readonly output: number;
}

/** Where, along height or width, positions of the image, the kernel and the output meet: image + before = output · stride + kernel. */
function meetings(name: string, stride: number, before: number, image: Axes, kernel: Axes, output: Axes): readonly Meeting[] {
  const sizeOf = (axes: Axes): number => findAxis("conv2d", axes, name).size;
  const result: Meeting[] = [];
  for (let o = 0; o < sizeOf(output); o++) {
    for (let k = 0; k < sizeOf(kernel); k++) {
      const i = o * stride + k - before;
      if (i < 0 || i >= sizeOf(image)) continue;
      result.push({ image: i * strideOf(image, name), kernel: k * strideOf(kernel, name), output: o * strideOf(output, name) });
    }
  }
  return result;
}

export const conv2d: KernelOf<"conv2d"> = ({ axes, convolution, operands: [image, kernel] }) => {
  const form = formOf(convolution, image.axes, kernel.axes, axes);
  return (x, k) => {
    const y = allocate(axes);
    form.forEachMeeting((imageStart, kernelStart, outputStart) => {
      for (let o = 0; o < form.channels.out; o++) {
        let total = 0;
        for (let c = 0; c < form.channels.in; c++) {
          total += at(x, imageStart + c * form.image) * at(k, kernelStart + c * form.kernel.in + o * form.kernel.out);
        }
        const place = outputStart + o * form.output;
        y[place] = at(y, place) + total;
      }
    });
    return y;
  };
};

export const conv2dTranspose: KernelOf<"conv2dTranspose"> = ({ axes, convolution, operands: [output, kernel] }) => {
  const form = formOf(convolution, axes, kernel.axes, output.axes);
  return (y, k) => {
    const x = allocate(axes);
    form.forEachMeeting((imageStart, kernelStart, outputStart) => {
      for (let c = 0; c < form.channels.in; c++) {
        let total = 0;
        for (let o = 0; o < form.channels.out; o++) {
          total += at(y, outputStart + o * form.output) * at(k, kernelStart + c * form.kernel.in + o * form.kernel.out);
        }
        const place = imageStart + c * form.image;
        x[place] = at(x, place) + total;
      }
    });
    return x;
  };
};

export const conv2dKernel: KernelOf<"conv2dKernel"> = ({ axes, convolution, operands: [image, output] }) => {
  const form = formOf(convolution, image.axes, axes, output.axes);
  return (x, y) => {
    const k = allocate(axes);
    form.forEachMeeting((imageStart, kernelStart, outputStart) => {
      for (let c = 0; c < form.channels.in; c++) {
        const value = at(x, imageStart + c * form.image);
        for (let o = 0; o < form.channels.out; o++) {
          const place = kernelStart + c * form.kernel.in + o * form.kernel.out;
          k[place] = at(k, place) + value * at(y, outputStart + o * form.output);
        }
      }
    });
    return k;
  };
};
