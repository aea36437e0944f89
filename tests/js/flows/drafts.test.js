/** How much of what somebody is writing can be kept. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeBrowser } from "./browser.js";
import { Server } from "./server.js";

makeBrowser();
const session = await import("../../../static/js/flows/session.js");
const { drafts, keepDraft } = await import("../../../static/js/flows/drafts.js");
const { TEXT_LIMIT } = await import("../../../static/js/crypto/constants.js");
const { unb64 } = await import("../../../static/js/crypto/encoding.js");

const KEPT_BY_THE_SERVER = 512 * 1024;
const LOGIN = "citron-vapeur-0482";
const PASSWORD = "vapeur citron bateau lampe girafe hiver sapin nuage";

const server = new Server();

before(async () => {
  globalThis.fetch = server.fetch;
  await session.register({ login: LOGIN, password: PASSWORD });
});
after(() => session.leave());

for (const [what, character] of [["letters of four bytes", "𝒶"], ["quotes and ends of lines", "\"\n"]]) {
  test(`four full fields of ${what} are kept`, async () => {
    const field = [...character.repeat(TEXT_LIMIT)].slice(0, TEXT_LIMIT).join("");
    const body = { facts: field, effects: field, quotes: field, notes: field };

    const id = await keepDraft("event", body);

    assert.ok(unb64(server.drafts.get(id)).length <= KEPT_BY_THE_SERVER);
    assert.deepEqual((await drafts()).find((draft) => draft.id === id)?.body, body);
  });
}

test("a draft that the server would refuse is told before it is sent", async () => {
  const kept = server.drafts.size;

  await assert.rejects(keepDraft("event", { facts: "a".repeat(KEPT_BY_THE_SERVER) }), { code: "draft_too_large" });

  assert.equal(server.drafts.size, kept);
});
