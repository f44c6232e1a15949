// Every page in each state it can be in: loading, empty, filled, after a fault, without a network. At both widths axe looks
// at it, and what a screen reader is told is compared. A route that the table does not have fails.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { atWidth, expectAccessible, expectAccessibleAtEveryWidth, expectHeard, WIDTHS } from "../accessible.ts";
import { cluster, intervention, school } from "../demonstration.ts";
import { expect, test } from "../fixtures.ts";
import { instead } from "../network.ts";
import { errors, heading, signIn } from "../person.ts";

test.describe.configure({ mode: "parallel" });

/** The answer of one root field, as the page gets it. */
type View = Record<string, any>;

/** A page that shows what it has asked the server for. */
interface Shows {
  as: string;
  /** The address, or what has to be there before there is one. */
  at: string | ((page: Page) => Promise<string>);
  /** The operation that it asks. */
  asks: string;
  /** The heading while it waits for the answer, and when it is there. */
  loading: string;
  filled: string;
  /** The same answer with as little in it as it can have, and the heading then; in words, why there is no such answer. */
  empty: { answer: (full: View) => unknown; heading: string } | string;
  /** The same address with an id that nothing has; in words, why there is none. */
  missing: { at: string } | string;
}

/** A page that asks the server for nothing until its form is sent. */
interface Sends {
  as: string;
  at: string;
  sends: string;
  filled: string;
  fill: (page: Page) => Promise<void>;
  button: string;
  loading: string;
  empty: string;
  missing: string;
}

const NOBODY = "/00000000-0000-4000-8000-000000000000";
const COLLEAGUE = "Headteacher, Filton Hill";
const PROPOSER = "SENCO, Bradley Stoke and Abbeywood";
const LEAD = "Strategic lead for SEND";
const PROPOSED = "Lunchtime nurture groups, with what St Chad's and St Michael's learnt from a year of their shared 'calm corner'";
const AGREED = "Full-time speech and language therapist for six months";
const NO_PARAMETER = "The address names nothing that could be missing.";

const TABLE: Record<string, Shows | Sends> = {
  "/": {
    as: COLLEAGUE,
    at: "/",
    asks: "Home",
    loading: "Home",
    filled: "What needs you",
    empty: { answer: () => ({ needs: [], due: [], changed: [] }), heading: "What needs you" },
    missing: NO_PARAMETER,
  },
  "/clusters": {
    as: COLLEAGUE,
    at: "/clusters",
    asks: "Clusters",
    loading: "Clusters",
    filled: "Clusters",
    empty: { answer: () => ({ clusters: [], next: null }), heading: "Clusters" },
    missing: NO_PARAMETER,
  },
  "/clusters/:cluster": {
    as: COLLEAGUE,
    at: cluster(2),
    asks: "Cluster",
    loading: "Cluster",
    filled: "Cluster 2",
    empty: { answer: (it) => ({ ...it, schools: 0, groups: [], seesPlan: false, seesMembers: false }), heading: "Cluster 2" },
    missing: { at: `/clusters${NOBODY}` },
  },
  "/clusters/:cluster/members": {
    as: LEAD,
    at: `${cluster(3)}/members`,
    asks: "ClusterMembers",
    loading: "Members and roles",
    filled: "Members and roles",
    empty: { answer: (it) => ({ ...it, members: [], next: null }), heading: "Members and roles" },
    missing: { at: `/clusters${NOBODY}/members` },
  },
  "/clusters/:cluster/plan": {
    as: COLLEAGUE,
    at: `${cluster(2)}/plan`,
    asks: "Plan",
    loading: "Plan",
    filled: "Plan",
    empty: { answer: (it) => ({ ...it, priorities: [], interventions: [], next: null }), heading: "Plan" },
    missing: { at: `/clusters${NOBODY}/plan` },
  },
  "/clusters/:cluster/plan/propose/:step": {
    as: COLLEAGUE,
    at: `${cluster(2)}/plan/propose/what`,
    asks: "Drafting",
    loading: "Propose an intervention",
    filled: "What do you propose?",
    empty: { answer: (it) => ({ ...it, priorities: [] }), heading: "You cannot propose an intervention yet" },
    missing: { at: `/clusters${NOBODY}/plan/propose/what` },
  },
  "/clusters/:cluster/priorities/new": {
    // In a cluster that no other entry looks at the plan of: in the end the priority is saved.
    as: "Headteacher, Abbotswood",
    at: `${cluster(3)}/priorities/new`,
    sends: "AddPriority",
    filled: "Add a priority",
    fill: async (page) => {
      await page.getByLabel("What has the cluster agreed to work on?").fill("Attendance in Years 7 and 8");
      // How much room is left is said only when somebody stops typing.
      await expect(page.locator(".govuk-character-count__sr-status")).toHaveText("You have 273 characters remaining");
    },
    button: "Add the priority",
    loading: "The form needs nothing from the server.",
    empty: "The form is what is shown before anything is typed.",
    missing: "Whether the cluster is there is told when the form is sent.",
  },
  "/clusters/:cluster/money": {
    as: COLLEAGUE,
    at: `${cluster(2)}/money`,
    asks: "ClusterFund",
    loading: "Money",
    filled: "Money",
    empty: {
      answer: (it) => ({ ...it, received: 0, committed: 0, spent: 0, left: 0, movements: [], next: null }),
      heading: "Money",
    },
    missing: { at: `/clusters${NOBODY}/money` },
  },
  "/clusters/:cluster/money/allocate": {
    as: LEAD,
    at: `${cluster(2)}/money/allocate`,
    asks: "ClusterFund",
    loading: "Pay money to the cluster",
    filled: "Pay money to the cluster",
    empty: { answer: (it) => ({ ...it, allocates: false }), heading: "You cannot pay money to this cluster" },
    missing: { at: `/clusters${NOBODY}/money/allocate` },
  },
  "/interventions/:intervention": {
    as: COLLEAGUE,
    at: intervention(AGREED),
    asks: "OneIntervention",
    loading: "Intervention",
    filled: AGREED,
    empty: { answer: (it) => ({ ...it, stage: "PROPOSED", decision: null }), heading: AGREED },
    missing: { at: `/interventions${NOBODY}` },
  },
  "/interventions/:intervention/agree": {
    as: COLLEAGUE,
    at: `${intervention(PROPOSED)}/agree`,
    asks: "OneIntervention",
    loading: "Record the Board’s agreement",
    filled: "Record the Board’s agreement",
    empty: { answer: (it) => ({ ...it, agrees: false }), heading: "You cannot record the agreement" },
    missing: { at: `/interventions${NOBODY}/agree` },
  },
  "/interventions/:intervention/revise": {
    as: PROPOSER,
    at: `${intervention(PROPOSED)}/revise`,
    asks: "OneIntervention",
    loading: "Revise the proposal",
    filled: "Revise the proposal",
    empty: { answer: (it) => ({ ...it, revises: false }), heading: "You cannot revise this" },
    missing: { at: `/interventions${NOBODY}/revise` },
  },
  "/schools": {
    as: COLLEAGUE,
    at: "/schools",
    asks: "Schools",
    loading: "Schools",
    filled: "Schools",
    empty: { answer: () => ({ schools: [], total: 0, next: null }), heading: "Schools" },
    missing: NO_PARAMETER,
  },
  "/schools/:school": {
    as: COLLEAGUE,
    at: school("Holy Family Catholic Primary School"),
    asks: "School",
    loading: "School",
    filled: "Holy Family Catholic Primary School",
    empty: { answer: (it) => ({ ...it, clusters: [] }), heading: "Holy Family Catholic Primary School" },
    missing: { at: `/schools${NOBODY}` },
  },
  "/settings": {
    as: LEAD,
    at: "/settings",
    asks: "Settings",
    loading: "Settings",
    filled: "Settings",
    empty: { answer: (it) => it.map((one: View) => ({ ...one, versions: [] })), heading: "Settings" },
    missing: NO_PARAMETER,
  },
  "/settings/:name": {
    as: LEAD,
    at: "/settings/Calendar",
    asks: "Settings",
    loading: "Change a setting",
    filled: "Change: Terms and half terms",
    empty: { answer: () => [], heading: "Change: Terms and half terms" },
    missing: { at: "/settings/Nothing" },
  },
  "/account": {
    as: COLLEAGUE,
    at: "/account",
    asks: "Me",
    loading: "SEND clusters",
    filled: "Your account",
    empty: { answer: (it) => ({ ...it, person: { ...it.person, roles: [], clusters: [] } }), heading: "Your account" },
    missing: NO_PARAMETER,
  },
  "/import": {
    as: "SEND systems administrator",
    at: sendRegister,
    asks: "ImportPreview",
    loading: "Import schools",
    filled: "Check what the file changes",
    empty: {
      answer: (it) => ({ ...it, rows: 0, open: 0, created: 0, changed: 0, closed: 0, rejected: 0, examples: [], faults: [] }),
      heading: "Check what the file changes",
    },
    missing: { at: `/import?upload=${NOBODY.slice(1)}` },
  },
};

/** Sends the register that was made for tests, as the page does; what it would change is then at an address. */
async function sendRegister(page: Page): Promise<string> {
  const file = readFileSync(new URL("../../fixtures/gias.csv", import.meta.url)).toString("base64");
  const id = await page.evaluate(async (file) => {
    const body = Uint8Array.from(atob(file), (it) => it.charCodeAt(0));
    const answer = await fetch("/upload?name=gias.csv", { method: "POST", headers: { "content-type": "text/csv" }, body });
    return (await answer.json()).data;
  }, file);
  return `/import?upload=${id}`;
}

const ROUTES = readFileSync(new URL("../../frontend/routes.txt", import.meta.url), "utf8").trim().split("\n");

const BROKEN = {
  status: 500,
  json: { data: null, errors: [{ message: "x", extensions: { failure: { code: "INTERNAL", reference: "K7F2QD" } } }] },
};

test("the table has every route and no other", () => {
  expect(Object.keys(TABLE).sort()).toEqual([...ROUTES].sort());
});

for (const route of ROUTES) {
  const entry = TABLE[route];
  const name = route === "/" ? "home" : route.slice(1).replace(/[/:]+/g, "-");
  if (!entry) continue;
  test(`${route} in each of its states`, async ({ page, problems }) => {
    problems.expect(/status of 500/);
    problems.expect(/ERR_INTERNET_DISCONNECTED/);
    await signIn(page, entry.as);
    await ("asks" in entry ? shows(page, entry, name) : sends(page, entry, name));
  });
}

async function shows(page: Page, it: Shows, name: string): Promise<void> {
  const at = typeof it.at === "string" ? it.at : await it.at(page);
  // The first answer is held back, and is a fault when it comes.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const whole = await instead(page, it.asks, async (route) => {
    await held;
    await route.fulfill(BROKEN);
  });
  await page.goto(at);
  await expect(page.getByRole("main").getByRole("status")).toHaveText("Loading");
  await expectState(page, it.loading, `${name}-loading`);

  release();
  await expect(page.getByText("K7F2QD")).toBeVisible();
  await expectState(page, "There is a problem with the service", "error");

  const offline = await instead(page, it.asks, (route) => route.abort("internetdisconnected"));
  await page.getByRole("button", { name: "Try again" }).click();
  await expectState(page, "We cannot reach the service", "offline");

  await offline();
  await whole();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("This is a demonstration.")).toBeVisible();
  await expectState(page, it.filled, `${name}-filled`);

  if (typeof it.empty === "string") {
    without("empty", it.empty);
  } else {
    const { answer, heading: words } = it.empty;
    const full = await instead(page, it.asks, async (route) => {
      const response = await route.fetch();
      const { data } = await response.json();
      const [[field, view]] = Object.entries<View>(data);
      await route.fulfill({ response, json: { data: { [field]: answer(view) } } });
    });
    await page.goto(at);
    await expectState(page, words, `${name}-empty`);
    await full();
  }

  if (typeof it.missing === "string") {
    without("missing", it.missing);
  } else {
    await page.goto(it.missing.at);
    await expectState(page, "Page not found", "missing");
  }
}

async function sends(page: Page, it: Sends, name: string): Promise<void> {
  for (const state of ["loading", "empty", "missing"] as const) without(state, it[state]);
  await page.goto(it.at);
  await expect(page.getByText("This is a demonstration.")).toBeVisible();
  await expectState(page, it.filled, `${name}-filled`);

  await it.fill(page);
  const summary = errors(page);
  const whole = await instead(page, it.sends, (route) => route.fulfill(BROKEN));
  await page.getByRole("button", { name: it.button }).click();
  await expect(summary).toContainText("Something went wrong. Try again. What you entered is still here. Reference: K7F2QD.");
  await expectState(page, it.filled, `${name}-error`);
  await whole();

  const online = await instead(page, it.sends, (route) => route.abort("internetdisconnected"));
  await page.getByRole("button", { name: it.button }).click();
  await expect(summary).toContainText("We could not reach the service. Check your connection and try again. What you entered is still here.");
  await expectState(page, it.filled, `${name}-offline`);
  await online();
  await page.getByRole("button", { name: it.button }).click();
  await expect(page).toHaveURL(/\/plan$/);
}

/** A state that a page cannot be in: the report says why. */
function without(state: string, why: string): void {
  expect(why).not.toBe("");
  test.info().annotations.push({ type: `no state "${state}"`, description: why });
}

async function expectState(page: Page, words: string, name: string): Promise<void> {
  // A heading may have a line above it that says whose it is.
  await expect(heading(page)).toContainText(words);
  for (const width of WIDTHS) {
    await atWidth(page, width);
    await expectAccessible(page);
    await expectHeard(page, name);
  }
}

test("whoever is not signed in is told what this is, and how to see a page", async ({ page }) => {
  await page.goto("/");
  await expectState(page, "SEND clusters", "landing");
  await page.goto(`${cluster(2)}/plan`);
  await expectState(page, "Sign in to see this page", "signed-out");
});

for (const [at, words] of [
  ["/sign-in", "Who do you want to be?"],
  ["/accessibility", "Accessibility statement"],
  ["/privacy", "Privacy notice"],
]) {
  test(`${at}, which needs no script`, async ({ browser, server, problems }) => {
    const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
    await problems.watch(context, server.url);
    const page = await context.newPage();
    await page.goto(at);
    await expect(heading(page)).toHaveText(words);
    await expectHeard(page, at.slice(1));
    await context.close();
  });

  test(`${at} for everybody`, async ({ page }) => {
    await page.goto(at);
    await expect(page).toHaveTitle(/ - SEND clusters$/);
    await expectAccessibleAtEveryWidth(page);
  });
}
