// @ts-check
import dgram from "node:dgram";
import { Server, Socket } from "node:net";
import { Refusal } from "./failures.js";

/**
 * Node's permissions say nothing of signals, and nothing of the network before version 25. Every module of its library that opens a connection goes through
 * these methods.
 */
export function refuseTheRest() {
  const refuse = () => {
    throw new Refusal("tried to use the network: an implementation may not");
  };
  const methods = /** @type {const} */ ([
    [Socket.prototype, ["connect"]],
    [Server.prototype, ["listen"]],
    [dgram.Socket.prototype, ["bind", "connect", "send"]],
  ]);
  for (const [prototype, names] of methods) {
    for (const name of names) Object.defineProperty(prototype, name, { value: refuse });
  }
  const refuseSignal = () => {
    throw new Refusal("tried to reach another process: an implementation may not");
  };
  Object.defineProperty(process, "kill", { value: refuseSignal });
}
