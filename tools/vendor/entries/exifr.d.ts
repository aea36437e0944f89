export { default } from "exifr";
