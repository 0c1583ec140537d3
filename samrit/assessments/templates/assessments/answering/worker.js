{% load static %}// The counter's page without the network: what it is made of is kept in this device. It looks after this page alone.
const KEPT = "samrit-{{ point.code }}";
// conditions.js as kiosk.js asks for it: by its plain name.
const PARTS = ["./?lang=th", "./?lang=en", "{% static 'assessments/answer.css' %}", "{% static 'assessments/kiosk.js' %}", "{% get_static_prefix %}assessments/conditions.js", "{% static 'samrit/favicon.svg' %}"];

// Without cookies: the page of each language is kept, and nothing is changed by asking for it.
async function keep() {
  const cache = await caches.open(KEPT);
  const wanted = PARTS.map((path) => new Request(path, { credentials: "omit", cache: "reload" }));
  await cache.addAll(wanted);
}

// The network first: a renewed address or a closed survey is told at once.
async function answer(request) {
  const cache = await caches.open(KEPT);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (without) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return kept;
    if (request.mode === "navigate") return (await cache.match("./?lang=th", { ignoreVary: true })) ?? Promise.reject(without);
    throw without;
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
