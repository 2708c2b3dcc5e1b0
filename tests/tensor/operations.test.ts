// One file, so that the engines are opened once.
import "./operations/convolution.js";
import "./operations/elementwise.js";
import "./operations/linear-algebra.js";
import "./operations/moves.js";
import "./operations/reductions.js";
import "./operations/scan.js";
