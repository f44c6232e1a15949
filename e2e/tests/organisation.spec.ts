// Clusters, schools and the people in them: what the register brings, how it is found, and who sees what.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expectAccessibleAtEveryWidth } from "../accessible.ts";
import { cluster, id, school } from "../demonstration.ts";
import { expect, test } from "../fixtures.ts";
import { answerTo } from "../network.ts";
import { heading, signIn } from "../person.ts";
import { BINARY } from "../server.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FIXTURE = join(ROOT, "fixtures/gias.csv");
const REGISTER = join(process.env.SEND_DATA_DIR ?? join(ROOT, "../shared/data"), "school_register_2018_803_919_926.csv");

test("somebody finds a school however the apostrophe is typed @postgres", async ({ page }) => {
  await signIn(page, "SENCO, Little Stoke");
  await page.getByRole("link", { name: "Schools" }).click();
  for (const typed of ["St Chad's", "st chads", "ST CHAD’S", "chad’s patchway", "  St.  Chad's "]) {
    await page.goto("/schools");
    await search(page, typed);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText("St Chad's Patchway CofE Primary School");
    await expect(page.getByText("1 school found")).toBeVisible();
  }
  await search(page, "900018");
  await expect(rows(page)).toContainText("Bradley Stoke Community School");
  await search(page, "Hogwarts");
  await expect(page.getByText("No school fits. Use fewer words, another phase or cluster, or show closed schools too.")).toBeVisible();
});

test("the list of schools is filtered, paged, and gone back in", async ({ page }) => {
  await signIn(page, "SENCO, Little Stoke");
  await page.goto("/schools");
  await expect(page.getByText("83 schools found")).toBeVisible();
  // All pages together are all schools, each once, in the order of their names.
  const names = await rows(page).getByRole("rowheader").allInnerTexts();
  const first = names[0];
  for (const next = page.getByRole("link", { name: "Next page" }); (await next.count()) > 0; ) {
    await next.click();
    await expect(rows(page).first()).not.toContainText(names.at(-25) ?? "");
    await expect(heading(page)).toBeFocused();
    names.push(...(await rows(page).getByRole("rowheader").allInnerTexts()));
  }
  await expect(page.getByText("83 schools found")).toBeVisible();
  expect(new Set(names).size).toBe(83);
  expect(names).toHaveLength(83);
  const plain = names.map((it) => it.toLowerCase().replace(/['’.]/g, "").replace(/\W+/g, " "));
  expect(plain).toEqual([...plain].sort());
  for (const expected of [names[50], names[25], first]) {
    await page.goBack();
    await expect(rows(page).first()).toContainText(expected);
  }

  await page.getByLabel("Phase").selectOption("Secondary");
  await page.getByLabel("Cluster").selectOption("Cluster 2");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(rows(page)).toHaveCount(3);
  await expectAccessibleAtEveryWidth(page);
  await search(page, "patchway");
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole("link").click();
  await expect(heading(page)).toHaveText("Patchway Community School");
  await page.goBack();
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByLabel("Name or URN")).toHaveValue("patchway");
  await expect(page.getByLabel("Phase")).toHaveValue("Secondary");
  await page.goBack();
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByLabel("Name or URN")).toHaveValue("");
});

test("a school shows the clusters it was in, and a cluster what it was merged from", async ({ page }) => {
  await signIn(page, "SENCO, Beggar's Bush 4 (invented)");
  await page.goto(school("Dyer's Brook Primary School 5 (invented)"));
  await expect(rows(page)).toHaveText([/Cluster 4.*None.*July 2018.*Today/, /Cluster 5.*None.*1 April 2018.*July 2018/]);
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("link", { name: "Cluster 4", exact: true }).click();
  await expect(heading(page)).toHaveText("Cluster 4");
  await expect(page.getByText("16 schools", { exact: true })).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("link", { name: "Cluster 5", exact: true }).click();
  await expect(page.getByText("This cluster closed on 12 July 2018. It was merged into Cluster 4.")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("link", { name: "Clusters", exact: true }).first().click();
  await expect(page.getByRole("row", { name: "Cluster 5" })).toContainText("Closed on 12 July 2018, merged into Cluster 4");
});

test("the members of a cluster are listed by role, and a vacancy is pointed out", async ({ page }) => {
  await signIn(page, "Headteacher, Abbotswood");
  await page.goto(cluster(3));
  await page.getByRole("link", { name: "Members and roles" }).click();
  await expect(page.getByText("Vacant: SEND host. Nobody holds this today.")).toBeVisible();
  await expect(heading(page)).toContainText("Cluster 3");
  await expect(page.getByRole("row", { name: "Headteacher, Frampton Cotterell Board chair Cluster 3" })).toBeVisible();
  await expect(page.getByText("O'Hara Road")).toHaveCount(0);
});

test("a Schools Forum member sees clusters and schools, and nothing inside", async ({ page }) => {
  await signIn(page, "Schools Forum member");
  await expect(page.getByRole("link", { name: "Plan and money" })).toHaveCount(0);
  await page.goto(cluster(2));
  await expect(heading(page)).toHaveText("Cluster 2");
  await expect(page.getByText("The plan and the money are shown to people with a role in this cluster")).toBeVisible();
  for (const name of ["Members and roles", "Plan", "Money"]) {
    await expect(page.getByRole("main").getByRole("link", { name, exact: true })).toHaveCount(0);
  }
  await page.goto(`${cluster(2)}/members`);
  await expect(heading(page)).toHaveText("You cannot see this page");
  const asked = { cluster: id("cluster: 2"), after: null };
  expect(await answerTo(page, "organisation/members", asked)).toEqual({ data: null, failure: { code: "FORBIDDEN" } });
});

test("a person's account says what they hold, and lets them out", async ({ page }) => {
  await signIn(page, "SENCO, Bradley Stoke and Abbeywood");
  await page.getByRole("link", { name: "Account" }).click();
  const roles = page.getByRole("table", { name: "Your roles" }).locator("tbody").getByRole("row");
  await expect(roles).toHaveText([/SENCO.*Abbeywood/, /SENCO.*Bradley Stoke/, /Board member.*Cluster 2/]);
  // What they see, and because of which role.
  await expect(page.getByRole("row", { name: "See the plan and the money Cluster 2 SENCO, Abbeywood" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await page.goto(cluster(2));
  await expect(heading(page)).toHaveText("Sign in to see this page");
});

// These two change the schools that the others look at, so they come last.

test("the register that an administrator imports is what the page shows @postgres", async ({ page, server }) => {
  const said = importSchools(FIXTURE, server.database);
  expect(said).toContain("rows of authority 803");
  await signIn(page, "SENCO, Little Stoke");
  await page.goto("/schools");
  for (const typed of ["st aldhelms", "St Aldhelm's", "ALDHELM’S"]) {
    await page.goto("/schools");
    await search(page, typed);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText("St Aldhelm’s Church of England Primary School");
  }
  for (const typed of ["CAFÉ lane", "cafe lane"]) {
    await search(page, typed);
    await expect(rows(page)).toHaveText([/Café Lane Academy/]);
  }
  await page.getByLabel("Show closed schools too").check();
  await page.getByRole("button", { name: "Search" }).click();
  await expect(rows(page)).toHaveText([/Café Lane Academy/, /Café Lane School.*Closed/]);
  await rows(page).getByRole("link", { name: "Café Lane School" }).click();
  await expect(page.getByText("31 January 2018")).toBeVisible();
  // The register's heads are nobody's business.
  await expect(page.getByRole("main")).not.toContainText(/Quillfeather|Thistlewood/);
  await page.goto("/schools");
  await search(page, "Over the Border");
  await expect(page.getByText("No school fits.")).toBeVisible();
  // A second run finds nothing to do.
  expect(importSchools(FIXTURE, server.database)).toContain("Nothing to do.");
});

test("the whole register of the authority is imported and found, where it is at hand", async ({ page, server }) => {
  if (!existsSync(REGISTER)) {
    const why = `there is no ${REGISTER}: set SEND_DATA_DIR to the folder with it`;
    test.info().annotations.push({ type: "without the real register", description: why });
    console.log(`only the made-up register was imported: ${why}`);
    return;
  }
  await signIn(page, "SENCO, Little Stoke");
  await page.goto("/schools");
  const before = await found(page);
  const said = importSchools(REGISTER, server.database);
  const [, open] = /(\d+) open:/.exec(said) ?? [];
  await page.reload();
  await expect(page.getByText("schools found")).toBeVisible();
  expect(await found(page)).toBe(before + Number(open));
  await search(page, "st michaels winterbourne");
  await expect(rows(page).filter({ hasText: "Invented" }).first()).toBeVisible();
  await expect(rows(page).filter({ hasNotText: "Invented" }).first()).toBeVisible();
});

function importSchools(file: string, database: string): string {
  const words = ["import-schools", file, "--authority", "803", "--yes", "--database-url", database];
  return execFileSync(BINARY, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

async function search(page: Page, text: string): Promise<void> {
  await page.getByLabel("Name or URN").fill(text);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("text") === text.trim());
}

async function found(page: Page): Promise<number> {
  const text = await page.getByText("schools found").innerText();
  return Number(text.split(" ")[0]);
}

/** The rows of the table without its head. */
function rows(page: Page) {
  return page.getByRole("table").locator("tbody").getByRole("row");
}
