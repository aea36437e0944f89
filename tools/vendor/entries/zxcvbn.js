export { ZxcvbnFactory } from "@zxcvbn-ts/core";
export { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";
export { dictionary as english } from "@zxcvbn-ts/language-en";
export { dictionary as french } from "@zxcvbn-ts/language-fr";
