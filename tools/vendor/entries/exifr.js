export { default } from "exifr/dist/lite.esm.mjs";
