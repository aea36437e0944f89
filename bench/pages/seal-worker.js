/**
 * One worker, one buffer of random bytes, five ways to seal it. What each gives is counted and dropped.
 *
 * All read the same memory in blocks of one MiB. Ours and raw WebCrypto both copy each result into a buffer that is used
 * again, as anything must that goes on to send or store it; the others give buffers of their own and are not made to copy.
 */

import { Encrypter, generateIdentity, identityToRecipient } from "age-encryption";
import sodium from "libsodium-wrappers-sumo";
import * as openpgp from "openpgp";

import { Opener, Sealer, sealedSize } from "../../static/js/crypto/sealing.js";
import { Spent } from "../../static/js/workers/spent.js";

const BLOCK = 1024 * 1024;
const RECORD = 256 * 1024;
const TAG = 16;
const LANES = 4;
const SODIUM_BLOCK = 4 * 1024 * 1024;
const CONTEXT = new TextEncoder().encode("bench");

let bytes = new Uint8Array(0);

/** @param {number} size */
function fill(size) {
  if (bytes.length === size) return;
  bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
}

/** @param {number} step @returns {Generator<Uint8Array>} */
function* blocks(step) {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

function stream() {
  const all = blocks(BLOCK);
  return new ReadableStream({
    pull(controller) {
      const { done, value } = all.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

/** @param {ReadableStream<Uint8Array>} sealed */
async function drain(sealed) {
  let count = 0;
  const reader = sealed.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) count += value.length;
  return count;
}

const sides = {
  async ours() {
    const key = crypto.getRandomValues(new Uint8Array(32));
    const spent = new Spent();
    const sealer = await Sealer.create(key, CONTEXT, undefined, (buffer) => spent.add(buffer));
    const into = new Uint8Array(2 * BLOCK);
    let count = sealer.header().length;
    for (const block of blocks(BLOCK)) count += (await sealer.update(block, into)).length;
    count += (await sealer.finish()).length;
    if (count !== sealedSize(bytes.length)) throw new Error("a sealed object has another size");
    await opens(key);
    return count;
  },

  async raw() {
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const into = new Uint8Array(LANES * (RECORD + TAG));
    const all = blocks(RECORD);
    let [count, number] = [0, 0];
    const lane = async (_, place) => {
      for (let { done, value } = all.next(); !done; { done, value } = all.next()) {
        const iv = new Uint8Array(12);
        new DataView(iv.buffer).setUint32(8, number++);
        const result = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, value));
        into.set(result, place * (RECORD + TAG));
        count += result.length;
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return count;
  },

  async secretstream() {
    await sodium.ready;
    const key = sodium.crypto_secretstream_xchacha20poly1305_keygen();
    const { state } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
    let count = 0;
    for (const block of blocks(SODIUM_BLOCK)) {
      const tag = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
      count += sodium.crypto_secretstream_xchacha20poly1305_push(state, block, null, tag).length;
    }
    return count;
  },

  async age() {
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(await generateIdentity()));
    return drain(await encrypter.encrypt(stream()));
  },

  async openpgp() {
    const { aead } = openpgp.enums;
    const config = { aeadProtect: true, preferredAEADAlgorithm: aead.gcm };
    const sessionKey = { data: crypto.getRandomValues(new Uint8Array(32)), algorithm: "aes256", aeadAlgorithm: "gcm" };
    const message = await openpgp.createMessage({ binary: stream() });
    return drain(await openpgp.encrypt({ message, sessionKey, format: "binary", config }));
  },
};

/** What was sealed this way opens again: a bench of something that does not work says nothing. @param {Uint8Array} key */
async function opens(key) {
  const sealer = await Sealer.create(key, CONTEXT);
  const sealed = await sealer.update(bytes.subarray(0, BLOCK));
  const last = await sealer.finish();
  const opener = await Opener.create(key, CONTEXT, sealer.header());
  const plain = await opener.update(sealed);
  await opener.update(last);
  await opener.finish();
  if (plain[BLOCK - 17] !== bytes[BLOCK - 17]) throw new Error("what was sealed does not open");
}

addEventListener("message", async ({ data: { name, size } }) => {
  try {
    fill(size);
    const start = performance.now();
    const count = await sides[name]();
    const seconds = (performance.now() - start) / 1000;
    if (count < size) throw new Error(`${name} sealed less than it was given`);
    postMessage({ seconds });
  } catch (error) {
    postMessage({ error: `${name}: ${error?.message}` });
  }
});
