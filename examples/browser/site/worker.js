// expand returns the verifier as WebAssembly. A host that expands compressed files itself has done it already.
async function expand(response) {
  if (!response.ok) throw new Error(`the verifier could not be loaded (${response.status})`);
  const reader = response.body.getReader();
  const first = await reader.read();
  const rest = new ReadableStream({
    start: (c) => first.done || c.enqueue(first.value),
    async pull(c) {
      const { done, value } = await reader.read();
      done ? c.close() : c.enqueue(value);
    },
  });
  const compressed = first.value?.[0] === 0x1f && first.value?.[1] === 0x8b;
  const body = compressed ? rest.pipeThrough(new DecompressionStream("gzip")) : rest;
  return new Response(body, { headers: { "Content-Type": "application/wasm" } });
}

async function start() {
  const loading = fetch("verifier.wasm.gz", { redirect: "error" });
  await import("./wasm_exec.js"); // which defines Go
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiateStreaming(expand(await loading), go.importObject);
  go.run(instance); // until it waits to be called
}

start().then(
  () => postMessage({ ready: true }),
  (err) => postMessage({ failed: String(err?.message ?? err) }),
);

addEventListener("message", ({ data: { id, bytes, settings } }) => {
  postMessage({ id, answer: globalThis.openbadgeCheck(bytes, settings) });
});
