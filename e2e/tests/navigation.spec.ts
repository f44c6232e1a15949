// Getting about: titles, focus, the way back, the keyboard alone, a phone, no script; and what the browser keeps afterwards.
import type { Page } from "@playwright/test";
import { atWidth, expectAccessibleAtEveryWidth } from "../accessible.ts";
import { cluster } from "../demonstration.ts";
import { expect, test } from "../fixtures.ts";
import { errors, heading, signIn } from "../person.ts";

const SENCO = "SENCO, Little Stoke";

test("each page has its title, takes the focus to its heading and starts at its top", async ({ page }) => {
  await signIn(page, SENCO);
  await expect(page).toHaveTitle("Home - SEND clusters");
  // Low, so that there is something to scroll.
  await page.setViewportSize({ width: 1280, height: 400 });
  const ways: [string, string, string][] = [
    ["Schools", "Schools", "Schools - SEND clusters"],
    ["Bailey's Court Primary School", "Bailey's Court Primary School", "Bailey's Court Primary School - SEND clusters"],
    ["Cluster 2", "Cluster 2", "Cluster 2 - SEND clusters"],
    ["Members and roles", "Members and roles", "Members and roles of Cluster 2 - SEND clusters"],
    ["Clusters", "Clusters", "Clusters - SEND clusters"],
    ["Plan and money", "Plan", "Plan of Cluster 2 - SEND clusters"],
    ["See the money of the cluster", "Money", "Money of Cluster 2 - SEND clusters"],
    ["What works", "What works", "What works - SEND clusters"],
    ["Settings", "Settings", "Settings - SEND clusters"],
    ["Account", "Your account", "Your account - SEND clusters"],
  ];
  for (const [link, text, title] of ways) {
    const one = page.getByRole("link", { name: link, exact: true }).first();
    await one.scrollIntoViewIfNeeded();
    await one.click();
    await expectArrived(page, text, title);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  }
  for (const [, text, title] of ways.toReversed().slice(1)) {
    await page.goBack();
    await expectArrived(page, text, title);
  }
  await page.goForward();
  await expectArrived(page, ways[1][1], ways[1][2]);
  // A page that is loaded anew is the same page.
  await page.reload();
  await expect(heading(page)).toHaveText(ways[1][1]);
});

test("a part of the page that does not arrive is asked for again", async ({ page, context, problems }) => {
  // Both the browser and the loader say that it did not come.
  problems.expect(/split_|parts[.]js/);
  await signIn(page, SENCO);
  const parts = /[/]split_[a-z]+[.]wasm$/;
  await context.route(parts, (route) => route.abort());
  await page.getByRole("link", { name: "What works", exact: true }).first().click();
  await expectArrived(page, "We cannot reach the service", "We cannot reach the service - SEND clusters");
  // What is there still works.
  await page.getByRole("link", { name: "Schools", exact: true }).first().click();
  await expect(heading(page)).toHaveText("Schools");
  await page.goBack();
  // It is asked for anew, and has to fail before the way is free again.
  await expectArrived(page, "We cannot reach the service", "We cannot reach the service - SEND clusters");
  await context.unroute(parts);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(heading(page)).toHaveText("What works");
});

test("the way back is as long as the way there", async ({ page }) => {
  await signIn(page, SENCO);
  const names = ["Clusters", "Schools", "Settings", "Schools", "Clusters"];
  for (const name of names) {
    await page.getByRole("link", { name, exact: true }).first().click();
    await expect(heading(page)).toHaveText(name);
  }
  for (const name of ["Schools", "Settings"]) {
    await page.goBack();
    await expect(heading(page)).toHaveText(name);
  }
  // From the middle another way is taken.
  await page.getByRole("link", { name: "Clusters", exact: true }).first().click();
  await expect(heading(page)).toHaveText("Clusters");
  for (const name of ["Settings", "Schools", "Clusters", "What needs you"]) {
    await page.goBack();
    await expect(heading(page)).toHaveText(name);
  }
});

test("whoever presses back twice in a moment is two pages back, and can go forward again", async ({ page }) => {
  await signIn(page, SENCO);
  const names = ["Clusters", "Schools", "Settings", "Clusters"];
  for (const name of names) {
    await page.getByRole("link", { name, exact: true }).first().click();
    await expect(heading(page)).toHaveText(name);
  }
  await page.evaluate(() => {
    // The second press comes before the page of the first is drawn.
    addEventListener("popstate", () => history.back(), { once: true });
    history.back();
  });
  await expect(heading(page)).toHaveText("Schools");
  await page.goBack();
  await expect(heading(page)).toHaveText("Clusters");
  for (const name of names.slice(1)) {
    await page.goForward();
    await expect(heading(page)).toHaveText(name);
  }
});

test("somebody without a mouse begins a proposal", async ({ page }) => {
  await signIn(page, SENCO);
  await page.goto(`${cluster(2)}/plan`);
  await expect(heading(page)).toContainText("Plan");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to main content" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Skip to main content" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main-content")).toBeFocused();
  await tabTo(page, "Propose an intervention");
  await page.keyboard.press("Enter");
  await expect(heading(page)).toHaveText("What do you propose?");
  await expect(heading(page)).toBeFocused();

  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Title")).toBeFocused();
  // Enter sends the form, as everywhere.
  await page.keyboard.press("Enter");
  await expect(errors(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Title")).toBeFocused();
  await page.keyboard.type("Sensory circuits in six schools");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByRole("radio").first()).toBeChecked();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByLabel("Training")).toBeChecked();
  await page.keyboard.press("Enter");

  await expect(heading(page)).toHaveText("Which priority does it serve?");
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByRole("radio").first()).toBeChecked();
  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");

  // The menu has something for this need already: one link each, then the question.
  await expect(heading(page)).toHaveText("Is something like this already there?");
  await expect(heading(page)).toBeFocused();
  const why = page.getByLabel("Why is something new needed?");
  for (let pressed = 0; pressed < 20 && !(await why.evaluate((it) => it === document.activeElement)); pressed++) {
    await page.keyboard.press("Tab");
  }
  await expect(why).toBeFocused();
  await page.keyboard.type("It is for other years.");
  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");

  await expect(heading(page)).toHaveText("Which outcomes does it serve?");
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox").first()).toBeChecked();
  await tabTo(page, "Continue");
  await page.keyboard.press("Enter");
  await expect(heading(page)).toHaveText("Why should it work?");
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox")).toBeFocused();
});

test("on a phone the main parts stand behind a button", async ({ page }) => {
  await signIn(page, SENCO);
  await atWidth(page, 390);
  const menu = page.getByRole("button", { name: "Menu" });
  await expect(menu).toHaveAttribute("aria-expanded", "false");
  await expect(page.getByRole("link", { name: "Schools", exact: true })).toBeHidden();
  await menu.click();
  await expect(menu).toHaveAttribute("aria-expanded", "true");
  await expectAccessibleAtEveryWidth(page);
  await atWidth(page, 390);
  await page.getByRole("link", { name: "Schools", exact: true }).click();
  await expect(heading(page)).toHaveText("Schools");
  await expect(menu).toHaveAttribute("aria-expanded", "false");
});

test("an address that leads nowhere says so, also to a machine", async ({ page, problems }) => {
  problems.expect(/status of 404/);
  await signIn(page, SENCO);
  const response = await page.goto("/clusters/2/nonsense/at/all");
  expect(response?.status()).toBe(404);
  await expect(heading(page)).toHaveText("Page not found");
  await expect(page).toHaveTitle("Page not found - SEND clusters");
  await expect(page.getByText("This is a demonstration.")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("link", { name: "Go to the home page" }).click();
  await expect(heading(page)).toHaveText("What needs you");
});

test("without JavaScript the page says what it needs", async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  for (const at of ["/", "/schools"]) {
    await page.goto(at);
    await expect(page.locator("noscript p")).toBeVisible();
    await expect(page.locator("noscript p")).toHaveText("This service needs JavaScript. Turn it on in your browser and open this page again.");
  }
  await context.close();
});

test("the browser keeps one cookie that no script reads, and nothing of what was typed", async ({ page, context }) => {
  await signIn(page, SENCO);
  await page.goto(`${cluster(2)}/plan`);
  await page.getByRole("button", { name: "Propose an intervention" }).click();
  await page.getByLabel("Title").fill("Something that is nobody else's business");
  await page.getByRole("link", { name: "Schools", exact: true }).click();
  await page.getByLabel("Name or URN").fill("chad");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("1 school found")).toBeVisible();

  const cookies = await context.cookies();
  expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
    { name: "session", httpOnly: true, sameSite: "Lax" },
  ]);
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookie: document.cookie,
  }));
  expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0, cookie: "" });
});

/** The page is there: its heading, its title, and the focus on the heading. */
async function expectArrived(page: Page, text: string, title: string): Promise<void> {
  await expect(page).toHaveTitle(title);
  await expect(heading(page)).toContainText(text);
  await expect(heading(page)).toBeFocused();
  await expect(page.getByText("This is a demonstration.")).toBeVisible();
}

/** Goes from field to field until the one of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = page.getByRole("button", { name }).or(page.getByRole("link", { name }));
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((it) => it === document.activeElement)) return;
  }
  throw new Error(`the keyboard does not reach "${name}"`);
}
