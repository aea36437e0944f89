export { default } from "postal-mime";
// Not among what the package names to others; it is what it reads HTML with.
export { decodeHTMLEntities } from "../../../node_modules/postal-mime/dist/esm/text-format.js";
