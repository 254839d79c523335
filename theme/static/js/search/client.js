// The page's end of the worker: questions with an answer, and partial answers on the way.

export class Client {
  #worker = null;
  #waiting = new Map();
  #next = 0;

  /** Ask the worker. onPartial: called with what is known so far. Resolves with the answer, null if overtaken. */
  ask(method, argument, onPartial) {
    this.#worker ??= this.#start();
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject, onPartial });
      this.#worker.postMessage({ id, method, argument });
    });
  }

  #start() {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => {
      const { resolve, reject, onPartial } = this.#waiting.get(data.id);
      if ("partial" in data) return onPartial?.(data.partial);
      this.#waiting.delete(data.id);
      if ("error" in data) reject(new Error(data.error));
      else resolve(data.value);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(new Error("the search could not be started"));
      this.#waiting.clear();
    });
    return worker;
  }
}
