// People of the demonstration.
import { expect, type Locator, type Page } from "@playwright/test";

/** Signs in as a person of the demonstration, by name, and waits until the page has started. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: `Sign in as ${name}`, exact: true }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
  await started(page);
}

/** Waits until the page has taken over from what `index.html` shows while it loads. */
export async function started(page: Page): Promise<void> {
  await expect(page.locator("#starting")).toHaveCount(0);
}

/** The heading of the page. A line above it may say whose it is. */
export function heading(page: Page): Locator {
  return page.getByRole("heading", { level: 1 });
}

/** What is wrong with a form, above its heading. */
export function errors(page: Page): Locator {
  return page.locator(".govuk-error-summary");
}
