export { ZxcvbnFactory } from "@zxcvbn-ts/core";
export * as common from "@zxcvbn-ts/language-common";
export * as french from "@zxcvbn-ts/language-fr";
