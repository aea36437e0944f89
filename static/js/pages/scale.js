/** Entry of the landmark: the sentences come with the page, the answers live in this tab alone and end with it. */
import { render } from "../ui/html.js";
import { ScaleLook } from "./scale-look.js";

/** @param {HTMLElement} place @param {string} content */
function start(place, content) {
  const draw = () => render(look.view(), place);
  const look = new ScaleLook(JSON.parse(content), { refresh: draw });
  place.replaceChildren();
  draw();
}

const place = document.getElementById("scale");
const content = place?.dataset["content"];
if (place && content) start(place, content);
