/**
 * Entry of the landmark: the sentences come with the page, the answers live in this tab alone and end with it. The page can be ticked
 * before this module is there; what is ticked by then stays.
 */
import { render } from "../ui/html.js";
import { ScaleLook } from "./scale-look.js";

/** @param {HTMLElement} place @param {string} content */
function start(place, content) {
  const draw = () => render(look.view(), place);
  const look = new ScaleLook(JSON.parse(content), { refresh: draw });
  const ticked = [...place.querySelectorAll("input[type=checkbox]:checked")];
  look.answers = Object.fromEntries(ticked.map(({ id }) => [id, "yes"]));
  if (place.querySelector("input[value=relative]:checked")) look.audience = "relative";
  const focused = place.contains(document.activeElement) ? document.activeElement?.id : undefined;
  place.replaceChildren();
  draw();
  if (focused) document.getElementById(focused)?.focus();
}

const place = document.getElementById("scale");
const content = place?.dataset["content"];
if (place && content) start(place, content);
