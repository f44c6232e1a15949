// Every page in each state it can be in: loading, empty, filled, after a fault, without a network. At both widths axe looks
// at it, and what a screen reader is told is compared. A route that the table does not have fails.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { atWidth, expectAccessible, expectAccessibleAtEveryWidth, expectHeard, WIDTHS } from "../accessible.ts";
import { cluster, id, intervention, membership, menu, person, school } from "../demonstration.ts";
import { expect, test } from "../fixtures.ts";
import { instead } from "../network.ts";
import { heading, signIn } from "../person.ts";

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

const NOBODY = "/00000000-0000-4000-8000-000000000000";
const COLLEAGUE = "Headteacher, Filton Hill";
const PROPOSER = "SENCO, Bradley Stoke and Abbeywood";
const LEAD = "Strategic lead for SEND";
const ADMINISTRATOR = "SEND systems administrator";
const NEXT_CHAIR = "Headteacher, Fallowfield 1 (invented)";
const NEXT_HOST = "SENCO, Hollybank 1 (invented)";
const PROPOSED = "Lunchtime nurture groups, with what St Chad's and St Michael's learnt from a year of their shared 'calm corner'";
const AGREED = "Full-time speech and language therapist for six months";
const NO_PARAMETER = "The address names nothing that could be missing.";

const TABLE: Record<string, Shows> = {
  "/": {
    as: COLLEAGUE,
    at: "/",
    asks: "Home",
    loading: "Home",
    filled: "What needs you",
    empty: { answer: () => ({ needs: [], due: [], changed: { items: [], next: null, latest: null } }), heading: "What needs you" },
    missing: NO_PARAMETER,
  },
  "/changes": {
    as: COLLEAGUE,
    at: "/changes",
    asks: "News",
    loading: "What changed",
    filled: "What changed",
    empty: { answer: () => ({ items: [], next: null, latest: null }), heading: "What changed" },
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
  "/clusters/new": {
    as: ADMINISTRATOR,
    at: "/clusters/new",
    asks: "Districts",
    loading: "Add a cluster",
    filled: "Add a cluster",
    empty: { answer: () => [], heading: "Add a cluster" },
    missing: NO_PARAMETER,
  },
  "/clusters/:cluster/schools": {
    as: COLLEAGUE,
    at: `${cluster(2)}/schools`,
    asks: "ClusterSchools",
    loading: "Schools",
    filled: "Schools",
    empty: {
      answer: (it) => ({ ...it, schools: [], total: 0, engaged: 0, invited: 0, exclusionWork: 0, next: null }),
      heading: "Schools",
    },
    missing: { at: `/clusters${NOBODY}/schools` },
  },
  "/clusters/:cluster/schools/:school": {
    as: LEAD,
    at: `${cluster(2)}${school("Bradley Stoke Community School")}`,
    asks: "Participation",
    loading: "A school’s answer",
    filled: "Record a school’s answer",
    empty: { answer: (it) => ({ ...it, answers: [] }), heading: "Record a school’s answer" },
    missing: { at: `${cluster(2)}/schools${NOBODY}` },
  },
  "/clusters/:cluster/paste": {
    as: ADMINISTRATOR,
    at: `${cluster(2)}/paste`,
    asks: "ClusterSetup",
    loading: "Add schools from a list",
    filled: "Add schools from a list",
    empty: { answer: (it) => ({ ...it, groups: [] }), heading: "Add schools from a list" },
    missing: { at: `/clusters${NOBODY}/paste` },
  },
  "/clusters/:cluster/change": {
    as: ADMINISTRATOR,
    at: `${cluster(3)}/change`,
    asks: "ClusterSetup",
    loading: "Name and district",
    filled: "Name and district",
    empty: { answer: (it) => ({ ...it, district: null }), heading: "Name and district" },
    missing: { at: `/clusters${NOBODY}/change` },
  },
  "/clusters/:cluster/groups": {
    as: ADMINISTRATOR,
    at: `${cluster(2)}/groups`,
    asks: "ClusterSetup",
    loading: "Working groups",
    filled: "Working groups",
    empty: { answer: (it) => ({ ...it, groups: [], schools: [] }), heading: "Working groups" },
    missing: { at: `/clusters${NOBODY}/groups` },
  },
  "/clusters/:cluster/groups/:group": {
    as: ADMINISTRATOR,
    at: `${cluster(2)}/groups/${id("group: 1")}`,
    asks: "ClusterSetup",
    loading: "Working group",
    filled: "Rename the working group",
    empty: "Without groups there is none at the address: that is the state “missing”.",
    missing: { at: `${cluster(2)}/groups${NOBODY}` },
  },
  "/clusters/:cluster/lead": {
    as: ADMINISTRATOR,
    at: `${cluster(2)}/lead`,
    asks: "ClusterSetup",
    loading: "Lead headteacher",
    filled: "Lead headteacher",
    empty: { answer: (it) => ({ ...it, heads: [] }), heading: "No head to choose from" },
    missing: { at: `/clusters${NOBODY}/lead` },
  },
  "/clusters/:cluster/merge": {
    as: ADMINISTRATOR,
    at: `${cluster(4)}/merge`,
    asks: "ClusterSetup",
    loading: "Merge",
    filled: "Merge into another cluster",
    empty: { answer: (it) => ({ ...it, others: [] }), heading: "This cluster cannot be merged" },
    missing: { at: `/clusters${NOBODY}/merge` },
  },
  "/clusters/:cluster/split": {
    as: ADMINISTRATOR,
    at: `${cluster(4)}/split`,
    asks: "ClusterSetup",
    loading: "Split",
    filled: "Split the cluster",
    empty: { answer: (it) => ({ ...it, schools: [] }), heading: "This cluster cannot be split" },
    missing: { at: `/clusters${NOBODY}/split` },
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
  "/clusters/:cluster/members/add/:step": {
    as: ADMINISTRATOR,
    at: `${cluster(2)}/members/add/who`,
    asks: "Seating",
    loading: "Add somebody",
    filled: "Who gets the role?",
    empty: "The form is what is shown before anything is typed.",
    missing: { at: `/clusters${NOBODY}/members/add/who` },
  },
  "/memberships/:membership/end": {
    as: ADMINISTRATOR,
    at: `${membership(NEXT_HOST, 2)}/end`,
    asks: "OneMembership",
    loading: "End a role",
    filled: "End a role",
    empty: { answer: (it) => ({ ...it, until: "2019-05-31" }), heading: "This role has ended" },
    missing: { at: `/memberships${NOBODY}/end` },
  },
  "/memberships/:membership/dates": {
    as: ADMINISTRATOR,
    at: `${membership(NEXT_CHAIR, 2)}/dates`,
    asks: "OneMembership",
    loading: "Change the days of a role",
    filled: "Change the days of a role",
    empty: { answer: (it) => ({ ...it, since: "2019-06-01" }), heading: "You cannot change these days" },
    missing: { at: `/memberships${NOBODY}/dates` },
  },
  "/memberships/:membership/replace/:step": {
    as: ADMINISTRATOR,
    at: `${membership(NEXT_HOST, 2)}/replace/who`,
    asks: "OneMembership",
    loading: "Hand over a role",
    filled: `Who takes over from ${NEXT_HOST}?`,
    empty: "The form is what is shown before anything is typed.",
    missing: { at: `/memberships${NOBODY}/replace/who` },
  },
  "/people": {
    as: ADMINISTRATOR,
    at: "/people",
    asks: "People",
    loading: "People",
    filled: "People",
    empty: { answer: () => ({ people: [], total: 0, next: null }), heading: "People" },
    missing: NO_PARAMETER,
  },
  "/people/add/:step": {
    as: ADMINISTRATOR,
    at: "/people/add/who",
    asks: "Seating",
    loading: "Add a role",
    filled: "Who gets the role?",
    empty: "The form is what is shown before anything is typed.",
    missing: NO_PARAMETER,
  },
  "/people/:person": {
    as: ADMINISTRATOR,
    at: person(NEXT_CHAIR),
    asks: "OnePerson",
    loading: "Person",
    filled: NEXT_CHAIR,
    empty: { answer: (it) => ({ ...it, memberships: [], abilities: [] }), heading: NEXT_CHAIR },
    missing: { at: `/people${NOBODY}` },
  },
  "/people/:person/invitation": {
    as: ADMINISTRATOR,
    at: `${person("SENCO, Larkhill 1 (invented)")}/invitation`,
    asks: "OnePerson",
    loading: "Invitation",
    filled: "Invitation",
    empty: { answer: (it) => ({ ...it, email: null, invitedOn: null }), heading: "Invitation" },
    missing: { at: `/people${NOBODY}/invitation` },
  },
  "/access": {
    as: ADMINISTRATOR,
    at: "/access",
    asks: "Seating",
    loading: "Who can see what, and why",
    filled: "Who can see what, and why",
    empty: { answer: () => ({ clusters: [], districts: [], schools: [] }), heading: "Who can see what, and why" },
    missing: NO_PARAMETER,
  },
  "/schools/:school/members": {
    as: COLLEAGUE,
    at: `${school("Filton Hill Primary School")}/members`,
    asks: "SchoolMembers",
    loading: "People and roles",
    filled: "People and roles",
    empty: { answer: (it) => ({ ...it, members: [], clusters: [] }), heading: "People and roles" },
    missing: { at: `/schools${NOBODY}/members` },
  },
  "/districts/:district/members": {
    as: LEAD,
    at: `/districts/${id("district")}/members`,
    asks: "DistrictMembers",
    loading: "People and roles",
    filled: "People and roles",
    empty: { answer: (it) => ({ ...it, members: [], clusters: [] }), heading: "People and roles" },
    missing: { at: `/districts${NOBODY}/members` },
  },
  "/clusters/:cluster/plan": {
    as: COLLEAGUE,
    at: `${cluster(2)}/plan`,
    asks: "Plan",
    loading: "Plan",
    filled: "Plan",
    empty: { answer: (it) => ({ ...it, priorities: [], interventions: [], stages: [], next: null }), heading: "Plan" },
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
  "/clusters/:cluster/priorities": {
    as: COLLEAGUE,
    at: `${cluster(2)}/priorities`,
    asks: "Priorities",
    loading: "Priorities",
    filled: "Priorities",
    empty: { answer: (it) => ({ ...it, priorities: [] }), heading: "Priorities" },
    missing: { at: `/clusters${NOBODY}/priorities` },
  },
  "/clusters/:cluster/priorities/new": {
    as: COLLEAGUE,
    at: `${cluster(2)}/priorities/new`,
    asks: "Priorities",
    loading: "Add a priority",
    filled: "Add a priority",
    empty: { answer: (it) => ({ ...it, sets: false }), heading: "You cannot change the priorities" },
    missing: { at: `/clusters${NOBODY}/priorities/new` },
  },
  "/clusters/:cluster/priorities/:priority/reword": {
    as: COLLEAGUE,
    at: `${cluster(2)}/priorities/${id("priority: 0")}/reword`,
    asks: "Priorities",
    loading: "Reword a priority",
    filled: "Reword a priority",
    empty: { answer: (it) => ({ ...it, sets: false }), heading: "You cannot change the priorities" },
    missing: { at: `${cluster(2)}/priorities${NOBODY}/reword` },
  },
  "/clusters/:cluster/priorities/:priority/end": {
    as: COLLEAGUE,
    at: `${cluster(2)}/priorities/${id("priority: 0")}/end`,
    asks: "Priorities",
    loading: "End a priority",
    filled: "End a priority",
    empty: { answer: (it) => ({ ...it, sets: false }), heading: "You cannot change the priorities" },
    missing: { at: `${cluster(2)}/priorities${NOBODY}/end` },
  },
  "/menu": {
    as: COLLEAGUE,
    at: "/menu",
    asks: "Catalogue",
    loading: "What works",
    filled: "What works",
    empty: { answer: (it) => ({ ...it, items: [], next: null }), heading: "What works" },
    missing: NO_PARAMETER,
  },
  "/menu/new": {
    as: COLLEAGUE,
    at: "/menu/new",
    asks: "Catalogue",
    loading: "Add something to the menu",
    filled: "Add something to the menu",
    empty: { answer: (it) => ({ ...it, adds: false, addsFor: [] }), heading: "You cannot add to the menu" },
    missing: NO_PARAMETER,
  },
  "/menu/:item": {
    as: COLLEAGUE,
    at: menu("Talk Boost"),
    asks: "CatalogueItem",
    loading: "What works",
    filled: "Talk Boost",
    empty: {
      answer: (it) => ({ ...it, plans: [], entry: { ...it.entry, localProvider: "", localHow: "", localCost: "", months: null } }),
      heading: "Talk Boost",
    },
    missing: { at: `/menu${NOBODY}` },
  },
  "/menu/:item/change": {
    as: LEAD,
    at: `${menu("Talk Boost")}/change`,
    asks: "CatalogueItem",
    loading: "Change what the menu says",
    filled: "Change what the menu says",
    empty: { answer: (it) => ({ ...it, changes: false }), heading: "You cannot change this" },
    missing: { at: `/menu${NOBODY}/change` },
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
  "/clusters/:cluster/money/year": {
    as: COLLEAGUE,
    at: `${cluster(2)}/money/year`,
    asks: "FundYear",
    loading: "Money of the year",
    filled: "Money of the year 2019/20",
    empty: {
      answer: (it) => ({
        ...it,
        months: it.months.map((one: View) => ({ ...one, planned: 0, spent: 0 })),
        whole: { ...it.whole, planned: 0, due: 0, spent: 0, expected: 0, pace: "ON_PLAN" },
        priorities: [],
        interventions: [],
      }),
      heading: "Money of the year 2019/20",
    },
    missing: { at: `/clusters${NOBODY}/money/year` },
  },
  "/movements/:movement/reverse": {
    as: LEAD,
    at: `/movements/${id("paid: Invoice EP-97, fourth month")}/reverse`,
    asks: "OneMovement",
    loading: "Reverse a movement",
    filled: "Reverse a movement",
    empty: {
      answer: (it) => ({ ...it, movement: { ...it.movement, reversible: false } }),
      heading: "You cannot reverse this",
    },
    missing: { at: `/movements${NOBODY}/reverse` },
  },
  "/interventions/:intervention/withdraw": {
    as: PROPOSER,
    at: `${intervention(PROPOSED)}/withdraw`,
    asks: "OneIntervention",
    loading: "Withdraw",
    filled: "Withdraw the proposal",
    empty: { answer: (it) => ({ ...it, withdraws: false }), heading: "You cannot withdraw this" },
    missing: { at: `/interventions${NOBODY}/withdraw` },
  },
  "/interventions/:intervention/amend": {
    as: COLLEAGUE,
    at: `${intervention(AGREED)}/amend`,
    asks: "OneIntervention",
    loading: "Ask for an amendment",
    filled: "Ask for an amendment",
    empty: { answer: (it) => ({ ...it, amends: false }), heading: "You cannot amend this" },
    missing: { at: `/interventions${NOBODY}/amend` },
  },
  "/interventions/:intervention/end": {
    as: COLLEAGUE,
    at: `${intervention(AGREED)}/end`,
    asks: "OneIntervention",
    loading: "End the intervention",
    filled: "Record that the Board ended it",
    empty: { answer: (it) => ({ ...it, ends: false }), heading: "You cannot end this" },
    missing: { at: `/interventions${NOBODY}/end` },
  },
  "/interventions/:intervention/spend": {
    as: LEAD,
    at: `${intervention(AGREED)}/spend`,
    asks: "OneIntervention",
    loading: "Record a payment",
    filled: "Record a payment",
    empty: { answer: (it) => ({ ...it, spends: false }), heading: "You cannot record a payment" },
    missing: { at: `/interventions${NOBODY}/spend` },
  },
  "/interventions/:intervention/release": {
    as: LEAD,
    at: `${intervention(AGREED)}/release`,
    asks: "OneIntervention",
    loading: "Give money back",
    filled: "Give money back",
    empty: { answer: (it) => ({ ...it, releases: false }), heading: "You cannot give money back" },
    missing: { at: `/interventions${NOBODY}/release` },
  },
  "/interventions/:intervention/history": {
    as: COLLEAGUE,
    at: `${intervention(AGREED)}/history`,
    asks: "History",
    loading: "History",
    filled: "History",
    empty: { answer: (it) => ({ ...it, steps: [], next: null }), heading: "History" },
    missing: { at: `/interventions${NOBODY}/history` },
  },
  "/interventions/:intervention": {
    as: COLLEAGUE,
    at: intervention(AGREED),
    asks: "OneIntervention",
    loading: "Intervention",
    filled: AGREED,
    empty: { answer: (it) => ({ ...it, stage: "PROPOSED", decision: null, spending: null }), heading: AGREED },
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
  "/schools/:school/move": {
    as: ADMINISTRATOR,
    at: `${school("Holy Family Catholic Primary School")}/move`,
    asks: "School",
    loading: "Move a school",
    filled: "Move to another cluster",
    empty: { answer: (it) => ({ ...it, clusters: [] }), heading: "Move to another cluster" },
    missing: { at: `/schools${NOBODY}/move` },
  },
  "/districts": {
    as: ADMINISTRATOR,
    at: "/districts",
    asks: "Districts",
    loading: "Districts",
    filled: "Districts",
    empty: { answer: () => [], heading: "Districts" },
    missing: NO_PARAMETER,
  },
  "/districts/:district": {
    as: ADMINISTRATOR,
    at: `/districts/${id("district")}`,
    asks: "Districts",
    loading: "District",
    filled: "Rename the district",
    empty: "Without districts there is none at the address: that is the state “missing”.",
    missing: { at: `/districts${NOBODY}` },
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
    await shows(page, entry, name);
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
