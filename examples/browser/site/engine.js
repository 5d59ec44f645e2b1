import { script } from "./scripts.js";

const patience = 30_000; // milliseconds that one answer may take, once the verifier is there

// Engine is the verifier, which runs in a worker so that the page never waits for it.
export class Engine {
  #worker = null;
  #ready = null;
  #failed = false;
  #next = 0;
  #waiting = new Map();

  constructor() {
    this.#start();
  }

  #start() {
    this.#worker?.terminate();
    const worker = new Worker(script("worker.js"), { type: "module", name: "verifier" });
    this.#worker = worker;
    this.#ready = new Promise((resolve, reject) => {
      worker.addEventListener("message", ({ data }) => {
        if (data.ready) return resolve();
        if (data.failed) return reject(new Error(data.failed));
        this.#waiting.get(data.id)?.(data.answer);
      });
      worker.addEventListener("error", () => reject(new Error("the verifier did not start")));
    });
    this.#failed = false;
    this.#ready.catch(() => { this.#failed = true; }); // whoever asks is told
  }

  // ready is settled when the verifier has started, or cannot.
  get ready() {
    return this.#ready;
  }

  // check has bytes looked at, with what the page knows. It throws when there is no answer.
  async check(bytes, settings) {
    if (this.#failed) this.#start(); // the network may be back
    await this.#ready;
    const id = ++this.#next;
    let timer;
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(id, (answer) => resolve(JSON.parse(answer)));
        timer = setTimeout(() => {
          this.#start();
          reject(new Error("it took too long"));
        }, patience);
        this.#worker.postMessage({ id, bytes, settings: JSON.stringify(settings) });
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }
}
