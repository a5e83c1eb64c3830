// Live updates. Signals carry names, never content: {"what": "ticket", "id": 48213}. An element that shows something
// names it, data-live="ticket:48213" or data-live="ticket", and says how to re-get it: hx-get="…" hx-trigger="live".
//
// Browsers allow few open streams to one address, agents have many tabs open: the tab that holds the lock listens,
// the others hear of it over a BroadcastChannel.

const SOURCE = document.body.dataset.liveSource;
const QUIET = 150; // a burst of signals (a mail storm) is one re-get
const channel = "BroadcastChannel" in window ? new BroadcastChannel("derman-live") : undefined;
const waiting = new Map();

function tell({ what, id }) {
  document.dispatchEvent(new CustomEvent("derman:changed", { detail: { what, id } }));
  for (const element of document.querySelectorAll("[data-live]")) {
    const names = element.dataset.live.split(" ");
    // "desk" is said after the stream was away: everything may have changed
    if (what !== "desk" && !names.includes(what) && !names.includes(`${what}:${id}`)) continue;
    if (waiting.has(element)) continue;
    waiting.set(element, setTimeout(() => {
      waiting.delete(element);
      if (element.isConnected) element.dispatchEvent(new CustomEvent("live", { detail: { what, id } }));
    }, QUIET));
  }
}

function listen() {
  const stream = new EventSource(SOURCE);
  stream.addEventListener("changed", (event) => {
    const signal = JSON.parse(event.data);
    tell(signal);
    channel?.postMessage(signal);
  });
  stream.addEventListener("open", () => {
    document.documentElement.dataset.stream = "open";
    // whatever happened between the page's making and the stream's opening, or while it was away, was not heard
    tell({ what: "desk", id: 0 });
    channel?.postMessage({ what: "desk", id: 0 });
  });
  stream.addEventListener("error", () => {
    document.documentElement.dataset.stream = "away";
    // a refused stream (signed out, a restart that answered 502) is closed for good by the browser: try again later
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => { stream.close(); listen(); }, 5000 + Math.random() * 5000);
  });
  addEventListener("pagehide", () => stream.close(), { once: true });
}

if (SOURCE) {
  channel?.addEventListener("message", (event) => tell(event.data));
  if (navigator.locks && channel) {
    navigator.locks.request("derman-live", () => new Promise(() => { listen(); }));
  } else listen();
  addEventListener("pageshow", (event) => { if (event.persisted) tell({ what: "desk", id: 0 }); });
}
