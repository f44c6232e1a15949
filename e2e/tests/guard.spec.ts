// The guard around every test hears what it is there to hear: each complaint is made on purpose, and a test fails if an
// expected complaint does not come.
import type { Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { expect, test } from "../fixtures.ts";

test("an error in a script is heard", async ({ page, problems }) => {
  problems.expect(/script: planted/);
  await show(page, "<script>setTimeout(() => { throw new Error('planted') })</script><p>thrown</p>");
});

test("an error in the console of another person's browser is heard", async ({ another, problems }) => {
  problems.expect(/console: planted/);
  await show(await another(), "<script>console.error('planted')</script><p>written</p>");
});

test("what the content security policy refuses is heard", async ({ page, problems }) => {
  problems.expect(/content security policy: script-src/);
  problems.expect(/Content Security Policy/);
  await show(page, "<script>planted()</script><p>refused</p>", "script-src 'none'");
});

test("a request to somebody else's machine is heard", async ({ page, problems }) => {
  problems.expect(/request to http:\/\/elsewhere\.invalid/);
  problems.expect(/console: Failed to load resource/);
  await show(page, "<img alt='' src='http://elsewhere.invalid/dot.png'><p>asked</p>");
});

test("axe fails a field without a label", async ({ page }) => {
  await show(page, "<main><h1>Planted</h1><input></main>");
  await expect(expectAccessible(page)).rejects.toThrow(/label/);
});

/** Shows a page of our own making in place of the server's. */
async function show(page: Page, body: string, policy?: string): Promise<void> {
  const html = `<!doctype html><html lang="en"><head><title>Planted</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`;
  const headers = { "content-type": "text/html", ...(policy ? { "content-security-policy": policy } : {}) };
  await page.route("**/planted", (route) => route.fulfill({ body: html, headers }));
  await page.goto("/planted", { waitUntil: "networkidle" });
}
