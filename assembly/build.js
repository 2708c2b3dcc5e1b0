import { writeFile } from "node:fs/promises";
import { compileKernels, KEPT, keptAs } from "./compile.js";

await writeFile(KEPT, await keptAs(await compileKernels()));
