// What everybody has to be able to use: at every width, with every aid.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** A desk and the narrowest width that a phone in a corridor has. */
export const WIDTHS = [1280, 390] as const;

/** Shows the page at a width, with a height that fits. */
export async function atWidth(page: Page, width: (typeof WIDTHS)[number]): Promise<void> {
  await page.setViewportSize({ width, height: width > 600 ? 900 : 844 });
}

/** Expects that axe finds nothing against WCAG 2.2 AA; nothing is left out. */
export async function expectAccessible(page: Page): Promise<void> {
  // No page has frames, so axe needs no second page to join what it found in them: that would take most of the time.
  expect(page.frames(), `frames on ${page.url()}`).toHaveLength(1);
  const axe = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).setLegacyMode(true);
  const found = await axe.analyze();
  const violations = found.violations.map((it) => `${it.id}: ${it.help} (${it.nodes.map((node) => node.target.join(" ")).join(", ")})`);
  expect(violations, `axe on ${page.url()}`).toEqual([]);
  // A page may scroll down, never sideways.
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, `pixels past the right edge on ${page.url()}`).toBeLessThanOrEqual(0);
}

/** Both of the above, at every width; the page is as wide as a desk again afterwards. */
export async function expectAccessibleAtEveryWidth(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await atWidth(page, width);
    await expectAccessible(page);
  }
  await atWidth(page, 1280);
}

/**
 * Compares what a screen reader is told of a page's main part with the committed snapshot of this name: all of it, word for
 * word. Ids and places in lists are left out, they say nothing to a person.
 */
export async function expectHeard(page: Page, name: string): Promise<void> {
  const heard = await page.getByRole("main").ariaSnapshot();
  const plain = heard.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID").replace(/after=[^&"\s]+/g, "after=PLACE");
  expect(`${plain}\n`).toMatchSnapshot(`${name}.yml`);
}
