/** The story is not asked twice: a step takes what another was told, and never over what she wrote or emptied. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { reused } from "../../../static/js/flows/steps/reuse.js";

const COMPLAINT = ["name", "address", "reach", "court", "harm", "before", "city"];

test("the same field is filled from another step, the latest that has words", () => {
  const others = [{ name: "Ana B.", city: "Lyon" }, { name: "Ana Besson", city: " " }];
  assert.deepEqual(reused(COMPLAINT, {}, others), { name: "Ana Besson", city: "Lyon" });
});

test("what has changed is one story, under three names", () => {
  assert.deepEqual(reused(COMPLAINT, {}, [{ changed: "Je ne dors plus." }]), { harm: "Je ne dors plus." });
  assert.deepEqual(reused(["effects"], {}, [{ changed: "Je ne dors plus.", effects: "Mon travail." }]), { effects: "Mon travail." });
});

test("what she wrote or emptied stays as it is", () => {
  assert.deepEqual(reused(COMPLAINT, { name: "", harm: "Autre chose." }, [{ name: "Ana", changed: "Je ne dors plus." }]), {});
});

test("nothing is made of nothing", () => {
  assert.deepEqual(reused(COMPLAINT, {}, []), {});
  assert.deepEqual(reused(["visit"], {}, [{ name: "Ana" }]), {});
});
