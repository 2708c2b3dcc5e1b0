import { reference } from "../../tensor/subject.js";
import type { Subject } from "../../tensor/subject.js";

/** Stands in for the engines under test where builders are spoiled: what a graph means, the reference says, and no mutant comes to another engine. */
export const subjects: readonly Subject[] = [reference];
