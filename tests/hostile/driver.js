/**
 * What a test can do in a tab: the product's own modules, as the page serves them. Nothing here stands in for any of them.
 *
 * Evaluated once in a page with the address of the versioned scripts; leaves `memo` on the window.
 */
async (scripts) => {
  const load = (name) => import(`${scripts}${name}.js`);
  const names = ["session", "catalogue", "records", "events", "evidence", "contacts", "timelines", "files", "reading", "uploads", "drafts", "sources", "shares", "reader", "keys", "identifier", "phrase", "recovery", "settings"];
  const flows = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await load(`flows/${name}`)])));
  const { errorCode, errorText } = await load("ui/messages");
  const sealedFile = await load("flows/sealed-file");
  const { codeOf } = await load("flows/errors");
  const encoding = await load("crypto/encoding");

  // A worker may be started ahead of time; what counts is what it is asked to do.
  const orders = [];
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...more) {
    orders.push(message?.name);
    return postMessage.call(this, message, ...more);
  };

  /** The end of an act: its value, or the code and the sentence that a person would read. */
  const told = async (act) => {
    try {
      return { value: (await act()) ?? null };
    } catch (error) {
      return { code: codeOf(error), known: errorCode(error), text: errorText(error), why: String(error?.stack ?? error) };
    }
  };

  const titles = () => flows.catalogue.rows().map((row) => row.summary?.title).toSorted();

  /** The door, then the lists. */
  const enter = async (owner) => {
    await flows.session.open(owner);
    await flows.catalogue.loadCatalogue();
    return titles();
  };

  /** A new vault, open, whose recovery words were typed back: it takes files. */
  const newVault = async (owner) => {
    await flows.phrase.makeVault(owner);
    await flows.catalogue.loadCatalogue();
    const words = await flows.phrase.wordsToCheck();
    await flows.phrase.confirmPhrase([0, 11], [words[0], words[11]]);
    return words;
  };

  /** A file whose bytes follow from its name and size, the same each time. */
  const file = (name, size, type = "application/octet-stream", { edit = -1, modified = 1_700_000_000_000 } = {}) => {
    const bytes = new Uint8Array(size);
    let state = 0x9e3779b9 ^ name.length;
    const words = new Uint32Array(bytes.buffer, 0, Math.floor(size / 4));
    for (let i = 0; i < words.length; i += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      words[i] = state;
    }
    if (edit >= 0) bytes[edit] ^= 0xff;
    return new File([bytes], name, { type, lastModified: modified });
  };

  const wholeFile = async (reference, source) => {
    const blob = await flows.reading.readFile(reference, source);
    return encoding.b64(new Uint8Array(await blob.arrayBuffer()));
  };

  /** The recipient's way: link out of the address, code as typed. */
  let shown;
  const openShare = async (code) => {
    flows.reader.parseLink();
    shown = await flows.reader.openShare(code);
    return shown.document.items.map((item) => item.document.title);
  };

  const sharedFile = () => {
    const { document } = shown.document.items.find((item) => item.document.file);
    return wholeFile(document.file, shown.source);
  };

  const keep = async (name, size, title = name) => {
    const reference = await flows.files.keepFile(file(name, size));
    return { id: await flows.evidence.save({ title, file: reference }), reference };
  };

  /** What was begun and must not end yet: `begin` starts it, `state` looks, `end` waits for it. */
  const begun = new Map();
  const begin = (name, act) => {
    const entry = { done: false };
    entry.end = told(act).then((result) => {
      entry.done = true;
      return result;
    });
    begun.set(name, entry);
  };

  globalThis.memo = { ...flows, sealedFile, encoding, told, titles, enter, newVault, file, keep, wholeFile, openShare, sharedFile, begin, begun, orders };
};
