// The pictures of the README: `cargo xtask screenshots` takes them anew into docs/screenshots/.
import { fileURLToPath } from "node:url";
import { atWidth, type WIDTHS } from "../accessible.ts";
import { cluster } from "../demonstration.ts";
import { expect, test } from "../fixtures.ts";
import { heading, signIn } from "../person.ts";

const PICTURES: [name: string, width: (typeof WIDTHS)[number], at: string, heading: string][] = [
  ["home-1280", 1280, "/", "What needs you"],
  ["home-390", 390, "/", "What needs you"],
  ["plan-1280", 1280, `${cluster(2)}/plan`, "Plan"],
  ["money-1280", 1280, `${cluster(2)}/money`, "Money"],
];

for (const [name, width, at, text] of PICTURES) {
  test(name, async ({ page }) => {
    await signIn(page, "Headteacher, Filton Hill");
    await atWidth(page, width);
    await page.goto(at);
    await expect(heading(page)).toContainText(text);
    const path = fileURLToPath(new URL(`../../docs/screenshots/${name}.png`, import.meta.url));
    await page.screenshot({ path, fullPage: true, animations: "disabled" });
  });
}
