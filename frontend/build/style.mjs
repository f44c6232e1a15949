// Makes frontend/generated/style.css from main.scss before Trunk looks for it.
// Trunk watches the folder, so the file is written only when it is different.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const root = fileURLToPath(new URL("../../", import.meta.url));
const target = `${root}frontend/generated/style.css`;
const { css } = compile(`${root}frontend/style/main.scss`, { style: "compressed", loadPaths: [root], quietDeps: true });

if (!existsSync(target) || readFileSync(target, "utf8") !== css) {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, css);
}
