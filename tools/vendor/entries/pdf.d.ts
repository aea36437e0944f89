export { getDocument, GlobalWorkerOptions, TextLayer, version } from "pdfjs-dist";
