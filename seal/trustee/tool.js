// Everything of the tool but its page, for tests.
export * from "./core.js";
export * from "./formats.js";
export * from "./slip39.js";
