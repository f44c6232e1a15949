// Clusters and the schools in them: a list is pasted and decided on, clusters are split and merged, and who takes part is
// recorded. As the administrator, and as people who may not.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "@playwright/test";
import { expectAccessibleAtEveryWidth } from "../accessible.ts";
import { cluster, id, school } from "../demonstration.ts";
import { expect, test } from "../fixtures.ts";
import { answerTo, instead } from "../network.ts";
import { errors, heading, signIn } from "../person.ts";
import type { Problems } from "../problems.ts";
import { enterDay } from "../proposal.ts";
import { BINARY, startServer } from "../server.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const DATA = process.env.SEND_DATA_DIR ?? join(ROOT, "../shared/data");
const REGISTER = join(DATA, "school_register_2018_803_919_926.csv");
const REPORT = join(DATA, "../sources/004_00837360cadde10b.txt");
const ADMINISTRATOR = "SEND systems administrator";

/** A register and two lists: the real ones, or made-up ones of the same kind. */
interface Lists {
  register: string;
  two: string;
  three: string;
  /** How many names the second list has. */
  names: number;
  /** What the doubtful names of cluster 2 are told, once cluster 3 has its schools; and how each is decided. */
  phase: { name: string; school: string };
  claimed: { name: string; claims: string; decided: string };
  schools: { two: number; three: number };
}

test("paste the Appendix: every name is found, two are for a person to decide, and none is guessed", async ({ browser, problems }) => {
  const lists = existsSync(REGISTER) && existsSync(REPORT) ? real() : made();
  await onBareServer(browser, problems, lists.register, async (page) => {
    await addCluster(page, "2");
    await addCluster(page, "3");
    await paste(page, "3", lists.three);
    await expect(heading(page)).toHaveText("What does each name mean?");
    await expect(page.getByText(`All ${lists.schools.three} names are found.`)).toBeVisible();
    await goOn(page);
    await expect(heading(page)).toHaveText("Check the list before you add the schools");
    await page.getByRole("button", { name: "Add the schools" }).click();
    await expect(page.getByText(new RegExp(`^${lists.schools.three} schools? came into the cluster`))).toBeVisible();

    await paste(page, "2", lists.two);
    await expect(page.getByText(`2 of ${lists.names} names need your decision. They come first.`)).toBeVisible();
    await expectAccessibleAtEveryWidth(page);
    // Neither is chosen for anybody.
    await goOn(page);
    await expect(errors(page)).toContainText(`Choose what “${lists.phase.name}” means, or leave it out`);
    await expect(errors(page)).toContainText(`Choose what “${lists.claimed.name}” means, or leave it out`);
    const phase = page.getByRole("group", { name: lists.phase.name, exact: true });
    await expect(phase).toContainText("It may mean the primary phase of");
    await phase.getByLabel(lists.phase.school).check();
    const claimed = page.getByRole("group", { name: lists.claimed.name, exact: true });
    await expect(claimed).toContainText("is in Cluster 3 since 1 September 2018");
    await expect(claimed.getByLabel(new RegExp(`Move it here from Cluster 3: ${lists.claimed.claims}`))).not.toBeChecked();
    await claimed.getByLabel(lists.claimed.decided).check();
    await goOn(page);
    // Two names for one school are counted once.
    await expect(page.getByRole("row", { name: new RegExp(lists.phase.school) })).toContainText("2 names, counted once");
    await expectAccessibleAtEveryWidth(page);
    await page.getByRole("button", { name: "Add the schools" }).click();
    await expect(page.getByText(`${lists.schools.two} schools came into the cluster`)).toBeVisible();
    await page.getByRole("link", { name: "See the schools of the cluster" }).click();
    await expect(page.getByText(`${lists.schools.two} of ${lists.schools.two} schools (100%) take part in the pilot.`)).toBeVisible();

    // The names are known the next time, and found in the search.
    await page.goto("/schools");
    await page.getByLabel("Name or URN").fill(lists.phase.name);
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("link", { name: new RegExp(lists.phase.school) }).click();
    await expect(page.getByText(`${lists.phase.name} (Primary phase)`)).toBeVisible();
    await page.getByRole("button", { name: `Forget the name ${lists.phase.name}` }).click();
    await expect(page.getByText("(Primary phase)")).toHaveCount(0);
  });
});

test("what was typed is kept when the network drops, and a name is looked for @postgres", async ({ page, problems }) => {
  problems.expect(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page, ADMINISTRATOR);
  await page.goto(`${cluster(1)}/paste`);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(errors(page)).toContainText("Enter at least one name");
  await expect(errors(page)).toContainText("Choose whether they take part");
  await page.getByLabel("Names of the schools").fill("1. Ashbourne Ln 1\n2. Hogwarts\n3. Ashbourne Lane Primary 1");
  await page.getByLabel("No, or not known yet").check();
  const online = await instead(page, "MatchNames", (route) => route.abort("internetdisconnected"));
  await goOn(page);
  await expect(errors(page)).toContainText("What you entered is still here.");
  await expect(page.getByLabel("Names of the schools")).toHaveValue(/Hogwarts/);
  await online();
  await goOn(page);
  const hogwarts = page.getByRole("group", { name: "Hogwarts", exact: true });
  await hogwarts.getByLabel("Another school").check();
  await hogwarts.getByLabel("Name or URN").fill("iron acton");
  await hogwarts.getByRole("button", { name: "Find a school for Hogwarts" }).click();
  await expect(hogwarts.getByLabel(/Move it here from Cluster 3: Iron Acton CofE Primary School/)).toBeChecked();
  await hogwarts.getByLabel("Leave this name out").check();
  await goOn(page);
  await expect(page.getByText("Names left out")).toBeVisible();
  await expect(page.getByRole("row", { name: /Ashbourne Lane Primary School 1/ })).toContainText("2 names, counted once");
  await page.goBack();
  await expect(hogwarts.getByLabel("Leave this name out")).toBeChecked();
});

test("the cluster page tells who takes part, who leads and what exclusion work covers", async ({ page }) => {
  await signIn(page, "Schools Forum member");
  await page.goto(cluster(2));
  await expect(page.getByText("20 of 21 schools (95%)")).toBeVisible();
  await expect(page.getByText("Headteacher of St Michael's CofE Primary School, Stoke Gifford, since 14 September 2018")).toBeVisible();
  await page.goto(cluster(3));
  await expect(page.getByText("20 of 34 schools (59%)")).toBeVisible();
  await page.getByRole("link", { name: "Schools and who takes part" }).click();
  await expect(page.getByText("Exclusion work covers 2 schools.")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await page.goto(`${cluster(2)}/schools`);
  await expect(page.getByText("Exclusion work covers 3 schools.")).toBeVisible();
  await expect(page.getByRole("row", { name: /Bristol Technology and Engineering Academy/ })).toContainText("Not taking part");
  await expect(page.getByRole("columnheader", { name: "Change" })).toHaveCount(0);
});

test("the strategic lead records that a school withdraws, with its reason", async ({ page }) => {
  await signIn(page, "Strategic lead for SEND");
  await page.goto(`${cluster(3)}/schools`);
  await page.getByRole("row", { name: /Elm Park/ }).getByRole("link", { name: "Answer" }).click();
  await page.getByLabel("Withdrawn").check();
  await page.getByRole("button", { name: "Record the answer" }).click();
  await expect(errors(page)).toContainText("Enter why it withdraws");
  await page.getByLabel("Why? (optional, unless it withdraws)").fill("No cover for the SENCO");
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("button", { name: "Record the answer" }).click();
  await expect(page.getByText("The school’s answer is recorded.")).toBeVisible();
  await expect(page.getByText("19 of 34 schools (56%)")).toBeVisible();
});

test("a cluster is split and merged, and both keep their history @postgres", async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await page.goto(cluster(4));
  await page.getByRole("link", { name: "Split this cluster" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(errors(page)).toContainText("Choose at least one school");
  await page.getByLabel("Number").fill("6");
  await page.getByLabel("Name").fill("Cluster 6");
  await page.getByLabel("Dyer's Brook Primary School 5 (invented)").check();
  await enterDay(page.getByRole("group", { name: "From which day?" }), "19", "6", "2019");
  await goOn(page);
  await expect(heading(page)).toContainText("Check the split");
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("button", { name: "Split the cluster" }).click();
  await expect(heading(page)).toHaveText("Cluster 6");
  await expect(page.getByText("The schools are in this new cluster.")).toBeVisible();
  await expect(page.getByText("Split from")).toBeVisible();

  await page.getByRole("link", { name: "Merge this cluster into another" }).click();
  await page.getByLabel("Cluster 1", { exact: true }).check();
  await enterDay(page.getByRole("group", { name: "From which day are its schools there?" }), "1", "9", "2019");
  await goOn(page);
  await expect(page.getByText("31 August 2019")).toBeVisible();
  await page.getByRole("button", { name: "Merge into Cluster 1" }).click();
  await expect(page.getByText("The other cluster is merged into this one.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Cluster 6" })).toBeVisible();
});

test("one school moves, a group is renamed, and a lead is appointed", async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await page.goto(school("Holy Family Catholic Primary School"));
  await page.getByRole("link", { name: "Move this school to another cluster" }).click();
  await page.getByLabel("Where does it go?").selectOption("Cluster 1");
  await page.getByRole("button", { name: "Move the school" }).click();
  await expect(page.getByRole("group", { name: "Clusters of the school" }).getByRole("row").nth(1)).toContainText("Cluster 1");

  await page.goto(`${cluster(2)}/groups`);
  await page.getByLabel("Coniston Primary School").selectOption("Group 1");
  await page.getByRole("button", { name: "Save the groups" }).click();
  await expect(page.getByText("The groups are saved.")).toBeVisible();
  await page.getByRole("link", { name: "Group 3" }).click();
  await page.getByLabel("Name").fill("Group 3, secondary");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("link", { name: "Group 3, secondary" })).toBeVisible();

  await page.goto(`${cluster(3)}/lead`);
  await page.getByLabel("Headteacher of Abbotswood Primary School").check();
  await page.getByRole("button", { name: "Record the lead headteacher" }).click();
  await expect(page.getByText("Headteacher of Abbotswood Primary School, since 19 June 2019")).toBeVisible();
});

test("two people rename a cluster: the second is told", async ({ page, another }) => {
  await signIn(page, ADMINISTRATOR);
  const other = await another();
  await signIn(other, ADMINISTRATOR);
  for (const it of [page, other]) await it.goto(`${cluster(1)}/change`);
  await page.getByLabel("Name").fill("North");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(heading(page)).toHaveText("North");
  await other.getByLabel("Name").fill("Northern");
  await other.getByRole("button", { name: "Save", exact: true }).click();
  await expect(other.getByRole("row", { name: "Name Northern North" })).toBeVisible();
  await other.getByRole("button", { name: "Save mine anyway" }).click();
  await expect(heading(other)).toHaveText("Northern");
});

test("nobody but the administrator changes clusters, by the page or by the API", async ({ page }) => {
  await signIn(page, "Headteacher, Filton Hill");
  await page.goto(cluster(2));
  await expect(page.getByText("Change this cluster")).toHaveCount(0);
  await page.goto("/clusters");
  await expect(page.getByRole("button", { name: "Add a cluster" })).toHaveCount(0);
  for (const at of ["paste", "groups", "groups/new", "lead", "change", "split", "merge"]) {
    await page.goto(`${cluster(2)}/${at}`);
    await expect(heading(page)).toHaveText("You cannot see this page");
  }
  for (const at of ["/clusters/new", "/districts", "/districts/new", `${school("Holy Family Catholic Primary School")}/move`]) {
    await page.goto(at);
    await expect(heading(page)).toHaveText("You cannot see this page");
  }
  const input = { id: id("mine"), cluster: id("cluster: 2"), since: "2019-06-19", schools: [{ school: id("school: Elm Park Primary School"), engaged: true }] };
  expect(await answerTo(page, "organisation/paste/place", { input })).toEqual({ data: null, failure: { code: "FORBIDDEN" } });
  const names = { cluster: id("cluster: 2"), names: ["Elm Park"] };
  expect(await answerTo(page, "organisation/paste/match", names)).toEqual({ data: null, failure: { code: "FORBIDDEN" } });
});

/** A server on a database with nothing but an administrator and a register. */
async function onBareServer(browser: Browser, problems: Problems, register: string, act: (page: Page) => Promise<void>): Promise<void> {
  const database = `sqlite://${join(process.env.SEND_E2E_FOLDER ?? "", `bare-${process.pid}.sqlite`)}?mode=rwc`;
  const run = (...words: string[]) => execFileSync(BINARY, [...words, "--database-url", database], { stdio: "pipe" });
  run("demo", "--bare");
  run("import-schools", register, "--authority", "803", "--yes");
  const server = await startServer(database);
  try {
    const context = await browser.newContext({ baseURL: server.url, locale: "en-GB", timezoneId: "Europe/London" });
    await problems.watch(context, server.url);
    const page = await context.newPage();
    await signIn(page, ADMINISTRATOR);
    await act(page);
    await context.close();
  } finally {
    await server.stop();
  }
}

async function addCluster(page: Page, number: string): Promise<void> {
  await page.goto("/clusters");
  await page.getByRole("button", { name: "Add a cluster" }).click();
  await page.getByLabel("Number").fill(number);
  await page.getByLabel("Name").fill(`Cluster ${number}`);
  await enterDay(page.getByRole("group", { name: "From which day?" }), "1", "4", "2018");
  await page.getByRole("button", { name: "Add the cluster" }).click();
  await expect(page.getByText("The cluster is added. Add its schools next.")).toBeVisible();
}

async function paste(page: Page, number: string, text: string): Promise<void> {
  await page.goto("/clusters");
  await page.getByRole("link", { name: `Cluster ${number}`, exact: true }).click();
  await page.getByRole("link", { name: "Add schools from a list" }).click();
  await page.getByLabel("Names of the schools").fill(text);
  await enterDay(page.getByRole("group", { name: "From which day do they belong to the cluster?" }), "1", "9", "2018");
  await page.getByLabel("Yes").check();
  await goOn(page);
}

async function goOn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue" }).click();
}

/** The Appendix as it comes when it is copied whole. */
function real(): Lists {
  const report = readFileSync(REPORT, "utf8");
  const appendix = report.split("## Appendix 1")[1].split("## Appendix 2")[0];
  const [two, three] = appendix.split("### Cluster 3");
  const plain = (text: string) => text.split("\n").filter((it) => !it.startsWith("#")).join("\n");
  return {
    register: REGISTER,
    two: plain(two.slice(two.indexOf("Group 1"))),
    three: plain(three.slice(three.indexOf("\n"))),
    names: 21,
    phase: { name: "Bradley Stoke Primary", school: "Bradley Stoke Community School" },
    claimed: { name: "St Mary's Yate", claims: "St Mary's Church of England Primary School, Yate", decided: "St Mary's Catholic Primary School, Bradley Stoke" },
    schools: { two: 20, three: 20 },
  };
}

/** Made-up files of the same kind, where the real ones are not at hand. */
function made(): Lists {
  const why = `there is no ${REGISTER} or ${REPORT}: set SEND_DATA_DIR`;
  test.info().annotations.push({ type: "without the real register", description: why });
  console.log(`only a made-up list was pasted: ${why}`);
  const file = join(process.env.SEND_E2E_FOLDER ?? "", "made.csv");
  const head = "URN,LA,ESTAB,SCHNAME,NFTYPE,ICLOSE,OPENDATE,CLOSEDATE,AGEL,AGEH,POSTCODE,MINORGROUP,ISPRIMARY,ISSECONDARY,ISPOST16,LOCALITY,TOWN";
  const row = (urn: number, name: string, ages: string, kind: string, place: string) =>
    `${urn},803,${urn - 950000},"${name}",Community school,1,,,${ages},BS32 9ZZ,Maintained School,${kind},${place},Bristol`;
  const rows = [
    row(952001, "St Mary's Catholic Primary School", "4,11", "1,0,0", "Newford"),
    row(952002, "St Mary's Church of England Primary School, Oldbridge", "4,11", "1,0,0", "Oldbridge"),
    row(952003, "Newford Community School", "4,18", "1,1,1", "Newford"),
    row(952004, "Elmhurst Church of England Primary School", "4,11", "1,0,0", "Newford"),
  ];
  writeFileSync(file, `${[head, ...rows].join("\n")}\n`);
  return {
    register: file,
    two: "1. Newford Primary\n2. Elmhurst\n3. St Mary's Oldbridge\n4. Newford Community School",
    three: "St Marys, Oldbridge",
    names: 4,
    phase: { name: "Newford Primary", school: "Newford Community School" },
    claimed: { name: "St Mary's Oldbridge", claims: "St Mary's Church of England Primary School, Oldbridge", decided: "St Mary's Catholic Primary School, Newford" },
    schools: { two: 3, three: 1 },
  };
}
