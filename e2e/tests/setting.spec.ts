// A rule of the authority gets a new value from a day on: seen before it is made, refused where the rule forbids it.
import { expectAccessibleAtEveryWidth } from "../accessible.ts";
import { expect, test } from "../fixtures.ts";
import { answerTo } from "../network.ts";
import { errors, heading, signIn } from "../person.ts";
import { enterDay, goOn } from "../proposal.ts";

const LEAD = "Strategic lead for SEND";

test("the strategic lead sees what a new threshold changes, makes it, and everybody sees it coming @postgres", async ({ page, another }) => {
  await signIn(page, LEAD);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Change smallest count shown" }).click();
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("Change: Smallest count shown");

  // Four would show what has to stay hidden.
  await page.getByLabel("Smallest count shown").fill("4");
  await enterDay(page.getByRole("group", { name: "From which day does it hold?" }), "1", "9", "2020");
  await page.getByLabel("Why is it changed?").fill("The Forum asked for it");
  await goOn(page);
  const summary = errors(page);
  await expect(summary).toBeFocused();
  await expect(summary).toContainText("Enter a number from 5 to 20. Counts of 1 to 4 are always hidden");
  await expect(page).toHaveTitle("Error: Change: Smallest count shown - SEND clusters");
  await expectAccessibleAtEveryWidth(page);
  await summary.getByRole("link").click();
  await expect(page.getByLabel("Smallest count shown")).toBeFocused();
  await expect(page.getByLabel("Why is it changed?")).toHaveValue("The Forum asked for it");

  // From today until the value that is to come already.
  await page.getByLabel("Smallest count shown").fill("10");
  await enterDay(page.getByRole("group", { name: "From which day does it hold?" }), "1", "7", "2019");
  await goOn(page);
  await expect(heading).toHaveText("Check the change before you make it");
  await expect(page.getByRole("row", { name: "Smallest count shown 5 10" })).toBeVisible();
  await expect(page.getByText("Until a later value begins on 1 September 2019")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);

  // A second thought: the way back keeps what was typed.
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await expect(page.getByLabel("Smallest count shown")).toHaveValue("10");
  await enterDay(page.getByRole("group", { name: "From which day does it hold?" }), "1", "9", "2020");
  await goOn(page);
  await expect(page.getByRole("row", { name: "Smallest count shown 6 10" })).toBeVisible();
  await expect(page.getByText("Until it is changed again")).toBeVisible();
  await page.getByRole("button", { name: "Change from 1 September 2020" }).click();
  await expect(heading).toHaveText("Setting changed");
  await expect(page.getByText("Smallest count shown: the new value holds from 1 September 2020")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);

  await page.getByRole("link", { name: "See all settings" }).click();
  await page.getByText("From 1 September 2020").click();
  await expect(page.getByText("Counts from 1 to 9 are hidden. 10 is the smallest count shown.")).toBeVisible();
  await expect(page.getByText("Reason: The Forum asked for it")).toBeVisible();
  await expect(page.getByText("Counts from 1 to 4 are hidden. 5 is the smallest count shown.")).toBeVisible();

  const senco = await another();
  await signIn(senco, "SENCO, Iron Acton");
  await senco.goto("/settings");
  await expect(senco.getByText("From 1 September 2020")).toBeVisible();
});

test("a day that is over, and a day that has a value already, are refused", async ({ page }) => {
  await signIn(page, LEAD);
  await page.goto("/settings/DisclosureThreshold");
  await page.getByLabel("Smallest count shown").fill("8");
  await page.getByLabel("Why is it changed?").fill("To be careful");
  const days = page.getByRole("group", { name: "From which day does it hold?" });
  await enterDay(days, "18", "6", "2019");
  await goOn(page);
  await expect(errors(page)).toContainText("Choose today or a later day. The past stays as it was");
  await enterDay(days, "1", "9", "2019");
  await goOn(page);
  await expect(errors(page)).toContainText("A value already starts on 1 September 2019. Choose another day");
  await errors(page).getByRole("link").click();
  await expect(days.getByLabel("Day")).toBeFocused();
});

test("an outcome area is added and one is given another name", async ({ page }) => {
  await signIn(page, LEAD);
  await page.goto("/settings/OutcomeAreas");
  await page.getByLabel("Outcome area 2").fill("Fewer exclusions of any kind");
  await page.getByRole("button", { name: "Add an outcome area" }).click();
  await expect(page.getByLabel("Outcome area 4")).toBeFocused();
  await enterDay(page.getByRole("group", { name: "From which day does it hold?" }), "1", "9", "2019");
  await page.getByLabel("Why is it changed?").fill("The school year 2019/20");
  await goOn(page);
  await expect(errors(page)).toContainText("Enter the outcome area, or remove its row");
  await errors(page).getByRole("link").click();
  await expect(page.getByLabel("Outcome area 4")).toBeFocused();
  await page.getByLabel("Outcome area 4").fill("Better attendance");
  await goOn(page);
  await expect(page.getByRole("row", { name: "Outcome area Fewer exclusions Fewer exclusions of any kind" })).toBeVisible();
  await expect(page.getByRole("row", { name: "Outcome area Not there Better attendance" })).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
});

test("a SENCO reads the settings and cannot change one, by the page or by the API", async ({ page }) => {
  await signIn(page, "SENCO, Little Stoke");
  await page.goto("/settings");
  await expect(page.getByText("The strategic lead for SEND and the administrators of the authority change them.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Change/ })).toHaveCount(0);
  await page.goto("/settings/DisclosureThreshold");
  await expect(heading(page)).toHaveText("You cannot see this page");
  const input = {
    id: "0b6f9c9e-6d3f-4b43-9c55-0d6f7a1b2c3d",
    since: "2020-09-01",
    value: { disclosureThreshold: { fewest: 10 } },
    reason: "Mine",
  };
  expect((await answerTo(page, "setting/change", { input })).failure).toEqual({ code: "FORBIDDEN" });
});
