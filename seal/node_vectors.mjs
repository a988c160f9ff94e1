// `node seal/node_vectors.mjs ENVELOPE_BUNDLE < JSON`: seals each choice; the tests open them.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { b64, readManifest, sealBallot } = await import(pathToFileURL(process.argv[2]));
const { manifest, hash, ballots } = JSON.parse(readFileSync(0, "utf8"));
const read = await readManifest(new TextEncoder().encode(manifest), hash);
const made = [];
for (const [paper, choices] of ballots) {
  const { envelope, tracker, seal } = await sealBallot(read, paper, choices);
  made.push({ paper, choices, envelope: b64(envelope), tracker, seal });
}
process.stdout.write(JSON.stringify(made));
