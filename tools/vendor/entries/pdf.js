export { getDocument, GlobalWorkerOptions, TextLayer, version } from "pdfjs-dist/legacy/build/pdf.mjs";
