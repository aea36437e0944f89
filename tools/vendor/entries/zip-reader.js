export { ZipReader } from "@zip.js/zip.js/lib/zip-core-reader.js";
