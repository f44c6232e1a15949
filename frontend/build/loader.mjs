// Moves the one inline script that Trunk writes into a file of its own, so that the content security policy can be a
// constant without 'unsafe-inline' and without a hash that changes with every build.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const dir = process.env.TRUNK_STAGING_DIR;
const page = `${dir}/index.html`;
const html = readFileSync(page, "utf8");

const inline = [...html.matchAll(/<script\b(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
if (inline.length !== 1) throw new Error(`expected one inline script in ${page}, found ${inline.length}`);
if (/\sstyle=|<style\b|\son[a-z]+=/.test(html)) throw new Error(`${page} has inline styles or handlers, which the policy refuses`);

const [tag, code] = inline[0];
const name = `start-${createHash("sha256").update(code).digest("hex").slice(0, 16)}.js`;
writeFileSync(`${dir}/${name}`, code);
writeFileSync(page, html.replace(tag, () => `<script type="module" src="/${name}"></script>`));
