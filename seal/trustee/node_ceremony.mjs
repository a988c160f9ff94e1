// What the tool makes of given files, outside any browser: `node node_ceremony.mjs BUNDLE < asked.json`.
import { readFileSync } from "node:fs";

const [bundle] = process.argv.slice(2);
const tool = await import(bundle);
const asked = JSON.parse(readFileSync(0, "utf8"));
const bytes = said => new Uint8Array(Buffer.from(said, "base64"));
const b64 = data => Buffer.from(data).toString("base64");
const refused = async act => {
  try {
    await act();
    return null;
  } catch (fault) {
    return fault.code;
  }
};

const ceremony = async () => {
  const made = { keys: [], shares: [] }, keys = [];
  const manifest = await tool.readManifest(bytes(asked.manifest));
  const box = await tool.readBox(manifest, bytes(asked.box));
  for (const [at, secret] of asked.secrets.entries()) {
    const key = await tool.keyOf(manifest.suite, bytes(secret));
    keys.push(key);
    made.keys.push({ public: b64(await tool.publicFile(key, `Trustee ${at + 1}`)),
      fingerprint: await tool.fingerprint(manifest.suite, manifest.trustees[at]) });
    made.shares.push(b64((await tool.shareFile(manifest, box, key)).file));
  }
  const shares = asked.shares.map(bytes), opening = await tool.openBox(manifest, box, shares, keys[0]);
  made.refused = [
    await refused(() => tool.openBox(manifest, box, shares.slice(0, 1), keys[0])),
    await refused(() => tool.openBox(manifest, box, shares, keys[2])),
    await refused(() => tool.readBox(manifest, bytes(asked.box).slice(0, -1))),
    await refused(() => tool.destroyed(manifest, keys[1], "1 May")),
    await refused(() => tool.drawn(manifest, keys[1], bytes(asked.result))),
  ];
  return {
    ...made, root: box.root, ballots: b64(opening.file), opening: b64(opening.statement),
    destroyed: b64(await tool.destroyed(manifest, keys[1], "2027-05-01")),
    counted: b64((await tool.counted(manifest, keys[1], bytes(asked.result)))[1]),
    sheets: await tool.sheets(bytes(asked.secrets[0]), 2, 3), combined: b64(await tool.combine(asked.sheets)),
  };
};
const witnessed = async () => {
  const manifest = await tool.readManifest(bytes(asked.manifest));
  const key = await tool.keyOf(manifest.suite, bytes(asked.secret)), folders = [];
  for (const folder of asked.folders) {
    const files = new Map(Object.entries(folder).map(([name, body]) => [name, bytes(body)]));
    folders.push(await tool.verify(files, { manifest: manifest.told, seal: "" }));
  }
  const [, lot] = await tool.drawn(manifest, key, bytes(asked.lot));
  const [, counted] = await tool.counted(manifest, key, bytes(asked.result));
  return { folders, lot: b64(lot), counted: b64(counted) };
};
process.stdout.write(JSON.stringify(await (asked.box ? ceremony() : witnessed())));
