// Files about schools: an administrator sends one, sees what it would change, and changes it. Nobody else may.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expectAccessibleAtEveryWidth } from "../accessible.ts";
import { cluster, school } from "../demonstration.ts";
import { expect, test } from "../fixtures.ts";
import { errors, heading, signIn } from "../person.ts";
import { enterDay } from "../proposal.ts";
import { BINARY } from "../server.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FIXTURE = join(ROOT, "fixtures/gias.csv");
const DATA = process.env.SEND_DATA_DIR ?? join(ROOT, "../shared/data");
const REGISTER = join(DATA, "school_register_2018_803_919_926.csv");
const CENSUS = join(DATA, "school_census_sen_2018-19_803_919_926.csv");
const LINKS = join(DATA, "gias_links_2025-04-22_803_919_926.csv");
const ADMINISTRATOR = "SEND systems administrator";
const TABLES = "URN,LA,ESTAB,SCHNAME,POSTCODE,ICLOSE,OPENDATE,CLOSEDATE,MINORGROUP,NFTYPE,ISPRIMARY,ISSECONDARY,ISPOST16,AGEL,AGEH\n";

test("whoever may not import is offered no way to, and finds none", async ({ page, problems }) => {
  problems.expect(/status of 403/);
  await signIn(page, "SENCO, Little Stoke");
  await page.goto("/schools");
  await expect(page.getByRole("link", { name: "Import schools" })).toHaveCount(0);
  await page.goto("/import");
  await expect(heading(page)).toHaveText("You cannot see this page");
  await expectAccessibleAtEveryWidth(page);
  const answer = await page.evaluate(async (body) => {
    const response = await fetch("/upload?name=a.csv", { method: "POST", headers: { "content-type": "text/csv" }, body });
    return { status: response.status, failure: (await response.json()).errors[0].extensions.failure };
  }, readFileSync(FIXTURE, "latin1"));
  expect(answer).toEqual({ status: 403, failure: { code: "FORBIDDEN" } });
});

test("what is wrong with a file is said at its field, and the file stays chosen", async ({ page, problems }) => {
  problems.expect(/status of 400/);
  await signIn(page, ADMINISTRATOR);
  await page.goto("/schools");
  await page.getByRole("link", { name: "Import schools, census figures or links" }).click();
  await expect(heading(page)).toHaveText("Import schools");
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("button", { name: "Send and check" }).click();
  await expect(errors(page)).toContainText("Choose a file");
  await errors(page).getByRole("link", { name: "Choose a file" }).click();
  await expect(page.getByLabel("Choose a file")).toBeFocused();
  await expectAccessibleAtEveryWidth(page);
  const row = "900001,803,2901,Harebell,,1,,,Academy,Academy,1,0,0,4,11\n";
  for (const [name, text, words] of [
    ["archive.csv", "PK\u0003\u0004\u0014", "The file is a ZIP archive or an Excel workbook under another name"],
    ["letter.csv", "Dear Sir or Madam\n", "The first row is not the header of a file that is read here"],
    ["column.csv", TABLES.replace("ICLOSE", "STATE") + row, "its header is without the columns ICLOSE"],
    ["twice.csv", TABLES.replace("LA,", "LA,LA,") + row, "The header names the column LA twice"],
    ["foreign.csv", TABLES + row.replace("803", "919"), "The file has no school of your authority, 803. Most of its rows are of authority 919"],
  ]) {
    await choose(page, { name, mimeType: "text/csv", buffer: Buffer.from(text) });
    await page.getByRole("button", { name: "Send and check" }).click();
    await expect(errors(page)).toContainText(words);
    await expect(page).toHaveTitle(/^Error: /);
    expect(await page.getByLabel("Choose a file").evaluate((it: HTMLInputElement) => it.files?.[0]?.name)).toBe(name);
  }
  // Too large: the page says so before it sends anything.
  await page.getByLabel("Choose a file").evaluate((it: HTMLInputElement) => {
    const all = new DataTransfer();
    all.items.add(new File([new Uint8Array(60 * 1024 * 1024 + 1)], "large.csv", { type: "text/csv" }));
    it.files = all.files;
  });
  await page.getByRole("button", { name: "Send and check" }).click();
  await expect(errors(page)).toContainText("The file must be 60 MB or smaller");
});

test("a school that became an academy is closed and linked, and few pupils are hidden", async ({ page }) => {
  await signIn(page, "SENCO, Beggar's Bush 4 (invented)");
  await page.goto(cluster(4));
  const closed = page.getByRole("group", { name: "Schools that have closed" });
  await expect(closed).toContainText("Hollybank Primary School 4 (invented)");
  await expect(closed).toContainText("31 December 2018");
  await expectAccessibleAtEveryWidth(page);
  await closed.getByRole("link", { name: "Hollybank Primary School 4 (invented)" }).click();
  await expect(fact(page, "Replaced by")).toContainText("Hollybank Academy 4 (invented), on 1 January 2019");
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("link", { name: "Hollybank Academy 4 (invented)" }).click();
  await expect(fact(page, "Replaces")).toContainText("Hollybank Primary School 4 (invented)");
  await expect(page.getByText("This school is not in a cluster.")).toBeVisible();
  // The third school of cluster 2 has three plans: others read that they are few.
  await page.goto(school("Holy Family Catholic Primary School"));
  const pupils = page.getByRole("group", { name: "Pupils", exact: true });
  await expect(pupils.getByRole("row").last()).toContainText(/17 January 2019\s*School census\s*224\s*26\s*c/);
  await expect(page.getByText("c: a count from 1 to 4, not shown so that nobody can be recognised")).toBeVisible();
});

test("import the register @postgres", async ({ page, server }) => {
  await signIn(page, ADMINISTRATOR);
  await page.goto("/import");
  await choose(page, FIXTURE);
  await page.getByRole("button", { name: "Send and check" }).click();
  await expect(heading(page)).toContainText("Check what the file changes");
  await expect(heading(page)).toBeFocused();
  await expect(fact(page, "Rows about your schools")).toHaveText("11, 8 of them open");
  await expect(fact(page, "Closed")).toHaveText("1");
  await expect(fact(page, "Left out")).toHaveText("2");
  await expect(fact(page, "Rows of other authorities")).toHaveText("1");
  const faults = page.getByRole("group", { name: "Rows that are left out" });
  await expect(faults).toContainText("OpenDate must be a real date written DD-MM-YYYY, found \"31-02-2016\"");
  await expect(page.getByRole("main")).not.toContainText(/Quillfeather|01632/);
  await expectAccessibleAtEveryWidth(page);
  const table = await page.request.get((await page.getByRole("link", { name: "Load everything" }).getAttribute("href")) ?? "");
  expect(await table.text()).toContain("Left out,,,11,Postcode,");

  // Somebody else imports meanwhile: what was shown is not done, and what would now be done is shown.
  const words = ["import-schools", FIXTURE, "--authority", "803", "--yes", "--database-url", server.database];
  const said = execFileSync(BINARY, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  expect(said).toMatch(/\d+ rows a second/);
  await page.getByRole("button", { name: /^Import \d+ changes$/ }).click();
  await expect(errors(page)).toContainText("The register here changed after this was shown");
  await expect(page.getByText("Nothing would change: what can be taken from the file is here already.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Import/ })).toHaveCount(0);

  await page.getByRole("link", { name: "Choose another file" }).click();
  const rows = "900001,803,2901,Harebell Lane Infant School,,1,,,Academy,Academy,1,0,0,4,7\n" +
    "900902,803,2999,Brand New School,,1,2019-04-01,,Academy,Academy,1,0,0,4,11\n";
  await choose(page, { name: "tables.csv", mimeType: "application/vnd.ms-excel", buffer: Buffer.from(TABLES + rows) });
  await page.getByRole("button", { name: "Send and check" }).click();
  await expect(page.getByRole("group", { name: "What differs" })).toContainText("Highest age: 11, then 7");
  await expect(page.getByRole("group", { name: "What is new" })).toContainText("Brand New School");
  await page.getByRole("button", { name: "Import 2 changes" }).click();
  await expect(heading(page)).toHaveText("Import finished");
  await expect(page.getByText("1 new, 1 changed, 0 closed")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("link", { name: "See the schools" }).click();
  await page.getByLabel("Name or URN").fill("900902");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("table")).toContainText("Brand New School");
});

test("import the register, the census and the links of the authority, where they are at hand", async ({ page }) => {
  const missing = [REGISTER, CENSUS, LINKS].filter((it) => !existsSync(it));
  if (missing.length > 0) {
    const why = `there is no ${missing.join(", ")}: set SEND_DATA_DIR to the folder with it`;
    test.info().annotations.push({ type: "without the real files", description: why });
    console.log(`only made-up files were imported: ${why}`);
    return;
  }
  await signIn(page, ADMINISTRATOR);
  await sendFile(page, REGISTER);
  await expect(fact(page, "Rows about your schools")).toHaveText("128, 122 of them open");
  await expect(fact(page, "New")).toHaveText("128");
  await expect(fact(page, "Rows of other authorities")).toHaveText("1116");
  await expect(page.getByText("The first 25 of 128.")).toBeVisible();
  await confirm(page);

  await sendFile(page, LINKS);
  await expect(fact(page, "Left out")).toHaveText("0");
  await confirm(page);

  await sendFile(page, CENSUS);
  await expect(heading(page)).toContainText("The day of the census");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(errors(page)).toContainText("Enter the day of the census");
  await expectAccessibleAtEveryWidth(page);
  await enterDay(page.getByRole("group", { name: "On which day was the census?" }), "17", "1", "2019");
  await page.getByRole("button", { name: "Continue" }).click();
  // One of its 121 schools is not in the register.
  await expect(fact(page, "Rows about your schools")).toContainText("120,");
  await expect(fact(page, "Left out")).toHaveText("1");
  await expect(fact(page, "Day of the census")).toHaveText("17 January 2019");
  await confirm(page);

  // Once more: nothing.
  for (const file of [REGISTER, LINKS]) {
    await sendFile(page, file);
    await expect(page.getByText("Nothing would change: what can be taken from the file is here already.")).toBeVisible();
  }
  // F-29: closed at the end of January 2018, and open under another number the day after.
  await page.goto("/schools?text=135944&closed=yes");
  await page.getByRole("table").getByRole("link").first().click();
  await expect(fact(page, "Status")).toHaveText("Closed");
  await fact(page, "Replaced by").getByRole("link").first().click();
  await expect(fact(page, "Unique reference number (URN)")).toHaveText("145502");
});

async function choose(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByLabel("Choose a file").setInputFiles(file);
}

async function sendFile(page: Page, file: string): Promise<void> {
  await page.goto("/import");
  await choose(page, file);
  await page.getByRole("button", { name: "Send and check" }).click();
  await expect(heading(page)).not.toHaveText("Import schools");
}

async function confirm(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Import \d+ changes?$/ }).click();
  await expect(heading(page)).toHaveText("Import finished");
}

/** The value of a fact, by its name. */
function fact(page: Page, name: string) {
  const rows = page.locator(".govuk-summary-list__row");
  return rows.filter({ has: page.locator("dt", { hasText: new RegExp(`^\\s*${name.replace(/[()]/g, "\\$&")}\\s*$`) }) }).locator("dd");
}
