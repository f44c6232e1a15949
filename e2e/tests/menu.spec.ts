// The menu of interventions and the priorities: what works is found, added and planned; what the cluster works on is agreed,
// reworded and ended.
import type { Page } from "@playwright/test";
import { expectAccessibleAtEveryWidth } from "../accessible.ts";
import { cluster, menu } from "../demonstration.ts";
import { expect, test } from "../fixtures.ts";
import { errors, heading, signIn } from "../person.ts";
import { enterDay, goOn } from "../proposal.ts";

const CHAIR = "Headteacher, St Michael's, Stoke Gifford";
const LEAD = "Strategic lead for SEND";
const PRIORITIES = `${cluster(2)}/priorities`;

test("what works for a need is found, and what is already here is told apart @postgres", async ({ page }) => {
  await signIn(page, "Headteacher, St Mary's, Yate");
  await page.getByRole("link", { name: "What works" }).click();
  await expect(heading(page)).toHaveText("What works");
  await expect(rows(page)).toHaveCount(12);
  await page.getByLabel("Need", { exact: true }).selectOption({ label: "Communication and interaction" });
  await page.getByLabel("Only what is already available here").check();
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/need=CommunicationInteraction/);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole("row", { name: /Talk Boost .* Moderate evidence; 3 months in a year .* Teaching Schools/ })).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await page.getByLabel("Words in its title or description").fill("nothing of the kind");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("Nothing on the menu fits.")).toBeVisible();
  await page.goBack();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("link", { name: "Talk Boost" }).click();
  await expect(heading(page)).toContainText("Talk Boost");
  // A head of a school looks, and neither plans nor changes.
  await expect(page.getByRole("button", { name: /Plan this/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Change what the menu says of it" })).toHaveCount(0);
  await page.goto("/menu/new");
  await expect(heading(page)).toHaveText("You cannot add to the menu");
});

test("a chair plans something from the menu, and the plan keeps the link", async ({ page }) => {
  await signIn(page, CHAIR);
  await page.goto(menu("Talk Boost"));
  await page.getByRole("button", { name: "Plan this for Cluster 2" }).click();
  await expect(heading(page)).toHaveText("What do you propose?");
  await expect(page.getByLabel("Title")).toHaveValue("Talk Boost");
  await expect(page.getByLabel("Support for groups of pupils")).toBeChecked();
  await goOn(page);
  await page.getByLabel("Speech and language, and meeting the needs of pupils with autism").check();
  await goOn(page);
  // It is what is there: nothing new is bought, and nobody asks why.
  await expect(heading(page)).toHaveText("Which outcomes does it serve?");
  await page.getByLabel("Better outcomes for pupils at SEN Support").check();
  await goOn(page);
  await expect(page.getByLabel("Why should it work?")).toHaveValue(/Source: Report to the Schools Forum/);
  await goOn(page);
  await page.getByLabel("Reception to Year 2").check();
  await page.getByLabel("31 to 60").check();
  await goOn(page);
  await page.getByLabel("Little Stoke Primary School").check();
  await goOn(page);
  await expect(page.getByLabel("Who provides it?")).toHaveValue("Teaching Schools");
  await goOn(page);
  await enterDay(page.getByRole("group", { name: "First day" }), "2", "9", "2019");
  await enterDay(page.getByRole("group", { name: "Last day" }), "28", "2", "2020");
  await goOn(page);
  await page.getByLabel("What does it cost in all?").fill("950");
  await goOn(page);
  await page.getByLabel("What will you measure?").fill("Share of the group at the expected level of the language screen");
  await page.getByLabel("Higher is better").check();
  await page.getByLabel("Its value before the intervention").fill("42");
  await enterDay(page.getByRole("group", { name: "When was the baseline taken?" }), "3", "6", "2019");
  await page.getByLabel("Where does the baseline come from?").fill("Summer screen");
  await page.getByLabel("The value you aim at").fill("60");
  await goOn(page);
  await page.getByRole("button", { name: "Send to the Cluster Board" }).click();
  await page.getByRole("link", { name: "See the intervention" }).click();
  await page.getByRole("link", { name: "Talk Boost", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${menu("Talk Boost")}$`));
});

test("a Board adds what is not on the menu, and is told what is missing", async ({ page }) => {
  await signIn(page, CHAIR);
  await page.goto("/menu");
  await page.getByRole("link", { name: "Add something to the menu" }).click();
  await goOn(page);
  const summary = errors(page);
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("link")).toHaveText([
    "Enter a title",
    "Choose what kind of help it is",
    "Enter what it is",
    "Choose at least one need it serves",
    "Enter what is known of its effect",
    "Enter where that is written",
    "Choose how strong the evidence is",
    "Choose what it costs",
  ]);
  await expectAccessibleAtEveryWidth(page);
  await page.getByLabel("What is it called?").fill("Signing choir");
  await page.getByLabel("Support for groups of pupils").check();
  await page.getByLabel("What is it?").fill("A choir that signs, once a week.");
  await page.getByLabel("Communication and interaction").check();
  await page.getByLabel("What is known of its effect?").fill("Two schools like it.");
  await page.getByLabel("Where is that written?").fill("Minutes of the Board, May 2019");
  await page.getByLabel("Limited evidence").check();
  await page.getByLabel("Who says how strong it is?").fill("Cluster Board");
  await page.getByLabel("Very low: up to £1,000 a year").check();
  await goOn(page);
  await expect(heading(page)).toContainText("Check what the menu will say");
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("button", { name: "Add to the menu" }).dblclick();
  await expect(page.getByText("It is on the menu.")).toBeVisible();
  await expect(page.getByText("Added by Cluster 2, last changed on 19 June 2019.")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
});

test("whoever changes the menu in two tabs is shown both values and chooses", async ({ page, context }) => {
  const at = `${menu("Nurture group")}/change`;
  await signIn(page, LEAD);
  await page.goto(at);
  const second = await context.newPage();
  await second.goto(at);
  await second.getByLabel("Months of progress in a year").fill("4");
  await goOn(second);
  await second.getByRole("button", { name: "Save the change" }).click();
  await expect(second.getByText("Your change is saved.")).toBeVisible();

  await page.getByLabel("Months of progress in a year").fill("2");
  await goOn(page);
  await page.getByRole("button", { name: "Save the change" }).click();
  const both = page.getByRole("region", { name: "Somebody else changed this after you opened it" });
  await expect(both.getByRole("row", { name: "Months of progress 2 4" })).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await both.getByRole("button", { name: "Keep theirs" }).click();
  await expect(page.getByLabel("Months of progress in a year")).toHaveValue("4");
  await page.getByLabel("Take it off the menu.").check();
  await goOn(page);
  await page.getByRole("button", { name: "Save the change" }).click();
  await expect(page.getByText("This was taken off the menu on 19 June 2019.")).toBeVisible();
});

test("a Board adds, rewords and ends a priority, and others see what became of it @postgres", async ({ page, another }) => {
  await signIn(page, CHAIR);
  await page.goto(PRIORITIES);
  await expect(page.getByText("The secondary schools took it into their own plans")).toBeVisible();
  await page.getByRole("button", { name: "Add a priority" }).click();
  await page.getByLabel("What has the cluster agreed to work on?").fill("Atendance in Years 7 and 8");
  await page.getByRole("button", { name: "Add the priority" }).click();
  await expect(page.getByText("The priority is added.")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("link", { name: /^Reword\s*: Atendance in Years 7 and 8/ }).click();

  // A colleague is quicker.
  const colleague = await another();
  await signIn(colleague, "Headteacher, Filton Hill");
  await colleague.goto(page.url());
  await colleague.getByLabel("What has the cluster agreed to work on?").fill("Attendance in Year 7");
  await colleague.getByRole("button", { name: "Save the new wording" }).click();
  await expect(colleague.getByText("The priority is reworded.")).toBeVisible();

  await page.getByLabel("What has the cluster agreed to work on?").fill("Attendance in Years 7 and 8");
  await page.getByRole("button", { name: "Save the new wording" }).click();
  const both = page.getByRole("region", { name: "Somebody else changed this after you opened it" });
  await expect(both.getByRole("row", { name: "Priority Attendance in Years 7 and 8 Attendance in Year 7" })).toBeVisible();
  await both.getByRole("button", { name: "Save mine anyway" }).click();
  await expect(page.getByText("The priority is reworded.")).toBeVisible();

  await page.getByRole("link", { name: /end this priority\s*: Attendance in Years 7 and 8/i }).click();
  await page.getByRole("button", { name: "End the priority" }).click();
  await expect(errors(page)).toContainText("Enter the reason why it ends");
  await page.getByLabel("Why does it end?").fill("The schools do it by themselves.");
  await page.getByRole("button", { name: "End the priority" }).click();
  await expect(page.getByText("The priority has ended.")).toBeVisible();

  const head = await another();
  await signIn(head, "SENCO, St Michael's, Stoke Gifford");
  await head.goto(`${cluster(2)}/plan`);
  await head.getByRole("link", { name: "See all priorities" }).click();
  await expect(head.getByText("The schools do it by themselves.")).toBeVisible();
});

test("whoever does not set priorities is told who does", async ({ page }) => {
  await signIn(page, "Special needs officer");
  await page.goto(`${PRIORITIES}/new`);
  await expect(heading(page)).toHaveText("You cannot change the priorities");
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("button", { name: "See the priorities" }).click();
  await expect(page.getByText("The members of the Cluster Board add, reword and end priorities.")).toBeVisible();
});

/** The rows of the table without its head. */
function rows(page: Page) {
  return page.getByRole("table").locator("tbody").getByRole("row");
}
