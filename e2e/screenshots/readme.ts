// The pictures of the README: `cargo xtask screenshots` takes them, from the demonstration on its fixed day.
import { fileURLToPath } from "node:url";
import { atWidth, WIDTHS } from "../accessible.ts";
import { test } from "../fixtures.ts";
import { signIn } from "../person.ts";

const FOLDER = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

/** The file's name, who looks, and at what. */
const PICTURES: { name: string; person?: string; path: string }[] = [{ name: "sign-in", path: "/sign-in" }];

for (const { name, person, path } of PICTURES) {
  test(name, async ({ page }) => {
    if (person) await signIn(page, person);
    await page.goto(path, { waitUntil: "networkidle" });
    for (const width of WIDTHS) {
      await atWidth(page, width);
      await page.screenshot({ path: `${FOLDER}${name}-${width}.png`, fullPage: true, animations: "disabled" });
    }
  });
}
