// People and what they hold: somebody is invited, a role ends, another is handed over, and the administrator sees who can
// see what, and why.
import type { Page } from "@playwright/test";
import { expectAccessibleAtEveryWidth } from "../accessible.ts";
import { cluster, id, membership, person } from "../demonstration.ts";
import { expect, test } from "../fixtures.ts";
import { answerTo, instead } from "../network.ts";
import { errors, heading, signIn } from "../person.ts";
import { enterDay, goOn } from "../proposal.ts";

const ADMINISTRATOR = "SEND systems administrator";
const CHAIR = "Headteacher, St Michael's, Stoke Gifford";
const OTHER_CHAIR = "Headteacher, Frampton Cotterell";

test("a chair fills a vacancy of the Board with somebody new, and is told what happens next @postgres", async ({ page, problems }) => {
  problems.expect(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page, OTHER_CHAIR);
  await page.goto(`${cluster(3)}/members`);
  await expect(heading(page)).toContainText("Members and roles");
  await page.getByRole("link", { name: "Fill this vacancy: SEND host" }).click();
  await expect(heading(page)).toHaveText("Who gets the role?");
  await look(page, "x");
  await expect(errors(page)).toContainText("Enter two letters or more of the name");
  await look(page, "Marshfield SENCO, new");
  await expect(page.getByText("Nobody is called “Marshfield SENCO, new” here yet.")).toBeVisible();
  await page.getByRole("button", { name: "Invite somebody new" }).click();

  await expect(heading(page)).toHaveText("Who are they?");
  await page.getByLabel("Name or post").fill("Deputy head, Watermore (invented)");
  await page.getByLabel("Work email address").fill("deputy at watermore");
  await goOn(page);
  await expect(errors(page)).toContainText("Enter an email address in the correct format, like name@example.gov.uk");
  await expect(page).toHaveTitle(/^Error: /);
  await expectAccessibleAtEveryWidth(page);
  await page.getByLabel("Work email address").fill("Deputy@Watermore.example.org");
  await goOn(page);

  // The role comes with the vacancy.
  await expect(heading(page)).toHaveText("What will Deputy head, Watermore (invented) be?");
  await expect(page.getByLabel("SEND host")).toBeChecked();
  await expect(page.getByLabel("Administrator")).toHaveCount(0);
  await goOn(page);
  await expect(heading(page)).toHaveText("From when to when?");
  const [first, last] = [page.getByRole("group", { name: "First day" }), page.getByRole("group", { name: /^Last day/ })];
  await enterDay(first, "19", "6", "2019");
  await enterDay(last, "18", "6", "2019");
  await goOn(page);
  await expect(errors(page)).toContainText("The last day must not be before the first");
  await expect(first.getByLabel("Day")).toHaveValue("19");
  await enterDay(last, "31", "8", "2020");
  await goOn(page);

  await expect(heading(page)).toHaveText("Check before you add somebody new");
  await expect(page.getByText("deputy@watermore.example.org", { exact: true })).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  // Without a network nothing is lost.
  const online = await instead(page, "InviteMember", (route) => route.abort("internetdisconnected"));
  await page.getByRole("button", { name: "Add them and give the role" }).click();
  await expect(errors(page)).toContainText("What you entered is still here.");
  await online();
  await page.getByRole("button", { name: "Add them and give the role" }).click();
  await expect(page.getByRole("heading", { name: "Person added" })).toBeVisible();
  await expect(page.getByText("No message is sent: tell Deputy head, Watermore (invented) yourself.")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("link", { name: "See the members" }).click();
  await expect(page.getByText("Vacant:")).toHaveCount(0);
  await expect(row(page, "Deputy head, Watermore (invented)")).toContainText("Invited under deputy@watermore.example.org");
  // The address belongs to this invitation.
  const taken = {
    input: {
      membership: { id: id("test: 1"), person: id("test: 2"), role: "HOST", cluster: id("cluster: 3"), since: "2019-06-20" },
      newcomer: { name: "Another", email: "DEPUTY@watermore.example.org" },
    },
  };
  expect((await answerTo(page, "organisation/people/invite_member", taken)).failure).toMatchObject({
    code: "INVALID",
    problems: [{ field: "email" }],
  });
});

test("the administrator puts one person on two Boards, and it is shown", async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await page.goto(`${cluster(2)}/members`);
  await page.getByRole("button", { name: "Add somebody" }).click();
  await look(page, "SENCO, Marshfield");
  const choice = page.getByRole("radio", { name: "SENCO, Marshfield" });
  await expect(page.getByText("SENCO, Marshfield CofE Primary School; Board member, Cluster 3")).toBeVisible();
  await choice.check();
  await goOn(page);
  await page.getByLabel("Board member").check();
  await goOn(page);
  await goOn(page);
  await expect(heading(page)).toHaveText("Check before you give the role");
  await expect(page.getByText("SENCO, Marshfield CofE Primary School; Board member, Cluster 3")).toBeVisible();
  await page.getByRole("button", { name: "Give the role" }).click();
  await expect(page.getByRole("heading", { name: "Role given" })).toBeVisible();
  await page.getByRole("link", { name: "See the members" }).click();
  await expect(row(page, "SENCO, Marshfield")).toContainText("Board member, Cluster 3");
  // The same again is refused at the person, and the form is still filled.
  await page.goto(`${cluster(2)}/members/add/who`);
  await look(page, "SENCO, Marshfield");
  await choice.check();
  await goOn(page);
  await page.getByLabel("Board member").check();
  await goOn(page);
  await goOn(page);
  await page.getByRole("button", { name: "Give the role" }).click();
  await expect(errors(page)).toContainText("This person holds this role there already in some of that time");
  await expect(heading(page)).toHaveText("Who gets the role?");
  await expect(choice).toBeChecked();
});

test("the last chair cannot leave, and hands over @postgres", async ({ page }) => {
  await signIn(page, CHAIR);
  await page.goto(`${cluster(2)}/members`);
  await page.getByRole("link", { name: "End Headteacher, St Michael's, Stoke Gifford, Board chair" }).click();
  await enterDay(page.getByRole("group", { name: "Last day" }), "31", "8", "2019");
  await page.getByLabel("Why does it end?").fill("A year as chair is over");
  await page.getByRole("button", { name: "End the role" }).click();
  await expect(errors(page)).toContainText("Nobody would chair Cluster 2 from 1 September 2019 on. Hand the role over");
  await expect(page.getByLabel("Why does it end?")).toHaveValue("A year as chair is over");
  await expectAccessibleAtEveryWidth(page);

  await page.getByRole("link", { name: "Somebody takes over: hand the role over instead" }).click();
  await expect(heading(page)).toHaveText(`Who takes over from ${CHAIR}?`);
  // Not oneself.
  await look(page, "St Michael's, Stoke");
  await page.getByRole("radio", { name: CHAIR }).check();
  await goOn(page);
  await expect(errors(page)).toContainText("You cannot give a role to yourself");
  await look(page, "Filton Hill");
  await page.getByRole("radio", { name: "Headteacher, Filton Hill" }).check();
  await goOn(page);
  await enterDay(page.getByRole("group", { name: "First day" }), "1", "9", "2019");
  await enterDay(page.getByRole("group", { name: /^Last day/ }), "31", "8", "2020");
  await goOn(page);
  await expect(heading(page)).toHaveText("Check before you hand the role over");
  await expect(page.getByText(`${CHAIR}, whose last day is 31 August 2019`)).toBeVisible();
  await page.getByRole("button", { name: "Hand over the role" }).click();
  await expect(page.getByRole("heading", { name: "Role handed over" })).toBeVisible();
  await page.getByRole("link", { name: "See the members" }).click();
  const chairs = row(page, CHAIR).filter({ has: page.getByRole("cell", { name: "Board chair", exact: true }) });
  await expect(chairs).toContainText("31 August 2019");
  await page.getByRole("link", { name: "To come" }).click();
  // Of the list before it the same head has two other roles.
  const coming = row(page, "Headteacher, Filton Hill").filter({ has: page.getByRole("cell", { name: "Board chair", exact: true }) });
  await expect(coming).toContainText("1 September 2019");
  await expectAccessibleAtEveryWidth(page);
});

test("a role ends with a reason and is found among the former members; a second window is told what changed", async ({
  page,
  another,
}) => {
  const seat = membership("SENCO, Little Stoke", 1);
  await signIn(page, ADMINISTRATOR);
  await page.goto(`${seat}/end`);
  await expect(heading(page)).toContainText("End a role");
  const second = await another();
  await signIn(second, CHAIR);
  await second.goto(`${seat}/end`);
  await enterDay(second.getByRole("group", { name: "Last day" }), "18", "6", "2019");

  await enterDay(page.getByRole("group", { name: "Last day" }), "30", "6", "2019");
  await page.getByRole("button", { name: "End the role" }).click();
  await expect(page.getByText("The role ends on the day you entered.")).toBeVisible();
  await second.getByRole("button", { name: "End the role" }).click();
  await expect(second.getByRole("heading", { name: "Somebody else changed this after you opened it" })).toBeVisible();
  await expect(second.getByRole("row", { name: "Last day" }).first()).toContainText("18 June 2019");
  await expect(second.getByRole("row", { name: "Last day" }).first()).toContainText("30 June 2019");
  await expectAccessibleAtEveryWidth(second);
  await second.getByRole("button", { name: "Save mine anyway" }).click();
  await expect(second.getByText("The role ends on the day you entered.")).toBeVisible();
  await second.goto(`${cluster(2)}/members?show=Past`);
  await expect(row(second, "SENCO, Little Stoke")).toContainText("18 June 2019");
  await second.goto(`${cluster(3)}/members`);
  await expect(heading(second)).toHaveText("Page not found");
});

test("a role to come is moved and taken back", async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await page.goto(`${cluster(1)}/members?show=ToCome`);
  const next = row(page, "Headteacher, Fallowfield 1 (invented)");
  await expect(next).toContainText("1 September 2019");
  await next.getByRole("link", { name: /^Change days/ }).click();
  // The chair's end relies on it.
  await enterDay(page.getByRole("group", { name: "First day" }), "8", "9", "2019");
  await page.getByRole("button", { name: "Save the days" }).click();
  await expect(errors(page)).toContainText("Nobody would chair Cluster 1 from 1 September 2019 on.");
  await enterDay(page.getByRole("group", { name: "First day" }), "1", "9", "2019");
  await enterDay(page.getByRole("group", { name: /^Last day/ }), "31", "12", "2019");
  await page.getByRole("button", { name: "Save the days" }).click();
  await expect(page.getByText("The days are changed.")).toBeVisible();
  await expect(next).toContainText("31 December 2019");
});

test("the administrator finds a person, and sees what they can see and why", async ({ page }) => {
  await signIn(page, ADMINISTRATOR);
  await page.getByRole("link", { name: "People", exact: true }).click();
  await page.getByLabel("Name or post").fill("bradley stoke");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("1 person found")).toBeVisible();
  await page.getByRole("link", { name: "SENCO, Bradley Stoke and Abbeywood" }).click();
  await expect(heading(page)).toHaveText("SENCO, Bradley Stoke and Abbeywood");
  const sees = page.getByRole("row", { name: "See the plan and the money Cluster 2" });
  await expect(sees).toHaveCount(3);
  await expect(sees.filter({ hasText: "SENCO, Abbeywood Community School" })).toHaveCount(1);
  await expectAccessibleAtEveryWidth(page);

  await page.goto(person("SENCO, Larkhill 1 (invented)"));
  await expect(page.getByText("senco.larkhill@example.org, since 20 May 2019")).toBeVisible();
  await page.getByRole("link", { name: "Change the invitation" }).click();
  await page.getByLabel("Work email address").fill("larkhill@example.org");
  await page.getByRole("button", { name: "Save the address" }).click();
  await expect(page.getByText("The address is saved. No message was sent.")).toBeVisible();
  await expect(page.getByText("larkhill@example.org, since 19 June 2019")).toBeVisible();

  await page.goto("/access");
  await expect(page.getByRole("row", { name: "Pay money to clusters Strategic lead for SEND Nobody" })).toBeVisible();
  await page.getByLabel("Cluster", { exact: true }).selectOption("Cluster 3");
  await page.getByRole("button", { name: "Show who sees it" }).click();
  await expect(row(page, "SENCO, Iron Acton")).toContainText("SENCO, Iron Acton CofE Primary School");
  await expectAccessibleAtEveryWidth(page);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download who can see what, and why (CSV)" }).click();
  expect((await download).suggestedFilename()).toBe("who-can-see-what.csv");
});

test("who gives no roles finds no way to, and another cluster's seats are not there", async ({ page }) => {
  await signIn(page, "Headteacher, Abbotswood");
  await page.goto(`${cluster(3)}/members`);
  await expect(page.getByRole("button", { name: "Add somebody" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: /^(End|Hand over)/ })).toHaveCount(0);
  await expect(page.getByText("example.org")).toHaveCount(0);
  for (const at of [`${cluster(3)}/members/add/who`, "/people", "/access", person(CHAIR), "/people/add/who"]) {
    await page.goto(at);
    await expect(heading(page), at).toHaveText("You cannot see this page");
  }
  await page.goto("/sign-in");
  await signIn(page, OTHER_CHAIR);
  const theirs = id(`membership: ${CHAIR}, 1`);
  await page.goto(`/memberships/${theirs}/end`);
  await expect(heading(page)).toHaveText("Page not found");
  const ends = { id: theirs, until: "2019-06-30", reason: null, version: null };
  expect((await answerTo(page, "organisation/people/end", ends)).failure).toEqual({ code: "NOT_FOUND" });
  const own = {
    input: { id: id("test: 3"), person: id(`person: ${OTHER_CHAIR}`), role: "ADMINISTRATOR", since: "2019-06-19" },
  };
  expect((await answerTo(page, "organisation/people/add_membership", own)).failure).toEqual({ code: "FORBIDDEN" });
});

async function look(page: Page, text: string): Promise<void> {
  await page.getByLabel("Name or post").fill(text);
  await page.getByRole("button", { name: "Search" }).click();
}

/** The rows of a person in the table. */
function row(page: Page, name: string) {
  return page.getByRole("table").last().locator("tbody").getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
}
