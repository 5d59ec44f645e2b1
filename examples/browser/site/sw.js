// Keeps the page for when there is no network. Its own files come from the cache, which has the hash of all of them in its
// name; trust documents and status lists come from the network when there is one, because they change.
const scripts = self.trustedTypes?.createPolicy("scripts", { createScriptURL: (url) => (url === "release.js" ? url : "") });
importScripts(scripts ? scripts.createScriptURL("release.js") : "release.js");

const prefix = "badge-check-";
const shell = prefix + self.release.version;
const lists = `${prefix}lists`;
const folders = ["trust/", "status/"];
const scope = new URL(self.registration.scope);

self.addEventListener("install", (event) => event.waitUntil(install().then(() => self.skipWaiting())));

async function install() {
  const cache = await caches.open(shell);
  await cache.addAll(self.release.files.map((file) => new Request(file, { cache: "reload" })));
  await Promise.all(folders.map(keepFolder));
}

// keepFolder keeps what is in a folder now. What cannot be read is not there later either, which the page says.
async function keepFolder(folder) {
  try {
    const response = await fresh(new Request(`${folder}index.json`));
    const names = await response.json();
    await Promise.allSettled(names.map((name) => fresh(new Request(new URL(name, new URL(folder, scope))))));
  } catch {
    // no such folder, or no list of it
  }
}

self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix) && name !== shell && name !== lists) await caches.delete(name);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope.href)) return;
  const path = request.url.slice(scope.href.length);
  const changes = folders.some((folder) => path.startsWith(folder));
  event.respondWith(changes ? fresh(request).catch(() => kept(request, lists)) : stored(request));
});

// fresh asks the network, and keeps the answer.
async function fresh(request) {
  const response = await fetch(request, { cache: "no-cache", redirect: "error" });
  if (response.ok) {
    const cache = await caches.open(lists);
    await cache.put(request, response.clone());
  }
  return response;
}

async function kept(request, name) {
  const cache = await caches.open(name);
  return (await cache.match(request, { ignoreSearch: true })) ?? Response.error();
}

async function stored(request) {
  const cache = await caches.open(shell);
  const path = new URL(request.url).pathname;
  const page = path === `${scope.pathname}index.html` ? scope.href : request;
  return (await cache.match(page, { ignoreSearch: true })) ?? fetch(request);
}
