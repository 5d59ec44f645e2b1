// The only scripts that this page starts, beside its modules. Under require-trusted-types-for 'script' nothing else can
// be started, and no text can become markup.
const own = ["worker.js", "sw.js"];

const identity = { createScriptURL: (url) => url };
const policy = globalThis.trustedTypes?.createPolicy("scripts", {
  createScriptURL(url) {
    if (own.includes(url)) return url;
    throw new TypeError("not a script of this page");
  },
}) ?? identity;

export const script = (url) => policy.createScriptURL(url);
