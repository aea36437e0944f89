/**
 * The service worker: lets the browser read a decrypted file by ranges, as if it came from a server.
 *
 * A classic script without keys and without state. `/sealed/<token>` is answered by the window that made the token, asked through a
 * channel of its own: one message for a range, one message per piece for a whole file. All else goes to the network untouched.
 */

const worker = /** @type {any} */ (self);
const PREFIX = "/sealed/";
// Milliseconds that a window may take to say whether a token is its own.
const PATIENCE = 10_000;
/** Bytes of pieces after which the collector is pressed, and of what it is shown: never touched, so no memory is taken for it. */
const PRESSED_EACH = 8 * 1024 * 1024;
const SHOWN = 64 * 1024 * 1024;

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (/** @type {any} */ event) => {
  // A page loaded past the service worker asks for it; "alive" only keeps a long answer from being cut.
  if (event.data === "claim") event.waitUntil(worker.clients.claim());
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const url = new URL(event.request.url);
  if (url.origin !== worker.location.origin || !url.pathname.startsWith(PREFIX)) return;
  event.respondWith(answer(url.pathname.slice(PREFIX.length), event.request.headers.get("Range")));
});

/** @param {string} token @param {string | null} range @returns {Promise<Response>} */
async function answer(token, range) {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const found = await Promise.any(windows.map((/** @type {any} */ client) => ask(client, token, range))).catch(() => null);
  if (found === null) return new Response(null, { status: 404, headers: { "Cache-Control": "no-store" } });
  const { port, status, headers, body } = found;
  return new Response(body === "pieces" ? stream(port) : body, { status, headers });
}

/**
 * @param {any} client
 * @param {string} token
 * @param {string | null} range
 * @returns {Promise<any>} what that window says; rejected when the token is not its own
 */
function ask(client, token, range) {
  return new Promise((resolve, reject) => {
    const { port1: port, port2 } = new MessageChannel();
    const timer = setTimeout(reject, PATIENCE);
    port.onmessage = ({ data }) => {
      clearTimeout(timer);
      if (data.unknown) reject();
      else resolve({ ...data, port });
    };
    client.postMessage({ sealed: token, range }, [port2]);
  });
}

/** Pieces already given stay in memory until a collection, which this small heap would put off for hundreds of megabytes. */
function pressCollector() {
  try {
    void new ArrayBuffer(SHOWN);
  } catch {
    // No room to ask: then memory is short, and the browser collects by itself.
  }
}

/** Pieces are asked for one by one, so that memory stays flat whatever the size. @param {MessagePort} port */
function stream(port) {
  let given = 0;
  return new ReadableStream({
    pull(controller) {
      return new Promise((resolve, reject) => {
        port.onmessage = ({ data }) => {
          if (data.piece) {
            controller.enqueue(new Uint8Array(data.piece));
            given += data.piece.byteLength;
            if (given >= PRESSED_EACH) {
              given = 0;
              pressCollector();
            }
          } else if (data.end) controller.close();
          else return reject(new TypeError("the file could not be read to its end"));
          resolve(undefined);
        };
        port.postMessage("pull");
      });
    },
    cancel() {
      port.postMessage("cancel");
    },
  }, { highWaterMark: 0 });
}
