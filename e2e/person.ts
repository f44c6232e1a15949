// People of the demonstration.
import { expect, type Page } from "@playwright/test";

/** Signs in as the person whom the demonstration's sign-in page lists under this label. */
export async function signIn(page: Page, label: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("radio", { name: label }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}
