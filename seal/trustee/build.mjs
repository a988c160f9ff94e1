// Builds the trustees' tool: one HTML file with everything in it, the same bytes each time.
//     node seal/trustee/build.mjs [FILE]
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const here = new URL("./", import.meta.url), root = new URL("../../", here);
const read = (path, base = here) => readFileSync(new URL(path, base), "utf8");
const out = process.argv[2] ?? new URL("nswp_gov/elections/tool/nswp-trustee.html", root);

// The sentences of the tool at the console, so that both say the same.
const lines = part => [...part.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(found => JSON.parse(`"${found[1]}"`)).join("");
const sentences = language => {
  const po = read(`trustee/nswp_trustee/locale/${language}/LC_MESSAGES/nswp_trustee.po`, root);
  const entries = po.matchAll(/^msgid ((?:"[^\n]*"\n)+)msgstr ((?:"[^\n]*"\n?)+)/gm);
  return Object.fromEntries([...entries].map(found => [lines(found[1]), lines(found[2])]).filter(([id]) => id));
};
const own = JSON.parse(read("texts.json"));
const page = read("page.js");
const isUsed = id => page.includes(JSON.stringify(id)) || page.includes(`\`${id}\``);
const texts = {};
for (const language of ["en", "fr", "es", "ru", "zh_Hans"]) {
  const all = { ...sentences(language), ...Object.fromEntries(Object.entries(own).map(([id, said]) => [id, said[language] ?? id])) };
  texts[language] = Object.fromEntries(Object.entries(all).filter(([id]) => isUsed(id)));
}
const made = await build({
  entryPoints: [new URL("page.js", here).pathname],
  bundle: true, minify: true, format: "iife", target: "es2022", charset: "utf8", write: false, legalComments: "none",
  absWorkingDir: root.pathname, loader: { ".txt": "text" }, define: { TEXTS: JSON.stringify(texts) },
  banner: { js: "/* The trustees' tool; source and build: seal/trustee/. Holds parts of mlkem 2.7.0, MIT, (c) 2024 Ajitomi Daisuke; words of SLIP-0039. */" },
});
const script = made.outputFiles[0].text.trim().replaceAll("</script", "<\\/script"), style = read("page.css").trim();
const hash = data => createHash("sha256").update(data).digest("base64");
const fill = { "SCRIPT-HASH": hash(script), "STYLE-HASH": hash(style), STYLE: style, SCRIPT: script };
writeFileSync(out, read("page.html").replace(/SCRIPT-HASH|STYLE-HASH|STYLE|SCRIPT/g, name => fill[name]));
